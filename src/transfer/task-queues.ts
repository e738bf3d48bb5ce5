import { AutoLimit } from '../base/auto-limit';
import type { CosError } from '../errors';
import { TaskQueue } from '../queue/queue';
import type { TaskRow } from '../queue/snapshot';
import { runAsTask, type TaskParams } from './run-task';
import { runDirectly } from './run-directly';
import type { AnyTransfer, TaskInfo } from './transfer';
import type { TransferContext } from './transfer-context';

/** A task in lists and events: a snapshot, replaced by another one whenever something changes. */
export type CosTask = TaskRow<TaskInfo>;

export interface QueueEvents {
  /** Uploads were added or have changed: all of them, in order of arrival. At most ten times a second. */
  'list-update': { list: readonly CosTask[] };
  /** Same as `list-update`. */
  'task-list-update': { list: readonly CosTask[] };
  /** One task, upload or download, is new or has changed. */
  'task-update': CosTask;
}

/** Those who listen to a client. */
interface Listeners {
  has(event: keyof QueueEvents): boolean;
  emit<Name extends keyof QueueEvents>(event: Name, value: QueueEvents[Name]): void;
}

const downloadsAtATime = 3;

/** The tasks of one client: uploads, and beside them downloads, which no upload has to wait for. */
export class TaskQueues {
  private readonly uploads: TaskQueue<TaskInfo>;
  private readonly downloads: TaskQueue<TaskInfo>;

  constructor(
    private readonly context: TransferContext,
    private readonly events: Listeners,
  ) {
    const auto = new AutoLimit();
    const { clock } = context.host;
    const { options } = context;
    this.uploads = this.createQueue(
      () => (options.FileParallelLimit === 'auto' ? auto.current() : Math.max(1, options.FileParallelLimit)),
      (sizeBytes) => auto.record(sizeBytes, clock.now()),
      () => this.emitList(),
    );
    this.downloads = this.createQueue(() => downloadsAtATime);
  }

  run(
    transfer: AnyTransfer,
    params: TaskParams,
    callback?: (error: CosError | null, value?: unknown) => void,
  ): Promise<unknown> {
    const queue = transfer.lane === 'download' ? this.downloads : this.uploads;
    return runAsTask(transfer, params, this.context, { queue, ...(callback ? { callback } : {}) });
  }

  runDirectly(transfer: AnyTransfer, params: TaskParams): Promise<unknown> {
    return runDirectly(transfer, params, this.context);
  }

  list(): CosTask[] {
    return this.uploads.list();
  }

  isUploading(): boolean {
    return this.uploads.isBusy();
  }

  /** The queue that the task is in; an unknown id is in neither. */
  of(id: string): TaskQueue<TaskInfo> {
    return this.downloads.has(id) ? this.downloads : this.uploads;
  }

  private createQueue(limit: () => number, onDone?: (sizeBytes: number) => void, onChange?: () => void) {
    const { host, options } = this.context;
    return new TaskQueue<TaskInfo>({
      clock: host.clock,
      progressIntervalMs: options.ProgressInterval,
      limit,
      maxTasks: options.UploadQueueSize,
      onDone: onDone ?? (() => undefined),
      onRows: (rows) => {
        rows.forEach((row) => this.events.emit('task-update', row));
        onChange?.();
      },
    });
  }

  /** A list of thousands of rows is built for those only who look at it. */
  private emitList(): void {
    (['list-update', 'task-list-update'] as const).forEach((event) => {
      if (this.events.has(event)) this.events.emit(event, { list: this.list() });
    });
  }
}
