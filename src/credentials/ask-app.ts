import type { Clock } from '../base/clock';
import { credentialsError } from '../errors';
import type { AuthorizationRequest, GetAuthorization } from './authorization-request';
import type { Grant } from './grant';
import { readAnswer } from './read-answer';

/**
 * Calls the app's getAuthorization, which may call back (once or more often), return a promise, throw, or never answer.
 * The first answer counts.
 */
export function askApp(
  getAuthorization: GetAuthorization,
  request: AuthorizationRequest,
  clock: Clock,
  timeoutMs: number,
): Promise<Grant> {
  return new Promise<unknown>((resolve, reject) => {
    const cancelTimer = clock.after(timeoutMs, () =>
      reject(
        credentialsError(
          `getAuthorization did not answer within ${timeoutMs / 1000} s.`,
          'Call its callback in every case, failures included, and check the request to your server.',
        ),
      ),
    );
    const answer = (value: unknown): void => {
      cancelTimer();
      resolve(value);
    };
    const fail = (cause: unknown): void => {
      cancelTimer();
      reject(credentialsError(`getAuthorization failed: ${describeCause(cause)}`, '', cause));
    };
    try {
      const returned = getAuthorization(request, answer);
      // A callback-style function returns nothing; an async one may still use the callback.
      Promise.resolve(returned).then((value) => {
        if (value !== undefined) answer(value);
      }, fail);
    } catch (error) {
      fail(error);
    }
  }).then(readAnswer);
}

/** An Error, what wx gives to `fail`, or text; an Error of another realm is no `instanceof` one. */
function describeCause(cause: unknown): string {
  const { message, errMsg } = Object(cause) as { message?: unknown; errMsg?: unknown };
  const text = [message, errMsg, cause].find((candidate) => typeof candidate === 'string');
  return typeof text === 'string' ? text : 'it threw or rejected without a message';
}
