import type { TaskRun } from '../base/task-run';
import type { TaskRow } from '../queue/snapshot';
import type { ProgressEvent } from '../schema/params';
import type { TransferContext } from './transfer-context';

/** A method that takes more than one request, or reads files: it is more than an operation. */
export interface Transfer<P, R> {
  /** Rejects with `CosError`, or with `StoppedError` when the task is paused or canceled. */
  readonly run: (params: P, run: TaskRun, context: TransferContext) => Promise<R>;
  /** The CAM actions of its requests, without `name/cos:`. */
  readonly actions: readonly string[];
  /** Called once when the task was canceled and its run has ended: gives up what an unfinished run left on the server. */
  readonly discard?: (params: P, context: TransferContext) => void;
  /** Downloads run beside uploads, in a queue of their own. */
  readonly lane?: 'download';
  /** Only for the types: there is never a value. */
  readonly types?: (params: P) => R;
}

export const transfer = <P, R>(
  run: Transfer<P, R>['run'],
  actions: readonly string[],
  more?: Pick<Transfer<P, R>, 'discard' | 'lane'>,
): Transfer<P, R> => ({ run, actions, ...more });

/** What an upload is, while it is in the queue: a row of `getTaskList()` and of the events. */
export interface TaskInfo {
  readonly Bucket: string;
  readonly Region: string;
  readonly Key: string;
  /** `''` where the content comes from memory. */
  readonly FilePath: string;
}

/** What every task accepts. */
export interface TaskEvents {
  /** Called at once, with the id that pauseTask, restartTask and cancelTask take. */
  onTaskReady?: (taskId: string) => void;
  /** Older name of onTaskReady. */
  TaskReady?: (taskId: string) => void;
  /** Called when the task begins to run: after waiting, and again after each restart. */
  onTaskStart?: (task: TaskRow<TaskInfo>) => void;
  /** Called while bytes are sent, at most once per ProgressInterval, and at the end. */
  onProgress?: (progress: ProgressEvent) => void;
}

/** What every upload accepts. */
export interface UploadEvents extends TaskEvents {
  /** Called while the content is hashed, where a hash is needed before it is sent. */
  onHashProgress?: (progress: ProgressEvent) => void;
  /** True runs beside the queue: at once, never paused, never in the list. Default false. */
  SkipTask?: boolean;
}

// The entries differ in their parameter types; whoever runs them passes the caller's parameters on as they are.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTransfer = Transfer<any, unknown>;
export type TransferTable = Readonly<Record<string, AnyTransfer>>;
