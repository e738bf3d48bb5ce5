import { xml } from '../schema/document';
import { toEntries } from '../schema/entries';
import { operation } from '../schema/operation';
import type { BucketParams, EncryptionParams, ObjectParams, UploadHeaderParams } from '../schema/params';
import type { UploadResult } from './object';

/** Who began an upload, or whom it belongs to. */
export interface Identity {
  /** `qcs::cam::uin/100000000001:uin/100000000001` */
  ID: string;
  DisplayName?: string;
}

export interface MultipartInitParams extends ObjectParams, UploadHeaderParams {}

export interface MultipartInitResult {
  Bucket: string;
  Key: string;
  /** Names the upload in all calls that follow. */
  UploadId: string;
}

/** Names a multipart upload (分块上传). */
export interface UploadIdParams extends ObjectParams {
  /** From multipartInit. */
  UploadId: string;
}

export interface MultipartUploadParams extends UploadIdParams, EncryptionParams {
  /** 1 to 10000. */
  PartNumber: number | string;
  /** 1 MB to 5 GB; the last part may be smaller. */
  Body: string | ArrayBuffer;
  /** MD5 of Body, base64: COS refuses a part that arrives differently (400 BadDigest). */
  ContentMD5?: string;
  /** Speed limit in bit/s, 819,200 to 838,860,800. */
  TrafficLimit?: number | string;
  /** Ignored: the platform counts the bytes itself. */
  ContentLength?: number | string;
  /** Ignored: the platform sends what it has to. */
  Expect?: string;
}

export interface MultipartUploadResult {
  /** With its quotes; multipartComplete needs it. */
  ETag: string;
}

/** A part as multipartComplete wants it. */
export interface PartToComplete {
  PartNumber: number | string;
  /** With or without its quotes. */
  ETag: string;
}

export interface MultipartCompleteParams
  extends UploadIdParams, Pick<UploadHeaderParams, 'PicOperations' | 'ForbidOverwrite'> {
  /** All parts, by ascending number without gaps. */
  Parts: PartToComplete | PartToComplete[];
}

export interface MultipartCompleteResult extends UploadResult {
  Bucket: string;
  Key: string;
  /** Of image processing, with PicOperations. */
  UploadResult?: Record<string, unknown>;
}

export interface MultipartListParams extends BucketParams {
  /** Only keys that begin with this. */
  Prefix?: string;
  /** Keys that hold this after the prefix are rolled up into CommonPrefixes. */
  Delimiter?: string;
  /** `url` has COS percent-encode keys. */
  EncodingType?: 'url' | (string & {});
  /** Most entries per page, 1 to 1000. Default 1000. */
  MaxUploads?: number | string;
  /** Uploads after this key. */
  KeyMarker?: string;
  /** With KeyMarker: uploads of that key after this upload id. */
  UploadIdMarker?: string;
}

export interface MultipartListResult {
  Bucket: string;
  /** `url` where keys are percent-encoded, under either name. */
  'Encoding-Type'?: string;
  /** Same as `Encoding-Type`. */
  EncodingType?: string;
  KeyMarker: string;
  UploadIdMarker: string;
  NextKeyMarker?: string;
  NextUploadIdMarker?: string;
  MaxUploads: string;
  /** `'true'` where there is another page. */
  IsTruncated: string;
  Prefix: string;
  Delimiter?: string;
  CommonPrefixes: { Prefix: string }[];
  /** Uploads that are neither completed nor aborted. */
  Upload: {
    Key: string;
    UploadId: string;
    StorageClass: string;
    Initiator: Identity;
    Owner: Identity;
    Initiated: string;
  }[];
}

export interface MultipartListPartParams extends UploadIdParams {
  /** `url` has COS percent-encode the key. */
  EncodingType?: 'url' | (string & {});
  /** Most entries per page, 1 to 1000. Default 1000. */
  MaxParts?: number | string;
  /** Parts after this number. */
  PartNumberMarker?: number | string;
}

