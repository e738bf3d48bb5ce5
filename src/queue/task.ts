import type { TaskRun } from '../base/task-run';
import type { CosError } from '../errors';
import type { ActiveRun } from './active-run';
import { Outcome } from './outcome';
import { createStatus, formatRow, type TaskRow, type TaskStatus } from './snapshot';
import { nextState, type TaskEvent, type TaskState } from './state';

/** What is to be done. A callback that throws breaks nothing here. */
export interface TaskSpec<Info extends object> {
  /** Shown in every row of the task. */
  readonly info: Info;
  /** Called for each run; rejects with anything (`StoppedError` for one) when it is stopped. */
  job(run: TaskRun): Promise<unknown>;
  /** Called in `add`: the task can be paused or canceled at once. */
  onReady?(id: string): void;
  /** Called whenever a run begins. */
  onStart?(row: TaskRow<Info>): void;
  /** Called when bytes were sent, at most once per progress interval, and at the end. */
  onProgress?(row: TaskRow<Info>): void;
  /** Called while the content is hashed. */
  onHash?(row: TaskRow<Info>): void;
  /** Called for a success, and for each failure (a failed task may be restarted); never for a cancellation. */
  onSettled?(error: CosError | null, value?: unknown): void;
  /** Called once when the task was canceled and no run of it is left. */
  onDiscard?(): void;
}

export class Task<Info extends object> {
  outcome = new Outcome<unknown>();
  /** The latest run until it has come to its end, which a stopped one reaches a little later. */
  run: ActiveRun<Info> | undefined;
  private readonly status = createStatus();
  private row: TaskRow<Info> | undefined;

  constructor(
    readonly id: string,
    public spec: TaskSpec<Info>,
  ) {}

  get state(): TaskState {
    return this.status.state;
  }

  get loaded(): number {
    return this.status.loaded;
  }

  get size(): number {
    return this.status.size;
  }

  change(changes: Partial<TaskStatus>): void {
    Object.assign(this.status, changes);
    this.row = undefined;
  }

  /** @returns false, and changes nothing, where the event makes no sense now. */
  apply(event: TaskEvent, changes: Partial<TaskStatus> = {}): boolean {
    const state = nextState(this.state, event);
    if (state) this.change({ ...changes, state });
    return state !== undefined;
  }

  /** The same object until something changes. */
  getRow(): TaskRow<Info> {
    return (this.row ??= formatRow(this.id, this.spec.info, this.status));
  }

  /** A task that has ended for good stays in the list, but the content it was to send need not stay in memory. */
  releaseJob(): void {
    this.spec = { info: this.spec.info, job: () => Promise.reject(new Error('A task that has ended was run.')) };
  }
}
