import { callSafely } from '../base/report';
import type { CosError } from '../errors';
import type { TaskQueue } from '../queue/queue';
import type { TaskRow } from '../queue/snapshot';
import type { ProgressEvent } from '../schema/params';
import type { AnyTransfer, TaskInfo, UploadEvents } from './transfer';
import type { TransferContext } from './transfer-context';

/** Parameters that every transfer has, whatever callers without types may pass. */
export type TaskParams = UploadEvents & Partial<Record<keyof TaskInfo, unknown>>;

interface TaskPlace {
  readonly queue: TaskQueue<TaskInfo>;
  readonly callback?: (error: CosError | null, value?: unknown) => void;
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

const toProgress = ({ loaded, size, speed, percent }: TaskRow<TaskInfo>): ProgressEvent => ({
  loaded,
  total: size,
  speed,
  percent: size > 0 ? Math.floor(percent * 100) / 100 : 1,
});

const toHashProgress = ({ hashPercent, size }: TaskRow<TaskInfo>): ProgressEvent => ({
  loaded: Math.floor(size * hashPercent),
  total: size,
  speed: 0,
  percent: hashPercent,
});

/** Puts a transfer into the queue. A callback hears of each success and failure, and nothing of a cancellation. */
export function runAsTask(
  transfer: AnyTransfer,
  params: TaskParams,
  context: TransferContext,
  { queue, callback }: TaskPlace,
): Promise<unknown> {
  const outcome = queue.add({
    info: {
      Bucket: toText(params.Bucket),
      Region: toText(params.Region),
      Key: toText(params.Key),
      FilePath: toText(params.FilePath),
    },
    job: async (run) => {
      const endWatch = context.presence.watch();
      try {
        return await transfer.run(params, run, context);
      } finally {
        endWatch();
      }
    },
    onReady: (id) => {
      callSafely(params.onTaskReady, id);
      callSafely(params.TaskReady, id);
    },
    onStart: (row) => params.onTaskStart?.(row),
    onProgress: (row) => params.onProgress?.(toProgress(row)),
    onHash: (row) => params.onHashProgress?.(toHashProgress(row)),
    // Existing callbacks know success as one argument pair and failure as one argument.
    onSettled: (error, value) => (error ? callback?.(error) : callback?.(null, value)),
    onDiscard: () => transfer.discard?.(params, context),
  });
  // Whoever gave a callback hears of failures there.
  if (callback) outcome.catch(() => undefined);
  return outcome;
}
