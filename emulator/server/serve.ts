import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerAdmin } from '../admin/admin';
import { CosFailure, failure } from '../errors';
import { withFaults } from '../faults/apply-faults';
import type { FaultEffects } from '../faults/fault-rule';
import { answerCall } from './answer-call';
import { answerCi, ciOperationName } from './answer-ci';
import type { Answer, Identity, Services } from './call';
import { makeIds, parseRequest, type CosRequest, type RequestIds } from './cos-request';
import { allowEveryOrigin, browserHeaders } from './cross-origin';
import { errorXml } from './error-xml';
import { findOperation } from './find-operation';
import { ConnectionReset, RequestBody } from './request-body';
import { sendAnswer } from './send-answer';

/** What is learned about a request while it is dealt with; the request log is written from it. */
interface Findings {
  operation: string;
  effects: FaultEffects;
  key?: string;
  identity?: Identity;
  code?: string;
  status: number;
}

interface Exchange {
  readonly services: Services;
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly ids: RequestIds;
  readonly body: RequestBody;
  readonly findings: Findings;
}

/** Deals with one HTTP request from its head to the log entry. Never rejects. */
export async function serve(services: Services, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const exchange: Exchange = {
    services,
    message,
    response,
    ids: makeIds(),
    body: new RequestBody(message, services.closing),
    findings: { operation: 'Unknown', effects: {}, status: 0 },
  };
  const request = parseOrRefuse(exchange);
  if (request instanceof CosFailure) {
    await answerOrSettle(exchange, undefined, () => errorAnswer(exchange, undefined, request));
  } else if (request.target.kind === 'own') {
    await answerOrSettle(exchange, request, () => answerAdmin(services, request, exchange.body));
  } else {
    await answerOrSettle(exchange, request, () => produce(exchange, request));
    log(exchange, request);
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

function log({ services, findings, body }: Exchange, request: CosRequest): void {
  const { target, key, query } = request;
  services.requests.add({
    operation: findings.operation,
    method: request.method,
    host: request.host,
    bucket: 'Bucket' in target ? target.Bucket : undefined,
    region: 'Region' in target ? target.Region : undefined,
    key: findings.key ?? (key === '' ? undefined : key),
    partNumber: query.has('partNumber') ? Number(query.get('partNumber')) : undefined,
    uploadId: query.get('uploadId'),
    query: query.toRecord(),
    headers: request.headers,
    status: findings.status,
    code: findings.code,
    requestId: request.requestId,
    bodyBytes: body.receivedBytes,
    identity: findings.identity?.kind,
    time: services.clock.nowIso(),
  });
}

async function answerOrSettle(
  exchange: Exchange,
  request: CosRequest | undefined,
  work: () => Answer | Promise<Answer>,
): Promise<void> {
  try {
    await send(exchange, request, await work());
  } catch (error) {
    await settleFailure(exchange, request, error);
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
  findings.effects = services.faults.effectsOn({
    operation: findings.operation,
    method: request.method,
    bucket: 'Bucket' in request.target ? request.target.Bucket : undefined,
    key: request.key === '' ? undefined : request.key,
    partNumber: request.query.has('partNumber') ? Number(request.query.get('partNumber')) : undefined,
  });
  const { effects } = findings;
  body.suffer(effects);
  const call = {
    services,
    request,
    body,
    effects,
    note: (facts: Partial<Findings>) => void Object.assign(findings, facts),
  };
  return withFaults({ request, body, effects, closing: services.closing }, () =>
    operation ? answerCall(operation, call) : answerCi(call),
  );
}

async function settleFailure(exchange: Exchange, request: CosRequest | undefined, error: unknown): Promise<void> {
  const { message, response, services } = exchange;
  if (error instanceof ConnectionReset) {
    message.socket.resetAndDestroy();
    return;
  }
  // The client has left (or the emulator closes): there is nobody to answer.
  if (message.socket.destroyed || response.headersSent || services.closing.aborted) {
    if (response.headersSent) exchange.findings.status = response.statusCode;
    message.socket.destroy();
    return;
  }
  const cosFailure = error instanceof CosFailure ? error : reportBug(error);
  await send(exchange, request, errorAnswer(exchange, request, cosFailure)).catch(() => message.socket.destroy());
}

/** An unexpected error: the client learns that it is internal, the developer learns what it is. */
function reportBug(error: unknown): CosFailure {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.emitWarning(text, { type: 'EmulatorBug' });
  return failure('InternalError');
}

function errorAnswer({ message, ids, findings }: Exchange, request: CosRequest | undefined, error: CosFailure): Answer {
  findings.code = error.code;
  const described = request ?? { ...ids, host: message.headers.host ?? '', path: message.url ?? '' };
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/xml', 'x-cos-trace-id': ids.traceId, ...error.headers },
    body: errorXml(described, error),
  };
}

async function send(exchange: Exchange, request: CosRequest | undefined, answer: Answer): Promise<void> {
  const { services, response, ids, findings } = exchange;
  const commonHeaders = {
    Date: new Date(services.clock.nowMs()).toUTCString(),
    Server: 'tencent-cos',
    'x-cos-request-id': ids.requestId,
    ...(request ? browserHeaders(services, request, answer) : {}),
  };
  try {
    await sendAnswer(answer, { response, effects: findings.effects, closing: services.closing, commonHeaders });
    findings.status = answer.status;
  } finally {
    await answer.dispose?.();
  }
}
