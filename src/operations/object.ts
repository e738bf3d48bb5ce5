import { xml } from '../schema/document';
import { toEntries } from '../schema/entries';
import { operation } from '../schema/operation';
import type {
  BucketParams,
  ConditionParams,
  EncryptionParams,
  ObjectParams,
  UploadHeaderParams,
  VersionParams,
} from '../schema/params';

/** What an upload answers. */
export interface UploadResult {
  /** With its quotes. The MD5 of the content, unless encrypted with a key of KMS or of your own. */
  ETag: string;
  /** `host/key`, without scheme. */
  Location: string;
}

export interface HeadObjectParams extends ObjectParams, VersionParams, ConditionParams, EncryptionParams {}

export interface HeadObjectResult {
  /** With its quotes. */
  ETag?: string;
  /** True where a condition was sent and the object has not changed (304). */
  NotModified?: boolean;
}

export interface GetObjectParams extends HeadObjectParams {
  /** Part of the object, as `bytes=0-99`; the answer has status 206. */
  Range?: string;
  /** `arraybuffer` for binary data. Default `text`: decoded as UTF-8. */
  DataType?: 'text' | 'arraybuffer' | (string & {});
  /** Path of a file to write instead of answering the Body, below `wx.env.USER_DATA_PATH`. At most 200 MB. */
  Output?: string;
  /** Content-Type that the answer shall have. */
  ResponseContentType?: string;
  /** Content-Language that the answer shall have. */
  ResponseContentLanguage?: string;
  /** Expires that the answer shall have. */
  ResponseExpires?: string;
  /** Cache-Control that the answer shall have. */
  ResponseCacheControl?: string;
  /** Content-Disposition that the answer shall have. */
  ResponseContentDisposition?: string;
  /** Content-Encoding that the answer shall have. */
  ResponseContentEncoding?: string;
  /** Speed limit in bit/s, 819,200 to 838,860,800. */
  TrafficLimit?: number | string;
}

export interface GetObjectResult extends HeadObjectResult {
  /** Text, an ArrayBuffer with `DataType: 'arraybuffer'`, or `''` where Output took it. */
  Body: string | ArrayBuffer;
}

export interface DeleteObjectResult {
  /** True where the bucket does not exist; a missing object counts as deleted. */
  BucketNotFound?: boolean;
}

/** One object to delete. */
export interface ObjectToDelete {
  Key: string;
  /** One version; without it the newest, or a delete marker is set. */
  VersionId?: string;
}

export interface DeleteMultipleObjectParams extends BucketParams {
  /** The objects. More than 1,000 are deleted in several requests. */
  Objects: ObjectToDelete | ObjectToDelete[];
  /** True answers failures only. Default false. */
  Quiet?: boolean;
}

export interface DeleteMultipleObjectResult {
  /** Deleted, or not there. Empty with Quiet. */
  Deleted: { Key: string; VersionId?: string; DeleteMarker?: string; DeleteMarkerVersionId?: string }[];
  /** Not deleted, each with the reason. */
  Error: { Key: string; VersionId?: string; Code: string; Message: string }[];
}

export interface OptionsObjectParams extends ObjectParams {
  /** Origin of the simulated cross-origin request, as `https://example.com`. */
  Origin: string;
  /** Its method. */
  AccessControlRequestMethod: string;
  /** Its headers, separated by commas. */
  AccessControlRequestHeaders?: string;
}

export interface OptionsObjectResult {
  AccessControlAllowOrigin?: string;
  AccessControlAllowMethods?: string;
  AccessControlAllowHeaders?: string;
  AccessControlExposeHeaders?: string;
  /** Seconds, as text. */
  AccessControlMaxAge?: string;
  /** True where no CORS rule of the bucket allows the request. */
  OptionsForbidden?: boolean;
}

export interface AppendObjectParams extends ObjectParams, UploadHeaderParams {
  /** What to append. */
  Body: string | ArrayBuffer;
  /** Size of the object so far, bytes; 0 makes it. A wrong one fails with `AppendPositionErr`. */
  Position: number | string;
}

