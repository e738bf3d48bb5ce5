import type { Clock } from '../../src';

/** Time that passes at once: whoever waits goes on in the next turn, and the waits are written down. */
export interface InstantClock extends Clock {
  readonly waitsMs: number[];
}

/** `offsetMs` shifts the phone's own clock. Waits from `longMs` on never end: they are time limits of work that answers. */
export function createInstantClock(offsetMs = 0, longMs = 50_000): InstantClock {
  const waitsMs: number[] = [];
  let passedMs = 0;
  return {
    waitsMs,
    now: () => Date.now() + offsetMs + passedMs,
    random: () => 0.5,
    after: (delayMs, action) => {
      if (delayMs >= longMs) return () => undefined;
      const timer = setTimeout(() => {
        waitsMs.push(delayMs);
        passedMs += delayMs;
        action();
      }, 0);
      return () => clearTimeout(timer);
    },
  };
}
