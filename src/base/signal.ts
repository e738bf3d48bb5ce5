/** Why running work is stopped: `paused` keeps what is done for later, `canceled` gives it up. */
export type StopReason = 'paused' | 'canceled';

/** Thrown by work that notices it has been stopped. It never reaches the user: whoever stopped the work says what follows. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
  constructor(readonly reason: StopReason) {
    super(reason);
    // Old engines build errors with the base prototype; `instanceof` must still work.
    Object.setPrototypeOf(this, StoppedError.prototype);
  }
}

/** What running code sees: it can ask, throw, or subscribe; it cannot stop anything. */
export interface StopSignal {
  readonly reason: StopReason | undefined;
  throwIfStopped(): void;
  /** Calls `listener` once when stopped (at once if that has happened). Returns the unsubscribe function: call it when the work is over. */
  onStop(listener: (reason: StopReason) => void): () => void;
}

const nothing = (): void => undefined;

/** A signal for work that nobody can stop. */
export const neverStops: StopSignal = { reason: undefined, throwIfStopped: nothing, onStop: () => nothing };

export class StopSource implements StopSignal {
  private stopped: StopReason | undefined;
  private readonly listeners = new Set<(reason: StopReason) => void>();

  get reason(): StopReason | undefined {
    return this.stopped;
  }

  stop(reason: StopReason): void {
    if (this.stopped) return;
    this.stopped = reason;
    const listeners = Array.from(this.listeners);
    this.listeners.clear();
    listeners.forEach((listener) => listener(reason));
  }

  throwIfStopped(): void {
    if (this.stopped) throw new StoppedError(this.stopped);
  }

  onStop(listener: (reason: StopReason) => void): () => void {
    if (this.stopped) {
      listener(this.stopped);
      return nothing;
    }
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }
}
