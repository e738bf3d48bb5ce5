import { StoppedError, type StopSignal } from './signal';

declare function setTimeout(run: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** Time and chance, injected so that tests can drive both. */
export interface Clock {
  /** Milliseconds since 1970 by the phone's own clock, which may be wrong. */
  now(): number;
  /** Runs `action` after `delayMs`; returns the function that prevents it. */
  after(delayMs: number, action: () => void): () => void;
  /** A number from 0 (included) to 1 (excluded), for jitter. */
  random(): number;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** Resolves after `delayMs`, or rejects with `StoppedError` as soon as the signal stops. */
export function sleep(clock: Clock, delayMs: number, signal: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancelTimer = clock.after(delayMs, () => {
      unsubscribe();
      resolve();
    });
    const unsubscribe = signal.onStop((reason) => {
      cancelTimer();
      reject(new StoppedError(reason));
    });
  });
}
