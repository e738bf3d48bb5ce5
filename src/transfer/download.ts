import { buildDraft } from '../http/build';
import { checkCount } from '../http/check-params';
import { object } from '../operations/object';
import type { EncryptionParams, ObjectParams, ResponseInfo, VersionParams } from '../schema/params';
import { Checkpoints } from './checkpoints';
import { discardDownload, partFileOf, withOwnPart } from './download-part';
import { downloadWhole } from './download-whole';
import { downloadRanges, type DownloadJob } from './range-download';
import { taskCall } from './task-call';
import { transfer, type TaskEvents } from './transfer';
import type { TransferContext } from './transfer-context';

export interface DownloadFileParams extends ObjectParams, VersionParams, EncryptionParams, TaskEvents {
  /** Where the file shall be, below `wx.env.USER_DATA_PATH`. Default: a path there that ends with the last part of the key. */
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
      const { options, host } = context;
      const retries = params.RetryTimes === undefined ? {} : { ChunkRetryTimes: params.RetryTimes };
      const call = { ...taskCall(context, run), options: { ...options, ...retries } };
      const receive = host.files.openForWrite ? downloadRanges : downloadWhole;
      return withOwnPart(planDownload(params, context), call, async (job) => {
        const { ETag, headers, statusCode, ...info } = await receive(job, run, call);
        return { ...info, statusCode, headers, ETag, FilePath: job.target };
      });
    },
    ['GetObject', 'HeadObject'],
    {
      lane: 'download',
      discard: (params, context) => void discardDownload(() => planDownload(params, context), context),
    },
  ),
};

/** Checks the parameters before anything is sent or written. */
function planDownload(params: DownloadFileParams, context: TransferContext): DownloadJob {
  const { options, host } = context;
  ['ChunkSize', 'ParallelLimit'].forEach((name) => checkCount(params as unknown as Params, name));
  // Phones decode what is stored as gzip, which cannot be done range by range: the object arrives as it is stored.
  const request = { ResponseContentEncoding: 'identity', ...params, DataType: 'arraybuffer' };
  const { Bucket, Region, Key } = buildDraft('downloadFile', object.getObject, { ...request }, context);
  const objectId = Checkpoints.idOf('download', Bucket, Region, Key, String(params.VersionId));
  // Objects of different folders may have the same name.
  const name = `${objectId.slice(0, 8)}-${Key.split('/').pop() ?? ''}`;
  const target = params.FilePath ?? `${host.files.userFolder ?? ''}/${name}`;
  const recordId = Checkpoints.idOf(objectId, target);
  const limit = params.ParallelLimit ?? options.ChunkParallelLimit;
  return {
    request,
    target,
    partFile: partFileOf(target, recordId),
    recordId,
    rangeBytes: Math.floor(params.ChunkSize ?? options.ChunkSize),
    rangesAtATime: limit === 'auto' ? 3 : limit,
  };
}
