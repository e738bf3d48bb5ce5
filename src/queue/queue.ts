import type { Clock } from '../base/clock';
import { callSafely, reportLater } from '../base/report';
import { StoppedError, type StopReason } from '../base/signal';
import { CosError } from '../errors';
import { ActiveRun } from './active-run';
import { Coalescer } from './coalescer';
import type { TaskRow } from './snapshot';
import type { TaskEvent } from './state';
import { Task, type TaskSpec } from './task';

export interface QueueOptions<Info extends object> {
  readonly clock: Clock;
  readonly progressIntervalMs: number;
  /** Tasks that run at a time; asked before each start. */
  readonly limit: () => number;
  /** Tasks in the list. Those that have ended for good leave it first; unfinished ones never do. */
  readonly maxTasks: number;
  /** A task has ended well. */
  readonly onDone: (sizeBytes: number) => void;
  /** Rows that are new or have changed since the last call. */
  readonly onRows: (rows: readonly TaskRow<Info>[]) => void;
}

/** So often a list on a page is redrawn at most. */
const rowSpacingMs = 100;

/** Runs tasks, a few at a time, in order of arrival. Its rules are the table in `state.ts`. */
export class TaskQueue<Info extends object> {
  private readonly tasks = new Map<string, Task<Info>>();
  private readonly waiting = new Set<Task<Info>>();
  /** Stopped runs that have not come to their end yet included. */
  private readonly running = new Set<Task<Info>>();
  private readonly ended = new Set<Task<Info>>();
  private readonly changed = new Set<Task<Info>>();
  private readonly publishing: Coalescer;
  private lastId = 0;
  private readonly idPrefix: string;

  constructor(private readonly options: QueueOptions<Info>) {
    this.publishing = new Coalescer(options.clock, () => this.publish());
    this.idPrefix = options.clock.random().toString(36).slice(2, 10);
  }

  /** Registers a task at once; it runs when its turn comes. */
  add(spec: TaskSpec<Info>): Promise<unknown> {
    this.lastId += 1;
    const task = new Task(`${this.idPrefix}-${this.lastId}`, spec);
    this.tasks.set(task.id, task);
    this.waiting.add(task);
    this.rowChanged(task);
    callSafely(() => spec.onReady?.(task.id));
    this.trim();
    this.fill();
    return task.outcome.get();
  }

  has(id: string): boolean {
    return this.tasks.has(id);
  }

  list(): TaskRow<Info>[] {
    return Array.from(this.tasks.values(), (task) => task.getRow());
  }

  /** Whether a task waits or runs. */
  isBusy(): boolean {
    return this.waiting.size + this.running.size > 0;
  }

  pause(id: string): boolean {
    return this.halt(id, 'pause', 'paused');
  }

  cancel(id: string): boolean {
    const task = this.tasks.get(id);
    if (!task || !this.halt(id, 'cancel', 'canceled')) return false;
    task.outcome.settle(() => {
      throw new CosError({ code: 'Canceled', message: 'The task was canceled.' });
    });
    if (!task.run) this.discard(task);
    this.fill();
    return true;
  }

  restart(id: string): boolean {
    const task = this.tasks.get(id);
    if (!task) return false;
    const hadFailed = task.state === 'error';
    if (!task.apply('restart', { error: null })) return false;
    if (hadFailed) task.outcome.reopen();
    this.rowChanged(task);
    // Where the stopped run has not ended yet, its end brings the task back in line.
    if (!task.run) this.waiting.add(task);
    this.fill();
    return true;
  }

  private halt(id: string, event: TaskEvent, reason: StopReason): boolean {
    const task = this.tasks.get(id);
    if (!task?.apply(event, { speed: 0 })) return false;
    this.waiting.delete(task);
    this.rowChanged(task);
    task.run?.stop(reason);
    return true;
  }

  private fill(): void {
    for (const task of this.waiting) {
      if (this.running.size >= this.options.limit()) return;
      this.waiting.delete(task);
      void this.execute(task);
    }
  }

  private async execute(task: Task<Info>): Promise<void> {
    const { clock, progressIntervalMs } = this.options;
    const run = new ActiveRun(task, { clock, progressIntervalMs, rowChanged: () => this.rowChanged(task) });
    task.run = run;
    this.running.add(task);
    task.apply('start');
    this.rowChanged(task);
    callSafely(() => task.spec.onStart?.(task.getRow()));
    const settle = await this.runJob(task, run);
    this.running.delete(task);
    task.run = undefined;
    if (!run.signal.reason) {
      run.finish();
      settle();
    } else if (task.state === 'canceled') this.discard(task);
    else if (task.state === 'waiting') this.waiting.add(task);
    this.trim();
    this.fill();
  }

  /** Does the work; returns what is to follow unless the run was stopped meanwhile. */
  private async runJob(task: Task<Info>, run: ActiveRun<Info>): Promise<() => void> {
    try {
      run.signal.throwIfStopped();
      const value = await task.spec.job(run);
      return () => this.succeed(task, value);
    } catch (error) {
      return () => this.fail(task, error);
    }
  }

  private succeed(task: Task<Info>, value: unknown): void {
    const { spec, size } = task;
    task.apply('succeed', { loaded: size, speed: 0 });
    this.end(task);
    task.outcome.settle(() => value);
    callSafely(() => spec.onSettled?.(null, value));
    this.options.onDone(size);
  }

  private fail(task: Task<Info>, reason: unknown): void {
    const { spec } = task;
    const error = reason instanceof CosError ? reason : unexpected(reason);
    task.apply('fail', { error, speed: 0 });
    this.rowChanged(task);
    task.outcome.settle(() => {
      throw error;
    });
    callSafely(() => spec.onSettled?.(error));
  }

  private discard(task: Task<Info>): void {
    const { spec } = task;
    this.end(task);
    callSafely(() => spec.onDiscard?.());
  }

  private end(task: Task<Info>): void {
    this.ended.add(task);
    task.releaseJob();
    this.rowChanged(task);
  }

  private trim(): void {
    for (const task of this.ended) {
      if (this.tasks.size <= this.options.maxTasks) return;
      this.ended.delete(task);
      this.tasks.delete(task.id);
    }
  }

  private rowChanged(task: Task<Info>): void {
    this.changed.add(task);
    this.publishing.request(rowSpacingMs);
  }

  private publish(): void {
    const rows = Array.from(this.changed, (task) => task.getRow());
    this.changed.clear();
    this.options.onRows(rows);
  }
}

/** Only a bug, or a platform that breaks its own rules, fails with anything else: it is shown, and does not end in silence. */
function unexpected(reason: unknown): CosError {
  if (!(reason instanceof StoppedError)) reportLater(reason);
  const text = reason instanceof Error ? reason.message : String(reason);
  return new CosError({ code: 'UnexpectedError', message: `The task failed unexpectedly: ${text}`, cause: reason });
}
