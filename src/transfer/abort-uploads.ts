import { forEachLimit } from '../base/for-each-limit';
import { argumentError, CosError, quoteValue } from '../errors';
import { callOperation } from '../http/call';
import { checkBucket, checkCount, checkKey, checkRegion, requireParam } from '../http/check-params';
import { multipart, type MultipartListResult } from '../operations/multipart';
import type { BucketParams } from '../schema/params';
import { composite } from './composite';
import { listAll, pagers } from './paging';
import type { TransferCall } from './transfer-context';

export interface AbortUploadTaskParams extends BucketParams {
  /** `task` gives up one upload (default), `file` all of one object, `bucket` all of the bucket. */
  Level?: 'task' | 'file' | 'bucket';
  /** The object, for `task` and `file`. */
  Key?: string;
  /** The upload, for `task`. */
  UploadId?: string;
  /** Uploads given up at the same time, 1 to 8; more counts as 8. Default 1. */
  AsyncLimit?: number;
}

/** An upload that was to be given up. */
export interface AbortedUpload {
  Bucket: string;
  Region: string;
  Key: string;
  UploadId: string;
}

export interface AbortUploadTaskResult {
  /** Given up, or not there any more. */
  successList: AbortedUpload[];
  /** Still there, each with the reason. */
  errorList: (AbortedUpload & { error: CosError })[];
}

/** WeChat runs at most 10 requests, and the app needs some of them. */
const most = 8;

export const uploadAborts = {
  /**
   * Gives up multipart uploads that were never completed, and deletes their parts (终止分块上传): one, all of an object, or all
   * of a bucket.
   * @see https://cloud.tencent.com/document/product/436/7740
   */
  abortUploadTask: composite<AbortUploadTaskParams, AbortUploadTaskResult>(
    async (params, call) => {
      const uploads = await findUploads(params, checkParams(params, call), call);
      const result: AbortUploadTaskResult = { successList: [], errorList: [] };
      // Not a number: 'auto', which has nothing to measure here.
      const limit = Math.min(most, Number(params.AsyncLimit) || 1);
      await forEachLimit(uploads, limit, call.signal, async (upload) => {
        const error = await abortUpload({ ...params, ...upload }, call);
        if (error) result.errorList.push({ ...upload, error });
        else result.successList.push(upload);
      });
      return result;
    },
    ['ListMultipartUploads', 'AbortMultipartUpload'],
  ),
};

/** The key without its leading slash; `''` where the level needs none. */
function checkParams(params: AbortUploadTaskParams, call: TransferCall): string {
  const { Level = 'task' } = params;
  const given = { ...params };
  const needed = { task: ['Key', 'UploadId'], file: ['Key'], bucket: [] }[Level] as string[] | undefined;
  if (!needed) throw argumentError('Level should be "task", "file" or "bucket".', `Got ${quoteValue(Level)}.`);
  checkBucket(given, call);
  checkRegion(given, call);
  needed.forEach((name) => requireParam(given, name, `(Level is "${Level}").`));
  checkCount(given, 'AsyncLimit');
  return needed.length > 0 ? checkKey(given) : '';
}

async function findUploads(params: AbortUploadTaskParams, Key: string, call: TransferCall): Promise<AbortedUpload[]> {
  const { Bucket, Region, UploadId = '', Level = 'task' } = params;
  if (Level === 'task') return [{ Bucket, Region, Key, UploadId }];
  const uploads: AbortedUpload[] = [];
  const place = { Bucket, Region, ...(Level === 'file' ? { Prefix: Key } : {}) };
  const listing = { name: 'abortUploadTask', pager: pagers.listAllUploads, params: place };
  await listAll(listing, call, (page) => {
    // The listing that was asked for.
    (page as MultipartListResult).Upload.forEach((upload) => {
      if (Level === 'bucket' || upload.Key === Key)
        uploads.push({ Bucket, Region, Key: upload.Key, UploadId: upload.UploadId });
    });
  });
  return uploads;
}

async function abortUpload(params: AbortUploadTaskParams, call: TransferCall): Promise<CosError | undefined> {
  try {
    await callOperation('abortUploadTask', multipart.multipartAbort, { ...params }, call);
    return undefined;
  } catch (error) {
    if (!(error instanceof CosError)) throw error;
    return error.code === 'NoSuchUpload' ? undefined : error;
  }
}
