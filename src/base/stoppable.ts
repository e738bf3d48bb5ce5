import { StoppedError, type StopSignal } from './signal';

/** Waits for `promise`, but no longer than until the signal stops. What the promise does later is ignored. */
export function untilStopped<T>(promise: Promise<T>, signal: StopSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const unsubscribe = signal.onStop((reason) => reject(new StoppedError(reason)));
    promise.then(
      (value) => {
        unsubscribe();
        resolve(value);
      },
      (error: unknown) => {
        unsubscribe();
        // The reason is passed on as it is, whatever the app threw.
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
        reject(error);
      },
    );
  });
}
