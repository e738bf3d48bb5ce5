import { StoppedError, type StopSignal } from './signal';

/** Lets at most `limit` pieces of work run at a time; the others wait in order of arrival. */
export class Limiter {
  private running = 0;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly limit: number) {}

  /** Resolves with the function that gives the place back, or rejects with `StoppedError` when stopped while waiting. */
  async acquire(signal: StopSignal): Promise<() => void> {
    signal.throwIfStopped();
    if (this.running < this.limit) this.running += 1;
    else await this.waitForPlace(signal);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.passOn();
    };
  }

  private waitForPlace(signal: StopSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const enter = (): void => {
        unsubscribe();
        resolve();
      };
      this.waiting.add(enter);
      const unsubscribe = signal.onStop((reason) => {
        this.waiting.delete(enter);
        reject(new StoppedError(reason));
      });
    });
  }

  private passOn(): void {
    for (const next of this.waiting) {
      this.waiting.delete(next);
      next();
      return;
    }
    this.running -= 1;
  }
}
