import { callSafely } from '../base/report';
import { argumentError, quoteValue, type CosError } from '../errors';
import type { ProgressEvent } from '../schema/params';
import { toArrayBuffer } from '../base/bytes';
import { countUtf8Bytes } from '../base/utf8';
import { composite } from './composite';
import { ProgressMeter } from './progress-meter';
import type { TransferCall } from './transfer-context';
import { uploadActions, type UploadFileParams, type UploadFileResult } from './upload-file';

/** A file of a batch, as its result and onFileFinish name it: its plain parameters, and which one it was. */
export interface BatchFileInfo {
  /** Position in `files`, from 0 up. */
  Index: number;
  /** Id of the task. */
  TaskId: string;
  Bucket: string;
  Region: string;
  Key: string;
  FilePath?: string;
  [name: string]: unknown;
}

/** How one file of a batch ended. */
export interface BatchFileResult {
  /** Null where the file has arrived. */
  error: CosError | null;
  /** Absent where it has not. */
  data?: UploadFileResult;
  options: BatchFileInfo;
}

export interface UploadFilesParams {
  /** One entry per file, each with the parameters of uploadFile. */
  files: UploadFileParams[];
  /** Larger files go in parts. Bytes. Default: option SliceSize. An entry's own SliceSize wins. */
  SliceSize?: number;
  /** The progress of all files together. */
  onProgress?: (progress: ProgressEvent) => void;
  /** Called when a file is done, with the error or the result. */
  onFileFinish?: (error: CosError | null, data: UploadFileResult | undefined, options: BatchFileInfo) => void;
}

export interface UploadFilesResult {
  /** In the order of the parameter `files`. */
  files: BatchFileResult[];
}

export const batches = {
  /**
   * Uploads many files (批量上传), each as a task of its own. Never rejects for a file that fails: the result tells of each
   * file how it ended, cancelled ones included.
   */
  uploadFiles: composite<UploadFilesParams, UploadFilesResult>(async (params, call) => {
    const given: unknown = params.files;
    if (!Array.isArray(given))
      throw argumentError('missing param files', `It should be an array. Got ${quoteValue(given)}.`);
    const progress = new BatchProgress(params, call);
    // All tasks are in the queue at once, and their sizes are looked up meanwhile.
    const files = await Promise.all(
      params.files.map((file, index) => uploadOne(file, index, { params, call, progress })),
    );
    return { files };
  }, uploadActions),
};

interface Batch {
  readonly params: UploadFilesParams;
  readonly call: TransferCall;
  readonly progress: BatchProgress;
}

async function uploadOne(
  file: UploadFileParams,
  index: number,
  { params, call, progress }: Batch,
): Promise<BatchFileResult> {
  const options = describeFile(file, index);
  const task = {
    ...(params.SliceSize === undefined ? {} : { SliceSize: params.SliceSize }),
    ...file,
    onTaskReady: (taskId: string) => {
      options.TaskId = taskId;
      callSafely(file.onTaskReady, taskId);
    },
    onProgress: (event: ProgressEvent) => {
      progress.report(index, event.loaded, event.total);
      callSafely(file.onProgress, event);
    },
  };
  try {
    const data = (await call.start('uploadFile', task)) as UploadFileResult;
    progress.finish(index);
    callSafely(params.onFileFinish, null, data, options);
    return { error: null, data, options };
  } catch (error) {
    // Tasks fail with nothing else.
    const reason = error as CosError;
    callSafely(params.onFileFinish, reason, undefined, options);
    return { error: reason, options };
  }
}

/** What of the parameters can be shown: no callbacks, no content. */
function describeFile(file: UploadFileParams, Index: number): BatchFileInfo {
  const info: BatchFileInfo = { Index, TaskId: '', Bucket: file.Bucket, Region: file.Region, Key: file.Key };
  Object.entries(file).forEach(([name, value]: [string, unknown]) => {
    if (typeof value !== 'function' && name !== 'Body') info[name] = value;
  });
  return info;
}

/** Sums up the files. One whose size is not known yet counts with what its entry says, or with nothing. */
class BatchProgress {
  private readonly meter: ProgressMeter;
  private readonly files = new Map<number, { loaded: number; total: number }>();
  private loaded = 0;
  private total = 0;

  constructor({ files, onProgress }: UploadFilesParams, { host, options }: TransferCall) {
    this.meter = new ProgressMeter(host.clock, options.ProgressInterval, onProgress);
    files.forEach(({ Body, FilePath, FileSize }, index) => {
      this.count(
        index,
        0,
        typeof Body === 'string' ? countUtf8Bytes(Body) : (toArrayBuffer(Body)?.byteLength ?? FileSize ?? 0),
      );
      // A file that is not there is reported by its own task.
      if (typeof FilePath === 'string' && Body === undefined)
        host.files.stat(FilePath).then(
          ({ size }) => this.count(index, 0, size),
          () => undefined,
        );
    });
  }

  report(index: number, loaded: number, total: number): void {
    this.count(index, loaded, total);
    this.meter.report(this.loaded, this.total);
  }

  finish(index: number): void {
    const { total = 0 } = this.files.get(index) ?? {};
    this.report(index, total, total);
  }

  private count(index: number, loaded: number, total: number): void {
    const before = this.files.get(index) ?? { loaded: 0, total: 0 };
    // A size that is looked up late must not undo what was reported meanwhile.
    const now = { loaded: Math.max(before.loaded, loaded), total };
    this.loaded += now.loaded - before.loaded;
    this.total += now.total - before.total;
    this.files.set(index, now);
  }
}
