import { fileError } from '../errors';
import { buildDraft } from '../http/build';
import { callOperation } from '../http/call';
import { checkCount } from '../http/check-params';
import { object, type GetObjectResult } from '../operations/object';
import type { EncryptionParams, ObjectParams, ResponseInfo, VersionParams } from '../schema/params';
import type { TaskRun } from '../base/task-run';
import { Checkpoints } from './checkpoints';
import { statFile } from './local-file';
import { discardPart, downloadRanges, type DownloadJob } from './range-download';
import { taskCall } from './task-call';
import { transfer, type TaskEvents } from './transfer';
import type { TransferContext } from './transfer-context';

export interface DownloadFileParams extends ObjectParams, VersionParams, EncryptionParams, TaskEvents {
  /** Where the file shall be, below `wx.env.USER_DATA_PATH`. Default: there, under the last part of the key. */
  FilePath?: string;
  /** Bytes of one request, from 1 up. Default: option ChunkSize. */
  ChunkSize?: number;
  /** Requests at the same time, from 1 up. Default: option ChunkParallelLimit, 3 for `'auto'`. */
  ParallelLimit?: number;
  /** How often at least a request is repeated after a passing fault. Default: option ChunkRetryTimes. */
  RetryTimes?: number;
  /** Speed limit of each request in bit/s, 819,200 to 838,860,800. */
  TrafficLimit?: number | string;
}

export interface DownloadFileResult extends ResponseInfo {
  /** With its quotes. */
  ETag: string;
  /** Where the file is. */
  FilePath: string;
}

type Params = Readonly<Record<string, unknown>>;

export const downloads = {
  /**
   * Downloads an object into a file (下载对象到文件), large ones in several requests at a time. Can be paused, and goes on
   * where it was when it is called again. The file appears under its name when it is complete and checked.
   * @see https://cloud.tencent.com/document/product/436/7753
   */
  downloadFile: transfer<DownloadFileParams, DownloadFileResult>(
    async (params, run, context) => {
      const job = planDownload(params, context);
      const { options, host } = context;
      const retries = params.RetryTimes === undefined ? {} : { ChunkRetryTimes: params.RetryTimes };
      const call = { ...taskCall(context, run), options: { ...options, ...retries } };
      if (!host.files.openForWrite) return downloadWhole(job, run, context);
      const { ETag, headers, statusCode, ...info } = await downloadRanges(job, run, call);
      return { ...info, statusCode, headers, ETag, FilePath: job.target };
    },
    ['GetObject', 'HeadObject'],
    {
      lane: 'download',
      discard: (params, context) => void discardPart(planDownload(params, context), context),
    },
  ),
};

/** Checks the parameters before anything is sent or written. */
function planDownload(params: DownloadFileParams, context: TransferContext): DownloadJob {
  const { options, host } = context;
  ['ChunkSize', 'ParallelLimit'].forEach((name) => checkCount(params as unknown as Params, name));
  const request = { ...params, DataType: 'arraybuffer' };
  const { Bucket, Region, Key } = buildDraft('downloadFile', object.getObject, { ...request }, context);
  const name = Key.split('/').pop() ?? '';
  const target = params.FilePath ?? `${host.files.userFolder ?? ''}/${name || 'download'}`;
  const limit = params.ParallelLimit ?? options.ChunkParallelLimit;
  return {
    request,
    target,
    partFile: `${target}.cos-part`,
    recordId: Checkpoints.idOf('download', Bucket, Region, Key, String(params.VersionId), target),
    rangeBytes: Math.floor(params.ChunkSize ?? options.ChunkSize),
    rangesAtATime: limit === 'auto' ? 3 : limit,
  };
}

/** Where files cannot be written in place (base libraries before 2.16.1), the platform downloads all of it, up to 200 MB. */
async function downloadWhole(
  { request, target }: DownloadJob,
  run: TaskRun,
  context: TransferContext,
): Promise<DownloadFileResult> {
  const params = { ...request, DataType: 'text', Output: target };
  const answer = await callOperation('downloadFile', object.getObject, params, taskCall(context, run));
  // It declares these fields; Body is empty, as Output took it.
  const result = answer as unknown as GetObjectResult & ResponseInfo;
  const { size } = await statFile(context.host.files, target);
  const expected = Number(result.headers['content-length'] ?? size);
  if (size !== expected) throw fileError(`${target} has ${size} bytes, the object has ${expected}: download it again.`);
  run.enterTransfer(size, size);
  const { statusCode, headers, ETag = '' } = result;
  return { statusCode, headers, ETag, FilePath: target };
}
