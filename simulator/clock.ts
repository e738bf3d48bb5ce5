import {
  clearTimeout as clearRealTimeout,
  setImmediate as setRealImmediate,
  setTimeout as setRealTimeout,
} from 'node:timers';

/** Source of time. Pass your own to drive timeouts and the background rule from a test. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(handle: unknown): void;
}

// node:timers instead of the globals: test runners replace those with fakes.
export const realClock: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, ms) => setRealTimeout(callback, ms),
  clearTimeout: (handle) => clearRealTimeout(handle as NodeJS.Timeout),
};

/** Lets the event loop turn once. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => setRealImmediate(resolve));
}

/** Waits `ms`; ends early, by throwing the signal's reason, when the signal is aborted. */
export function delay(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = clock.setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = (): void => {
      clock.clearTimeout(timer);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
