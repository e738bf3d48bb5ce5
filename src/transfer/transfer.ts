import type { CosError } from '../errors';
import type { ClientContext } from '../http/client-context';
import type { ProgressEvent } from '../schema/params';
import type { TaskRun } from './task-run';

/** States of a task: `waiting` in the queue, `checking` its file, `uploading`, and how it ended or rests. */
export type UploadTaskState = 'waiting' | 'checking' | 'uploading' | 'paused' | 'success' | 'error' | 'canceled';

/** One row of getTaskList and of the `list-update` event. */
export interface UploadTask {
  /** For pauseTask, restartTask and cancelTask. */
  readonly id: string;
  readonly Bucket: string;
  readonly Region: string;
  readonly Key: string;
  /** Empty where a Body is uploaded. */
  readonly FilePath: string;
  readonly state: UploadTaskState;
  /** Bytes sent. */
  readonly loaded: number;
  /** Bytes in all; 0 until the file is checked. */
  readonly size: number;
  /** Bytes per second. */
  readonly speed: number;
  /** Sent, from 0 to 1. */
  readonly percent: number;
  /** Hashed, from 0 to 1. */
  readonly hashPercent: number;
  /** Why the task is in state `error`, else null. */
  readonly error: CosError | null;
}

/** A method that takes more than one request, or reads files: it runs as a task of the queue. */
export interface Transfer<P, R> {
  /** Rejects with `CosError`, or with `StoppedError` when the task is paused or canceled. */
  readonly run: (params: P, run: TaskRun, context: ClientContext) => Promise<R>;
  /** Only for the types: there is never a value. */
  readonly types?: (params: P) => R;
}

export const transfer = <P, R>(run: Transfer<P, R>['run']): Transfer<P, R> => ({ run });

/** What every upload task accepts. */
export interface TaskParams {
  /** Called at once with the id for pauseTask, restartTask and cancelTask. */
  onTaskReady?: (taskId: string) => void;
  /** Same as `onTaskReady`. */
  TaskReady?: (taskId: string) => void;
  /** Called when the task leaves the queue and begins. */
  onTaskStart?: (task: UploadTask) => void;
  /** Called while bytes are sent, at most once per ProgressInterval, and at the end. */
  onProgress?: (progress: ProgressEvent) => void;
  /** True runs the upload at once, outside the queue: it cannot be paused. Default false. */
  SkipTask?: boolean;
}

// The entries differ in their parameter types; whoever runs them passes the caller's parameters on as they are.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTransfer = Transfer<any, unknown>;
export type TransferTable = Readonly<Record<string, AnyTransfer>>;
