import type { Clock } from '../base/clock';
import { callSafely } from '../base/report';
import type { ProgressEvent } from '../schema/params';

/** Tells the app how far an upload is, at most once per interval, and in any case at the end. */
export class ProgressMeter {
  private total = 0;
  private lastLoaded = 0;
  private lastMs: number;
  private isComplete = false;

  constructor(
    private readonly clock: Clock,
    private readonly intervalMs: number,
    private readonly onProgress: ((event: ProgressEvent) => void) | undefined,
  ) {
    this.lastMs = clock.now();
  }

  start(totalBytes: number): void {
    this.total = totalBytes;
    this.lastMs = this.clock.now();
  }

  report(loaded: number): void {
    const nowMs = this.clock.now();
    const elapsedMs = nowMs - this.lastMs;
    const isEnd = loaded >= this.total;
    if (this.isComplete || (!isEnd && elapsedMs < this.intervalMs)) return;
    const speed = elapsedMs > 0 ? Math.round(((loaded - this.lastLoaded) * 1000) / elapsedMs) : 0;
    this.isComplete = isEnd;
    this.lastLoaded = loaded;
    this.lastMs = nowMs;
    const percent = this.total > 0 ? Math.floor((loaded / this.total) * 100) / 100 : 1;
    callSafely(this.onProgress, { loaded, total: this.total, speed, percent });
  }
}
