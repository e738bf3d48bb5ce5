import { checkFaultRule, type FaultHandle } from '../faults/fault-rule';
import { InvalidIssueOptions } from '../auth/temporary-keys';
import { allowEveryOrigin } from '../server/cross-origin';
import type { Answer, Services } from '../server/call';
import type { CosRequest } from '../server/cos-request';
import type { RequestBody } from '../server/request-body';
import { issueFromRequest } from './sts';

/** An administration request: its JSON body (undefined when empty) and the rest of its path. */
interface AdminRequest {
  readonly services: Services;
  readonly request: CosRequest;
  readonly json: unknown;
  readonly rest: string;
}

type Handler = (admin: AdminRequest) => unknown;

class AdminFailure extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** By `<method> <first path segment after /_emulator/>`. */
const handlers: Record<string, Handler> = {
  'GET ': describeEmulator,
  'GET faults': ({ services }) => ({ faults: services.faults.list().map(describeFault) }),
  'POST faults': addFault,
  'DELETE faults': removeFaults,
  'GET clock': ({ services }) => ({ offsetMs: services.clock.offset, now: services.clock.nowIso() }),
  'PUT clock': setClock,
  'POST clock': setClock,
  'GET requests': ({ services }) => ({ requests: services.requests.records }),
  'DELETE requests': ({ services }) => (services.requests.clear(), {}),
  'GET sts': issueFromRequest,
  'POST sts': issueFromRequest,
};

/** Answers on the emulator's own host name: administration, faults, temporary keys. Always JSON. */
export async function answerAdmin(services: Services, request: CosRequest, body: RequestBody): Promise<Answer> {
  if (request.method === 'OPTIONS' && services.config.cors) return allowEveryOrigin(request);
  try {
    const match = /^\/(?:_emulator(?:\/(\w*)(?:\/(.*))?)?)?$/.exec(request.path);
    const [, section = '', rest = ''] = match ?? [];
    const handler = match ? handlers[`${request.method} ${section}`] : undefined;
    if (!handler) throw new AdminFailure(404, notFoundMessage(request));
    const json = await readJson(body);
    return jsonAnswer(200, handler({ services, request, json, rest }));
  } catch (error) {
    if (error instanceof InvalidIssueOptions) return errorAnswer(400, error.message);
    if (error instanceof AdminFailure) return errorAnswer(error.status, error.message);
    throw error;
  }
}

function notFoundMessage({ method, path, host }: CosRequest): string {
  return `No ${method} ${path} on ${host}. Buckets are reached by their own host names, such as <bucket>.cos.<region>.myqcloud.com.`;
}

function describeEmulator({ services }: AdminRequest): unknown {
  const { config, store } = services;
  const buckets = store.list().map(({ settings }) => ({ Bucket: settings.Bucket, Region: settings.Region }));
  return { name: 'cos-emulator', appId: config.appId, buckets };
}

function addFault({ services, json }: AdminRequest): unknown {
  try {
    return describeFault(services.faults.add(checkFaultRule(json)));
  } catch (error) {
    throw new AdminFailure(400, error instanceof Error ? error.message : String(error));
  }
}

function removeFaults({ services, rest }: AdminRequest): unknown {
  if (rest === '') services.faults.clear();
  const fault = services.faults.list().find(({ id }) => id === rest);
  if (rest !== '' && !fault) throw new AdminFailure(404, `No fault ${rest}`);
  fault?.remove();
  return {};
}

function describeFault({ id, rule, hits }: FaultHandle): unknown {
  // JSON has no Infinity.
  return { id, hits, rule: { ...rule, times: rule.times === Infinity ? -1 : rule.times } };
}

function setClock({ services, json }: AdminRequest): unknown {
  const offsetMs = typeof json === 'object' && json !== null && 'offsetMs' in json ? json.offsetMs : undefined;
  if (typeof offsetMs !== 'number' || !Number.isFinite(offsetMs)) {
    throw new AdminFailure(400, 'Send {"offsetMs": <number>}');
  }
  services.clock.setOffset(offsetMs);
  return { offsetMs, now: services.clock.nowIso() };
}

const maxBodyBytes = 1024 * 1024;

async function readJson(body: RequestBody): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) {
    chunks.push(chunk);
    if (body.receivedBytes > maxBodyBytes) throw new AdminFailure(413, 'The body is too large');
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() === '') return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new AdminFailure(400, 'The body is not valid JSON');
  }
}

function jsonAnswer(status: number, value: unknown): Answer {
  return {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    body: JSON.stringify(value),
  };
}

function errorAnswer(status: number, message: string): Answer {
  return jsonAnswer(status, { error: { Code: status === 404 ? 'NotFound' : 'InvalidParameter', Message: message } });
}
