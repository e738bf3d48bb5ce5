import { sleep } from '../base/clock';
import { encodeKeyPath } from '../base/percent';
import type { Grant } from '../credentials/grant';
import { CosError } from '../errors';
import type { Answer } from '../schema/operation';
import type { CallContext, ClientContext } from './client-context';
import type { Draft } from './draft';
import { parseUrl } from './parse-url';
import { readResponse, toCosError } from './read-response';
import { chooseRemedy, retryDelayMs, type Remedy } from './retry-policy';
import { formatQuery, signRequest, toAuthorizationRequest } from './sign-request';

/** Retries without end of a fault that never passes would look like a hang. */
const maxAttempts = 10;

/** One call's attempts: what was tried decides what is tried next. */
interface Attempts {
  made: number;
  waitedMs: number;
  readonly remediesUsed: Set<Remedy>;
  /** The grant of the last attempt. */
  grant?: Grant;
  /** The server's clock was found to differ in the last attempt. */
  wasClockCorrected: boolean;
}

/**
 * Signs, sends and, where it helps, repeats one request. `read` turns the answer into the result and may throw
 * `CosError`, which counts as a failed attempt. Rejects with `CosError`, or `StoppedError` when stopped.
 */
export async function send<Result>(draft: Draft, call: CallContext, read: (answer: Answer) => Result): Promise<Result> {
  const attempts: Attempts = { made: 0, waitedMs: 0, remediesUsed: new Set(), wasClockCorrected: false };
  for (;;) {
    call.signal.throwIfStopped();
    if (call.isPatient) await call.presence.whenUsable(call.signal);
    const { absences } = call.presence;
    const origin = draft.origins[attempts.made % draft.origins.length] ?? '';
    try {
      return read(await attempt(applyBeforeSend(draft, origin, call), call, attempts));
    } catch (failure) {
      const error = toCosError(failure, draft, origin);
      if (!(error instanceof CosError)) throw error;
      if (call.isPatient && (await call.presence.explains(error, absences))) {
        attempts.made -= 1;
        continue;
      }
      call.onAttemptFailed?.(error);
      const delayMs = planRetry(error, draft, call, attempts);
      if (delayMs === undefined) throw error;
      attempts.waitedMs += delayMs;
      await sleep(call.host.clock, delayMs, call.signal);
    }
  }
}

async function attempt(draft: Draft, call: CallContext, attempts: Attempts): Promise<Answer> {
  const { options, serverTime, credentials, host, signal, onSent } = call;
  const origin = draft.origins[0] ?? '';
  attempts.made += 1;
  const question = toAuthorizationRequest(draft, options.ForceSignHost, serverTime.offsetMs);
  attempts.grant = await credentials.get(question, signal);
  const { offsetMs } = serverTime;
  const request = signRequest(draft, attempts.grant, options.ForceSignHost, serverTime.nowMs());
  const response = await host.transport.send(request, signal, onSent);
  serverTime.learn(response.headers['date']);
  // The answer to another request may have corrected it meanwhile.
  attempts.wasClockCorrected = serverTime.offsetMs !== offsetMs;
  return readResponse(response, draft, origin);
}

/** Lets listeners of `before-send` change URL and headers; the request is signed as they leave it. */
function applyBeforeSend(draft: Draft, origin: string, context: ClientContext): Draft {
  const url = origin + encodeKeyPath(draft.path) + formatQuery(draft.query);
  const outgoing = { operation: draft.operation, method: draft.method, url, headers: { ...draft.headers } };
  context.beforeSend(outgoing);
  const target = outgoing.url === url ? { origin, path: draft.path, query: draft.query } : parseUrl(outgoing.url);
  return { ...draft, origins: [target.origin], path: target.path, query: target.query, headers: outgoing.headers };
}

/** Milliseconds until the next attempt, or undefined when another one cannot help. */
function planRetry(error: CosError, draft: Draft, context: ClientContext, attempts: Attempts): number | undefined {
  const remedy = chooseRemedy(error);
  const isFirst = !attempts.remediesUsed.has(remedy);
  attempts.remediesUsed.add(remedy);
  switch (remedy) {
    case 'none':
      return undefined;
    case 'wait':
      return planWait(error, draft, context, attempts);
    case 'clock':
      // Signatures with temporary keys carry the keys' own times: if the clock was right, the keys are too old.
      return isFirst && (attempts.wasClockCorrected || refuseGrant(context, attempts)) ? 0 : undefined;
    case 'credentials':
      return isFirst && refuseGrant(context, attempts) ? 0 : undefined;
  }
}

function planWait(
  error: CosError,
  draft: Draft,
  { options, host }: ClientContext,
  attempts: Attempts,
): number | undefined {
  // Where the answer was lost the work may be done; doing it twice is worse than telling the caller.
  const isSafe = draft.isIdempotent || error.statusCode !== undefined;
  if (!isSafe || options.ChunkRetryTimes === 0 || attempts.made >= maxAttempts) return undefined;
  const delayMs = retryDelayMs(attempts.made - 1, error, () => host.clock.random());
  const isWithinBudget = attempts.waitedMs + delayMs <= options.RetryBudget;
  return isWithinBudget || attempts.made <= options.ChunkRetryTimes ? delayMs : undefined;
}

const refuseGrant = ({ credentials }: ClientContext, { grant }: Attempts): boolean =>
  grant !== undefined && credentials.refuse(grant);
