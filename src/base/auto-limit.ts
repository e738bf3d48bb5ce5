const most = 8;
/** Smaller differences in throughput are noise. */
const noise = 0.1;

/**
 * Finds how many transfers at a time a line gains from: more as long as the throughput grows with them, fewer when it
 * falls. WeChat runs at most 10 requests, and the app needs some of them.
 */
export class AutoLimit {
  private limit = 4;
  private step = 4;
  private bytes = 0;
  private count = 0;
  private startMs: number | undefined;
  private lastRate = 0;

  current(): number {
    return this.limit;
  }

  /** A transfer has ended. */
  record(bytes: number, nowMs: number): void {
    this.startMs ??= nowMs;
    this.bytes += bytes;
    this.count += 1;
    const elapsedMs = nowMs - this.startMs;
    // Twice through all places, so that each was measured with all others in use.
    if (this.count < this.limit * 2 || elapsedMs <= 0) return;
    this.adjust(this.bytes / elapsedMs);
    this.startMs = nowMs;
    this.bytes = 0;
    this.count = 0;
  }

  /** Something did not arrive in time. */
  slowDown(): void {
    this.limit = Math.max(1, Math.floor(this.limit / 2));
    this.step = 1;
    this.lastRate = 0;
  }

  private adjust(rate: number): void {
    if (rate < this.lastRate * (1 - noise)) this.step = this.step > 0 ? -1 : 1;
    else if (rate < this.lastRate * (1 + noise)) this.step = 0;
    // The line may have changed: look again once in a while.
    else if (this.step === 0) this.step = 1;
    this.limit = Math.min(most, Math.max(1, this.limit + this.step));
    this.lastRate = rate;
  }
}
