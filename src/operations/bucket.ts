import { xml, xmlUnder } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketAcl, BucketGrantParams, BucketParams } from '../schema/params';

export interface PutBucketParams extends BucketParams, BucketGrantParams {
  /** Access rights of the bucket. Default `private`. */
  ACL?: BucketAcl;
  /** `MAZ` makes a bucket with several availability zones (多 AZ). Default: one zone. */
  BucketAZConfig?: 'MAZ' | (string & {});
}

export interface PutBucketResult {
  /** Host of the new bucket. */
  Location: string;
}

export interface HeadBucketResult {
  /** Region of the bucket, where COS tells. */
  BucketRegion?: string;
  /** `MAZ` for a bucket with several availability zones. */
  BucketAzType?: string;
}

export interface GetBucketParams extends BucketParams {
  /** Lists only keys that begin with this. */
  Prefix?: string;
  /** Keys that hold this after the prefix are rolled up into CommonPrefixes: `/` lists one folder. */
  Delimiter?: string;
  /** Lists keys after this one, in UTF-8 binary order. */
  Marker?: string;
  /** Most entries per page, 1 to 1000. Default 1000. */
  MaxKeys?: number | string;
  /** `url` has COS percent-encode keys that XML cannot hold; they come back encoded. */
  EncodingType?: 'url' | (string & {});
}

export interface GetBucketLocationResult {
  /** Region code of the bucket, as `ap-guangzhou`. */
  LocationConstraint: string;
}

/** One object of a listing. */
export interface ListedObject {
  Key: string;
  /** ISO 8601 time. */
  LastModified: string;
  /** With its quotes. */
  ETag: string;
  /** Bytes, as text. */
  Size: string;
  Owner: { ID: string; DisplayName?: string };
  StorageClass: string;
  /** Tier of INTELLIGENT_TIERING. */
  StorageTier?: string;
}

export interface GetBucketResult {
  Name: string;
  /** `url` where keys are percent-encoded, under either name. */
  EncodingType?: string;
  /** Same as `EncodingType`. */
  'Encoding-Type'?: string;
  Prefix: string;
  Marker: string;
  MaxKeys: string;
  Delimiter?: string;
  /** `'true'` where there is another page: pass NextMarker as Marker. */
  IsTruncated: string;
  NextMarker?: string;
  /** Folders, with a Delimiter. */
  CommonPrefixes: { Prefix: string }[];
  Contents: ListedObject[];
}

export const bucket = {
  /**
   * Makes a bucket (创建存储桶). Fails with `BucketAlreadyExists` or `BucketAlreadyOwnedByYou` where the name is taken.
   * @see https://cloud.tencent.com/document/product/436/7738
   */
  putBucket: operation<PutBucketParams, PutBucketResult>({
    method: 'PUT',
    encode: ({ BucketAZConfig }) => (BucketAZConfig ? { BucketAZConfig } : undefined),
    body: xml('CreateBucketConfiguration', { BucketAZConfig: '' }),
    decode: ({ location }) => ({ Location: location.replace(/\/$/, '') }),
  }),

  /**
   * Asks whether a bucket exists and may be used (检索存储桶): an error with status 404 or 403 says no.
   * @see https://cloud.tencent.com/document/product/436/7735
   */
  headBucket: operation<BucketParams, HeadBucketResult>({
    method: 'HEAD',
    resultHeaders: { BucketRegion: 'x-cos-bucket-region', BucketAzType: 'x-cos-bucket-az-type' },
  }),

  /**
   * Lists up to 1,000 objects of a bucket (查询对象列表).
   * @see https://cloud.tencent.com/document/product/436/7734
   */
  getBucket: operation<GetBucketParams, GetBucketResult>({
    action: 'GetBucket',
    query: ['Prefix', 'Delimiter', 'Marker', 'MaxKeys', 'EncodingType'],
    result: xml('ListBucketResult', { CommonPrefixes: '[]', Contents: '[]' }),
  }),

  /**
   * Deletes an empty bucket (删除存储桶). Fails with `BucketNotEmpty` where objects are left.
   * @see https://cloud.tencent.com/document/product/436/7732
   */
  deleteBucket: operation<BucketParams, object>({ method: 'DELETE' }),

  /**
   * Asks in which region a bucket is (查询存储桶地域).
   * @see https://cloud.tencent.com/document/product/436/8275
   */
  getBucketLocation: operation<BucketParams, GetBucketLocationResult>({
    subresource: 'location',
    result: xmlUnder('LocationConstraint'),
  }),
};
