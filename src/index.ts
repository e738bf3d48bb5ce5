import { CosClient } from './cos';
import { CosError, isCosError } from './errors';
import { signWithKeys, type GetAuthorizationParams } from './http/local-signing';
import { operationTables, type Operations } from './operations';
import type { CosOptions } from './options';
import type { Methods } from './schema/operation';
import { batches } from './transfer/batch';
import { uploadAborts } from './transfer/abort-uploads';
import { deletions } from './transfer/delete-many';
import { pagers, type PagerMethods } from './transfer/paging';
import { copies } from './transfer/slice-copy';
import { downloads } from './transfer/download';
import { simpleUploads } from './transfer/simple-upload';
import { sliceUploads } from './transfer/slice-upload';
import { fileUploads } from './transfer/upload-file';
import { util } from './util';
import { FileFailure } from './host/files';
import { TransportFailure } from './host/transport';
import { version } from './version';
import { createWxHost } from './wx/host';

/** The methods of a client. All take `(params, callback?)` and answer a promise. */
// The constructor makes the methods from the same tables.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
interface COS
  extends
    Operations,
    Methods<typeof batches>,
    Methods<typeof copies>,
    Methods<typeof deletions>,
    Methods<typeof uploadAborts>,
    PagerMethods<typeof pagers>,
    Methods<typeof simpleUploads>,
    Methods<typeof sliceUploads>,
    Methods<typeof fileUploads>,
    Methods<typeof downloads> {}

/**
 * A client of Tencent Cloud COS (对象存储) for WeChat mini programs.
 *
 * ```ts
 * const cos = new COS({
 *   getAuthorization: (options, callback) => wx.request({ url: 'https://example.com/sts', success: ({ data }) => callback(data) }),
 * });
 * cos.postObject({ Bucket, Region, Key: 'photo.jpg', FilePath: tempFilePath }, (error, data) => console.log(error || data.Location));
 * ```
 */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
class COS extends CosClient {
  /** Version of this package. */
  static readonly version: string = version;
  /** Small tools that existing code uses. */
  static readonly util = util;

  /** Keys, or a function that asks your server for them. Throws `CosError` for options that cannot work. */
  constructor(options: CosOptions) {
    super(options, {
      operations: operationTables,
      composites: [batches, copies, deletions, uploadAborts],
      pagers,
      transfers: [simpleUploads, sliceUploads, fileUploads, downloads],
      createHost: createWxHost,
    });
  }

  /**
   * The Authorization header for a request, from keys at hand. For servers and debugging: keys do not belong into an app.
   * @see https://cloud.tencent.com/document/product/436/7778
   */
  static getAuthorization(params: GetAuthorizationParams): string {
    return signWithKeys(params, Date.now());
  }
}

export default COS;
export { COS, CosError, FileFailure, isCosError, TransportFailure };
export type { CosEvents } from './cos';
export type { ClientErrorCode, ServiceErrorBody } from './errors';
export type * from './credentials/authorization-request';
export type { AppEvents } from './host/app-events';
export type { Files, FileStat, FileWriter } from './host/files';
export type { Host } from './host/host';
export type { KeyValueStore } from './host/key-value-store';
export type { FormUpload, HttpRequest, HttpResponse, Transport, TransportFailureKind } from './host/transport';
export type { Clock } from './base/clock';
export type { StopReason, StopSignal } from './base/signal';
export type { OutgoingRequest } from './http/client-context';
export type { RequestParams, RequestResult } from './http/custom-request';
export type {
  GetAuthorizationParams,
  GetAuthParams,
  GetObjectUrlParams,
  GetObjectUrlResult,
} from './http/local-signing';
export type { CosOptions, DomainTemplate, ResolvedOptions } from './options';
export type * from './operations/bucket';
export type * from './operations/bucket-accelerate';
export type * from './operations/bucket-acl';
export type * from './operations/bucket-cors';
export type * from './operations/bucket-domain';
export type * from './operations/bucket-encryption';
export type * from './operations/bucket-inventory';
export type * from './operations/bucket-lifecycle';
export type * from './operations/bucket-logging';
export type * from './operations/bucket-origin';
export type * from './operations/bucket-policy';
export type * from './operations/bucket-referer';
export type * from './operations/bucket-replication';
export type * from './operations/bucket-tagging';
export type * from './operations/bucket-versioning';
export type * from './operations/bucket-website';
export type * from './operations/multipart';
export type * from './operations/object';
export type * from './operations/object-acl';
export type * from './operations/object-copy';
export type * from './operations/object-restore';
export type * from './operations/object-tagging';
export type * from './operations/object-versions';
export type * from './operations/service';
export type { Callback } from './schema/operation';
export type * from './schema/params';
export type { PostObjectParams, PutObjectParams } from './transfer/simple-upload';
export type { RequiredDomains, RequiredDomainsParams } from './http/required-domains';
export type { AbortedUpload, AbortUploadTaskParams, AbortUploadTaskResult } from './transfer/abort-uploads';
export type { ListAllResult, OnPage } from './transfer/paging';
export type { RequiredActions, RequiredActionsScope, StsPolicy } from './transfer/required-actions';
export type { SliceCopyFileParams, SliceCopyFileResult } from './transfer/slice-copy';
export type { BatchFileInfo, BatchFileResult, UploadFilesParams, UploadFilesResult } from './transfer/batch';
export type { DownloadFileParams, DownloadFileResult } from './transfer/download';
export type { PartsUploadParams, SliceUploadFileParams } from './transfer/slice-upload';
export type { TaskState } from './queue/state';
export type { TaskRow, TaskStatus } from './queue/snapshot';
export type { CosTask } from './transfer/task-queues';
export type { TaskEvents, TaskInfo, UploadEvents } from './transfer/transfer';
export type { UploadFileParams, UploadFileResult } from './transfer/upload-file';
