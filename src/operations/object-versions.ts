import { xml } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';
import type { Identity } from './multipart';

export interface ListObjectVersionsParams extends BucketParams {
  /** Lists only keys that begin with this. */
  Prefix?: string;
  /** Keys that hold this after the prefix are rolled up into CommonPrefixes. */
  Delimiter?: string;
  /** `url` has COS percent-encode keys that XML cannot hold; they come back encoded. */
  EncodingType?: 'url' | (string & {});
  /** Lists keys after this one, in UTF-8 binary order. */
  KeyMarker?: string;
  /** With KeyMarker: versions of that key after this version. */
  VersionIdMarker?: string;
  /** Most entries per page, 1 to 1000. Default 1000. */
  MaxKeys?: number | string;
}

/** A delete marker: what hides an object that was deleted without naming a version. */
export interface ListedDeleteMarker {
  Key: string;
  VersionId: string;
  /** `'true'` for the newest version of the key. */
  IsLatest: string;
  /** ISO 8601 time. */
  LastModified: string;
  Owner: Identity;
}

/** One version of an object. */
export interface ListedVersion extends ListedDeleteMarker {
  /** With its quotes. */
  ETag: string;
  /** Bytes, as text. */
  Size: string;
  StorageClass: string;
  /** Tier of INTELLIGENT_TIERING. */
  StorageTier?: string;
}

export interface ListObjectVersionsResult {
  Name: string;
  EncodingType?: string;
  Prefix: string;
  KeyMarker: string;
  VersionIdMarker: string;
  MaxKeys: string;
  Delimiter?: string;
  /** `'true'` where there is another page: pass NextKeyMarker and NextVersionIdMarker on. */
  IsTruncated: string;
  NextKeyMarker?: string;
  NextVersionIdMarker?: string;
  /** Folders, with a Delimiter. */
  CommonPrefixes: { Prefix: string }[];
  Versions: ListedVersion[];
  DeleteMarkers: ListedDeleteMarker[];
}

export const objectVersions = {
  /**
   * Lists up to 1,000 versions of the objects of a bucket (查询对象版本列表).
   * @see https://cloud.tencent.com/document/product/436/35521
   */
  listObjectVersions: operation<ListObjectVersionsParams, ListObjectVersionsResult>({
    subresource: 'versions',
    query: ['Prefix', 'Delimiter', 'EncodingType', 'KeyMarker', 'VersionIdMarker', 'MaxKeys'],
    result: xml('ListVersionsResult', { CommonPrefixes: '[]', Versions: 'Version[]', DeleteMarkers: 'DeleteMarker[]' }),
    action: 'GetBucketObjectVersions',
  }),
};
