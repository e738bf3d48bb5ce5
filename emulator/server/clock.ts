/** The server's clock: real time plus an offset that tests may set. */
export class Clock {
  private offsetMs = 0;

  get offset(): number {
    return this.offsetMs;
  }

  setOffset(offsetMs: number): void {
    if (!Number.isFinite(offsetMs))
      throw new Error(`The clock offset must be a number of milliseconds, got ${offsetMs}`);
    this.offsetMs = offsetMs;
  }

  nowMs(): number {
    return Date.now() + this.offsetMs;
  }

  nowIso(): string {
    return new Date(this.nowMs()).toISOString();
  }
}
