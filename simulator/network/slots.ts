import { Failure, NETWORK_ERRNO } from '../errors';

/** WeChat runs at most this many calls of one network API at a time. */
export const MAX_IN_FLIGHT = 10;

/** The places for the running calls of one API; calls past the limit wait in order, or fail where `overflow` gives a text. */
export class Slots {
  inFlight = 0;
  maxInFlight = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly overflow: string | undefined) {}

  get queued(): number {
    return this.waiting.length;
  }

  async acquire(signal: AbortSignal): Promise<void> {
    if (this.inFlight >= MAX_IN_FLIGHT) {
      if (this.overflow !== undefined) throw new Failure(this.overflow, { errno: NETWORK_ERRNO.tooManyTasks });
      await this.wait(signal);
    } else {
      this.inFlight++;
    }
    this.maxInFlight = Math.max(this.maxInFlight, this.inFlight);
  }

  /** Hands the place on to the longest waiting call, so that the count never drops in between. */
  release(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.inFlight--;
  }

  private wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        reject(signal.reason as Error);
      };
      this.waiting.push(start);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
