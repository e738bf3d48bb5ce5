import type { TaskRun } from '../base/task-run';
import type { ProgressEvent } from '../schema/params';
import type { TransferContext } from './transfer-context';

/** A method that takes more than one request, or reads files: it is more than an operation. */
export interface Transfer<P, R> {
  /** Rejects with `CosError`, or with `StoppedError` when the task is paused or canceled. */
  readonly run: (params: P, run: TaskRun, context: TransferContext) => Promise<R>;
  /** Called once when the task was canceled and its run has ended: gives up what an unfinished run left on the server. */
  readonly discard?: (params: P, context: TransferContext) => void;
  /** Downloads run beside uploads, in a queue of their own. */
  readonly lane?: 'download';
  /** Only for the types: there is never a value. */
  readonly types?: (params: P) => R;
}

export const transfer = <P, R>(run: Transfer<P, R>['run'], more?: Partial<Transfer<P, R>>): Transfer<P, R> => ({
  run,
  ...more,
});

/** What every upload accepts. */
export interface UploadEvents {
  /** Called while bytes are sent, at most once per ProgressInterval, and at the end. */
  onProgress?: (progress: ProgressEvent) => void;
}

// The entries differ in their parameter types; whoever runs them passes the caller's parameters on as they are.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyTransfer = Transfer<any, unknown>;
export type TransferTable = Readonly<Record<string, AnyTransfer>>;
