import { xml } from '../schema/document';
import { operation } from '../schema/operation';
import type { EncryptionParams, ObjectParams, UploadHeaderParams } from '../schema/params';
import type { UploadIdParams } from './multipart';

/** What is copied, and under which conditions; where one does not hold, the answer is 412. */
export interface CopySourceParams {
  /**
   * The source: `sourcebucket-1250000000.cos.ap-guangzhou.myqcloud.com/key`, of an old version with
   * `?versionId=...` behind it. The key may be percent-encoded or not; where a key itself holds a `%` and two hex digits,
   * encode it.
   */
  CopySource: string;
  /** Only if the source changed after this HTTP date. May stand with CopySourceIfNoneMatch. */
  CopySourceIfModifiedSince?: string;
  /** Only if the source did not change after this HTTP date. May stand with CopySourceIfMatch. */
  CopySourceIfUnmodifiedSince?: string;
  /** Only if the ETag of the source is this one. */
  CopySourceIfMatch?: string;
  /** Only if the ETag of the source is not this one. */
  CopySourceIfNoneMatch?: string;
}

export interface PutObjectCopyParams extends ObjectParams, CopySourceParams, UploadHeaderParams {
  /**
   * `Copy` (default) copies the metadata, `Replaced` takes those of this call instead. A copy of an object onto itself
   * needs `Replaced`, or another StorageClass.
   */
  MetadataDirective?: 'Copy' | 'Replaced' | (string & {});
}

/** What a copy answers. */
export interface CopyResult {
  /** With its quotes. */
  ETag: string;
  /** ISO 8601 time. */
  LastModified: string;
}

export interface PutObjectCopyResult extends CopyResult {
  /** CRC-64 of the content, decimal, where the source has one. */
  CRC64?: string;
}

export interface UploadPartCopyParams extends UploadIdParams, CopySourceParams, EncryptionParams {
  /** 1 to 10000. */
  PartNumber: number | string;
  /** Bytes of the source that become the part, as `bytes=0-1048575`: 1 MB to 5 GB. Default: all. */
  CopySourceRange?: string;
}

export type UploadPartCopyResult = CopyResult;

export const objectCopy = {
  /**
   * Copies an object of up to 5 GB (复制对象), or changes its metadata or storage class. sliceCopyFile copies larger ones.
   * @see https://cloud.tencent.com/document/product/436/10881
   */
  putObjectCopy: operation<PutObjectCopyParams, PutObjectCopyResult>({
    method: 'PUT',
    on: 'object',
    copies: true,
    result: xml('CopyObjectResult'),
    action: 'PutObject',
  }),

  /**
   * Copies bytes of an object as a part of a multipart upload (复制分块).
   * @see https://cloud.tencent.com/document/product/436/8287
   */
  uploadPartCopy: operation<UploadPartCopyParams, UploadPartCopyResult>({
    method: 'PUT',
    on: 'object',
    query: ['PartNumber', 'UploadId'],
    needs: ['PartNumber', 'UploadId'],
    copies: true,
    result: xml('CopyPartResult'),
    action: 'PutObject',
  }),
};
