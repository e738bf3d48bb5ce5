import type { Clock } from '../base/clock';

/** Joins many changes into few actions: the first at the end of the current tick, the next ones at a distance in time. */
export class Coalescer {
  private timer: { dueAt: number; cancel: () => void } | undefined;
  private lastAt = -Infinity;

  constructor(
    private readonly clock: Clock,
    private readonly action: () => void,
  ) {}

  /** Has the action run at least `spacingMs` after it ran last. An earlier time that was asked for stays. */
  request(spacingMs: number): void {
    const now = this.clock.now();
    // The phone's clock may be set back; then the distance counts from now.
    const dueAt = Math.min(now + spacingMs, Math.max(now, this.lastAt + spacingMs));
    if (this.timer && this.timer.dueAt <= dueAt) return;
    this.stop();
    const cancel = this.clock.after(dueAt - now, () => {
      this.timer = undefined;
      this.lastAt = this.clock.now();
      this.action();
    });
    this.timer = { dueAt, cancel };
  }

  stop(): void {
    this.timer?.cancel();
    this.timer = undefined;
  }
}
