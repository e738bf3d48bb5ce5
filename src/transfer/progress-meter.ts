import type { Clock } from '../base/clock';
import { callSafely } from '../base/report';
import { SpeedMeter } from '../base/speed-meter';
import type { ProgressEvent } from '../schema/params';

/** Tells the app how far something is, at most once per interval, and in any case at the end. */
export class ProgressMeter {
  private readonly speed: SpeedMeter;
  private lastLoaded = -1;
  private lastMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly intervalMs: number,
    private readonly onProgress: ((event: ProgressEvent) => void) | undefined,
  ) {
    this.speed = new SpeedMeter(clock);
    this.lastMs = clock.now();
  }

  report(loaded: number, total: number): void {
    const nowMs = this.clock.now();
    const speed = this.speed.measure(loaded);
    const isEnd = loaded >= total && loaded !== this.lastLoaded;
    if (!isEnd && nowMs - this.lastMs < this.intervalMs) return;
    this.lastLoaded = loaded;
    this.lastMs = nowMs;
    const percent = total > 0 ? Math.floor((loaded / total) * 100) / 100 : 1;
    callSafely(this.onProgress, { loaded, total, speed, percent });
  }
}
