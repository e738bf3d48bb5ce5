import type { TaskRun } from '../base/task-run';
import type { TransferCall, TransferContext } from './transfer-context';

/** The requests of one run of a task: they stop with it, and wait while the app is in the background or offline. */
export const taskCall = (context: TransferContext, run: TaskRun): TransferCall => ({
  ...context,
  signal: run.signal,
  isPatient: true,
});
