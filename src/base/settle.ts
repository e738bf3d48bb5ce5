import { callSafely } from './report';

/**
 * Serves both styles: the promise is answered in any case, and the callback, where there is one, gets the outcome too.
 * An error that went to a callback is not reported as an unhandled rejection.
 */
export function settle<Result>(
  work: Promise<Result>,
  callback: ((error: never, result?: Result) => void) | undefined,
): Promise<Result> {
  if (!callback) return work;
  // The first argument is the error that `work` rejects with, or null.
  const answer = callback as (error: unknown, result?: Result) => void;
  work.then(
    (result) => callSafely(answer, null, result),
    (error: unknown) => callSafely(answer, error),
  );
  return work;
}
