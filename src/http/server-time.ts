import type { Clock } from '../base/clock';

/** Smaller differences are the travel time of the answer; COS itself tolerates minutes. */
const minCorrectionMs = 30000;

/** The server's clock, learnt from its answers: phones may be hours off, and COS refuses signatures of another time. */
export class ServerTime {
  constructor(
    private readonly clock: Clock,
    /** Milliseconds to add to the phone's clock. */
    public offsetMs: number,
    private readonly isCorrecting: boolean,
  ) {}

  nowMs(): number {
    return this.clock.now() + this.offsetMs;
  }

  /** Compares with the Date header of an answer, and corrects the offset. */
  learn(dateHeader: string | undefined): void {
    const serverMs = dateHeader ? Date.parse(dateHeader) : NaN;
    if (!this.isCorrecting || isNaN(serverMs) || Math.abs(serverMs - this.nowMs()) < minCorrectionMs) return;
    this.offsetMs = serverMs - this.clock.now();
  }
}
