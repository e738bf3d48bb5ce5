import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerAdmin } from '../admin/admin';
import { CosFailure, failure } from '../errors';
import { withFaults } from '../faults/apply-faults';
import type { FaultEffects, FaultSubject } from '../faults/fault-rule';
import { answerCall } from './answer-call';
import { answerCi, ciOperationName } from './answer-ci';
import type { Answer, Identity, Services } from './call';
import { makeIds, parseRequest, type CosRequest, type RequestIds } from './cos-request';
import { allowEveryOrigin, browserHeaders } from './cross-origin';
import { errorXml } from './error-xml';
import { findOperation } from './find-operation';
import { ConnectionReset, RequestBody } from './request-body';
import { AnswerInterrupted, sendAnswer } from './send-answer';

/** What is learned about a request while it is dealt with; the request log is written from it. */
interface Findings {
  operation: string;
  effects: FaultEffects;
  key?: string;
  identity?: Identity;
}

interface Exchange {
  readonly services: Services;
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly ids: RequestIds;
  readonly body: RequestBody;
  readonly findings: Findings;
}

/** How a request ends: answered, the connection reset by a fault, or nobody left to answer. */
type Outcome =
  | { readonly kind: 'answer'; readonly answer: Answer; readonly code?: string }
  | { readonly kind: 'reset' }
  | { readonly kind: 'gone' };

/** Deals with one HTTP request from its head to the log entry. Never rejects. */
export async function serve(services: Services, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const exchange: Exchange = {
    services,
    message,
    response,
    ids: makeIds(),
    body: new RequestBody(message, services.closing),
    findings: { operation: 'Unknown', effects: {} },
  };
  const request = parseOrRefuse(exchange);
  if (request instanceof CosFailure) {
    await deliver(exchange, undefined, failed(exchange, undefined, request));
  } else {
    const outcome = await settle(exchange, request);
    // Logged first: whoever has the answer finds it in the log.
    if (request.target.kind !== 'own') log(exchange, request, outcome);
    await deliver(exchange, request, outcome);
  }
  await exchange.body.release().catch(() => undefined); // It fails when the client has left, which is no news here.
}

function parseOrRefuse({ services, message, ids }: Exchange): CosRequest | CosFailure {
  try {
    return parseRequest(message, ids, services.config);
  } catch (error) {
    return error instanceof CosFailure ? error : reportBug(error);
  }
}

async function settle(exchange: Exchange, request: CosRequest): Promise<Outcome> {
  const { services, message, body } = exchange;
  try {
    const isOwn = request.target.kind === 'own';
    const answer = isOwn ? await answerAdmin(services, request, body) : await produce(exchange, request);
    return { kind: 'answer', answer };
  } catch (error) {
    if (error instanceof ConnectionReset) return { kind: 'reset' };
    if (error instanceof CosFailure) return failed(exchange, request, error);
    if (message.socket.destroyed || services.closing.aborted) return { kind: 'gone' };
    return failed(exchange, request, reportBug(error));
  }
}

async function produce(exchange: Exchange, request: CosRequest): Promise<Answer> {
  const { services, body, findings } = exchange;
  if (services.config.cors && request.method === 'OPTIONS') {
    findings.operation = 'OptionsObject';
    return allowEveryOrigin(request);
  }
  if (request.target.kind === 'unknown') {
    throw failure('NoSuchBucket', `The host ${request.host} belongs to no bucket.`);
  }
  const operation = request.target.kind === 'ci' ? undefined : findOperation(request);
  findings.operation = operation?.name ?? ciOperationName;
  const effects = services.faults.effectsOn(describe(exchange, request));
  findings.effects = effects;
  body.suffer(effects);
  const note = (facts: Partial<Findings>): void => void Object.assign(findings, facts);
  const call = { services, request, body, effects, note };
  return withFaults({ request, body, effects, closing: services.closing }, () =>
    operation ? answerCall(operation, call) : answerCi(call),
  );
}

/** What both fault rules and the request log speak of. */
function describe({ findings }: Exchange, { method, target, key, query }: CosRequest): FaultSubject {
  return {
    operation: findings.operation,
    method,
    bucket: 'Bucket' in target ? target.Bucket : undefined,
    key: findings.key ?? (key === '' ? undefined : key),
    partNumber: query.has('partNumber') ? Number(query.get('partNumber')) : undefined,
  };
}

function log(exchange: Exchange, request: CosRequest, outcome: Outcome): void {
  const { services, findings, body } = exchange;
  services.requests.add({
    ...describe(exchange, request),
    host: request.host,
    region: 'Region' in request.target ? request.target.Region : undefined,
    uploadId: request.query.get('uploadId'),
    query: request.query.toRecord(),
    headers: request.headers,
    status: outcome.kind === 'answer' ? outcome.answer.status : 0,
    code: outcome.kind === 'answer' ? outcome.code : undefined,
    requestId: request.requestId,
    bodyBytes: body.receivedBytes,
    identity: findings.identity?.kind,
    time: services.clock.nowIso(),
  });
}

function failed({ message, ids }: Exchange, request: CosRequest | undefined, error: CosFailure): Outcome {
  const described = request ?? { ...ids, host: message.headers.host ?? '', path: message.url ?? '' };
  const answer: Answer = {
    status: error.status,
    headers: { 'Content-Type': 'application/xml', 'x-cos-trace-id': ids.traceId, ...error.headers },
    body: errorXml(described, error),
  };
  return { kind: 'answer', answer, code: error.code };
}

async function deliver(exchange: Exchange, request: CosRequest | undefined, outcome: Outcome): Promise<void> {
  const { services, message, response, ids, findings } = exchange;
  if (outcome.kind === 'reset') message.socket.resetAndDestroy();
  if (outcome.kind === 'gone') message.socket.destroy();
  if (outcome.kind !== 'answer') return;
  const { answer } = outcome;
  const commonHeaders = {
    Date: new Date(services.clock.nowMs()).toUTCString(),
    Server: 'tencent-cos',
    'x-cos-request-id': ids.requestId,
    ...(request ? browserHeaders(services, request, answer) : {}),
  };
  try {
    await sendAnswer(answer, { response, effects: findings.effects, closing: services.closing, commonHeaders });
  } catch (error) {
    if (!(error instanceof AnswerInterrupted) && !services.closing.aborted) reportBug(error);
    message.socket.destroy();
  } finally {
    await answer.dispose?.();
  }
}

/** An unexpected error: the client learns that it is internal, the developer learns what it is. */
function reportBug(error: unknown): CosFailure {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.emitWarning(text, { type: 'EmulatorBug' });
  return failure('InternalError');
}