export interface MultipartListPartResult {
  Bucket: string;
  /** `url` where the key is percent-encoded. */
  'Encoding-type'?: string;
  Key: string;
  UploadId: string;
  Initiator: Identity;
  Owner: Identity;
  StorageClass: string;
  PartNumberMarker: string;
  NextPartNumberMarker?: string;
  MaxParts: string;
  /** `'true'` where there is another page. */
  IsTruncated: string;
  /** Parts that COS has. */
  Part: { PartNumber: string; LastModified: string; ETag: string; Size: string }[];
}

const withQuotes = (etag: string): string => (/^"/.test(etag) ? etag : `"${etag}"`);

export const multipart = {
  /**
   * Begins a multipart upload (初始化分块上传). Complete or abort it: its parts cost storage until then.
   * @see https://cloud.tencent.com/document/product/436/7746
   */
  multipartInit: operation<MultipartInitParams, MultipartInitResult>({
    method: 'POST',
    on: 'object',
    subresource: 'uploads',
    isTyped: true,
    result: xml('InitiateMultipartUploadResult'),
    action: 'InitiateMultipartUpload',
  }),

  /**
   * Uploads one part (上传分块). A part of the same number is replaced.
   * @see https://cloud.tencent.com/document/product/436/7750
   */
  multipartUpload: operation<MultipartUploadParams, MultipartUploadResult>({
    method: 'PUT',
    on: 'object',
    query: ['PartNumber', 'UploadId'],
    needs: ['PartNumber', 'UploadId', 'Body'],
    body: 'raw',
    isTyped: true,
    resultHeaders: { ETag: 'etag' },
    action: 'UploadPart',
  }),

  /**
   * Puts the parts together (完成分块上传).
   * @see https://cloud.tencent.com/document/product/436/7742
   */
  multipartComplete: operation<MultipartCompleteParams, MultipartCompleteResult>({
    method: 'POST',
    on: 'object',
    query: ['UploadId'],
    needs: ['UploadId', 'Parts'],
    encode: ({ Parts }) => ({
      Parts: toEntries('Parts', 'ETag', Parts).map(({ PartNumber, ETag }) => ({ PartNumber, ETag: withQuotes(ETag) })),
    }),
    body: xml('CompleteMultipartUpload', { Parts: 'Part[]' }),
    result: xml('CompleteMultipartUploadResult'),
    decode: ({ location }, fields) => ({ ...fields, Location: location }),
    action: 'CompleteMultipartUpload',
  }),

  /**
   * Gives a multipart upload up and deletes its parts (终止分块上传).
   * @see https://cloud.tencent.com/document/product/436/7740
   */
  multipartAbort: operation<UploadIdParams, object>({
    method: 'DELETE',
    on: 'object',
    query: ['UploadId'],
    needs: ['UploadId'],
    action: 'AbortMultipartUpload',
  }),

  /**
   * Lists multipart uploads that are neither completed nor aborted (查询分块上传).
   * @see https://cloud.tencent.com/document/product/436/7736
   */
  multipartList: operation<MultipartListParams, MultipartListResult>({
    subresource: 'uploads',
    query: ['Prefix', 'Delimiter', 'EncodingType', 'MaxUploads', 'KeyMarker', 'UploadIdMarker'],
    result: xml('ListMultipartUploadsResult', { Upload: '[]', CommonPrefixes: '[]' }),
    action: 'ListMultipartUploads',
  }),

  /**
   * Lists the parts that COS has of an upload (查询已上传的分块).
   * @see https://cloud.tencent.com/document/product/436/7747
   */
  multipartListPart: operation<MultipartListPartParams, MultipartListPartResult>({
    on: 'object',
    query: ['UploadId', 'MaxParts', 'PartNumberMarker', 'EncodingType'],
    needs: ['UploadId'],
    result: xml('ListPartsResult', { Part: '[]' }),
    action: 'ListParts',
  }),
};
