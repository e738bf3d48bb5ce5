import type { Clock } from '../base/clock';
import { callSafely } from '../base/report';
import { StopSource, type StopReason } from '../base/signal';
import { SpeedMeter } from '../base/speed-meter';
import type { TaskRun } from '../base/task-run';
import { Coalescer } from './coalescer';
import type { TaskStatus } from './snapshot';
import type { Task } from './task';

export interface RunContext {
  readonly clock: Clock;
  readonly progressIntervalMs: number;
  /** The row of the task is another one. */
  readonly rowChanged: () => void;
}

/** One attempt at a task. Once stopped it never speaks again, whatever its job still does. */
export class ActiveRun<Info extends object> implements TaskRun {
  readonly signal = new StopSource();
  private readonly speed: SpeedMeter;
  private readonly publishing: Coalescer;
  private publishedLoaded: number | undefined;
  private publishedHash = 0;

  constructor(
    private readonly task: Task<Info>,
    private readonly context: RunContext,
  ) {
    this.speed = new SpeedMeter(context.clock);
    this.publishing = new Coalescer(context.clock, () => this.publish());
  }

  enterTransfer(sizeBytes: number, resumedBytes = 0): void {
    if (this.signal.reason) return;
    const sizes = { size: sizeBytes, loaded: resumedBytes, speed: this.speed.measure(resumedBytes) };
    // A job that starts over inside one run enters again.
    if (this.task.apply('transfer', sizes)) this.context.rowChanged();
    else this.report(sizes);
  }

  reportProgress(loaded: number): void {
    this.report({ loaded, speed: this.speed.measure(loaded) });
  }

  reportHash(percent: number): void {
    this.report({ hashPercent: percent });
  }

  stop(reason: StopReason): void {
    this.publishing.stop();
    this.signal.stop(reason);
  }

  /** The job is done: what it reported last is told now. */
  finish(): void {
    this.publishing.stop();
    if (this.publishedLoaded !== this.task.loaded) this.publish();
  }

  private report(changes: Partial<TaskStatus>): void {
    if (this.signal.reason) return;
    this.task.change(changes);
    this.publishing.request(this.context.progressIntervalMs);
  }

  private publish(): void {
    const { task } = this;
    const row = task.getRow();
    const hasHashed = row.hashPercent !== this.publishedHash;
    const hasMoved = row.loaded !== this.publishedLoaded;
    this.publishedHash = row.hashPercent;
    this.publishedLoaded = row.loaded;
    this.context.rowChanged();
    if (hasHashed) callSafely(() => task.spec.onHash?.(row));
    if (hasMoved) callSafely(() => task.spec.onProgress?.(row));
  }
}