export interface AppendObjectResult {
  /** Where the next append begins, bytes, as text. */
  NextAppendPosition?: string;
  ETag?: string;
}

const responseOverrides = [
  'ResponseContentType',
  'ResponseContentLanguage',
  'ResponseExpires',
  'ResponseCacheControl',
  'ResponseContentDisposition',
  'ResponseContentEncoding',
] as const;

/** Keys lose one leading slash, as that of a URL does. */
const toObjects = (objects: DeleteMultipleObjectParams['Objects']): ObjectToDelete[] =>
  toEntries('Objects', 'Key', objects).map(({ Key, VersionId }) => ({ Key: Key.replace(/^\//, ''), VersionId }));

const notModified = { 304: { NotModified: true } };

export const object = {
  /**
   * Reads the metadata of an object (查询对象元数据), all of them in `headers`.
   * @see https://cloud.tencent.com/document/product/436/7745
   */
  headObject: operation<HeadObjectParams, HeadObjectResult>({
    method: 'HEAD',
    on: 'object',
    action: 'HeadObject',
    query: ['VersionId'],
    resultHeaders: { ETag: 'etag' },
    recover: notModified,
  }),

  /**
   * Reads an object or a part of it (下载对象) into memory or, with Output, into a file.
   * @see https://cloud.tencent.com/document/product/436/7753
   */
  getObject: operation<GetObjectParams, GetObjectResult>({
    on: 'object',
    action: 'GetObject',
    query: [...responseOverrides, 'VersionId'],
    isDownload: true,
    resultHeaders: { ETag: 'etag' },
    decode: ({ body }, fields) => ({ ...fields, Body: body }),
    recover: { 304: { NotModified: true, Body: '' } },
  }),

  /**
   * Deletes an object or one version of it (删除对象).
   * @see https://cloud.tencent.com/document/product/436/7743
   */
  deleteObject: operation<ObjectParams & VersionParams, DeleteObjectResult>({
    method: 'DELETE',
    on: 'object',
    query: ['VersionId'],
    recover: { NoSuchBucket: { BucketNotFound: true }, NoSuchKey: {} },
  }),

  /**
   * Deletes many objects (批量删除对象). Objects that cannot be deleted are in `Error` of the result; the call itself succeeds.
   * @see https://cloud.tencent.com/document/product/436/8289
   */
  deleteMultipleObject: operation<DeleteMultipleObjectParams, DeleteMultipleObjectResult>({
    method: 'POST',
    subresource: 'delete',
    needs: ['Objects'],
    encode: ({ Objects, Quiet }) => ({ Quiet, Objects: toObjects(Objects) }),
    keys: ({ Objects }) => toObjects(Objects).map(({ Key }) => Key),
    body: xml('Delete', { Quiet: '', Objects: 'Object[]' }),
    result: xml('DeleteResult', { Deleted: '[]', Error: '[]' }),
    action: 'DeleteObject',
  }),

  /**
   * Asks whether the bucket's CORS rules allow a request (预请求跨域配置).
   * @see https://cloud.tencent.com/document/product/436/8288
   */
  optionsObject: operation<OptionsObjectParams, OptionsObjectResult>({
    method: 'OPTIONS',
    on: 'object',
    needs: ['Origin', 'AccessControlRequestMethod'],
    resultHeaders: {
      AccessControlAllowOrigin: '',
      AccessControlAllowMethods: '',
      AccessControlAllowHeaders: '',
      AccessControlExposeHeaders: '',
      AccessControlMaxAge: '',
    },
    recover: { 403: { OptionsForbidden: true } },
  }),

  /**
   * Appends to an appendable object, or makes one (追加上传).
   * A lost answer is not repeated: read the size with headObject and go on from there.
   * @see https://cloud.tencent.com/document/product/436/7741
   */
  appendObject: operation<AppendObjectParams, AppendObjectResult>({
    method: 'POST',
    on: 'object',
    subresource: 'append',
    query: ['Position'],
    needs: ['Position', 'Body'],
    body: 'raw',
    isTyped: true,
    idempotent: false,
    resultHeaders: { NextAppendPosition: 'x-cos-next-append-position', ETag: 'etag' },
  }),
};
