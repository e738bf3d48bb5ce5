import { configuration } from '../schema/configuration';
import { xml } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams, StorageClass } from '../schema/params';
import type { Tag } from './tags';

/** Which objects a rule is for. Several conditions go into `And`; `{}` means all objects. */
export interface LifecycleCondition {
  /** Keys that begin with this. */
  Prefix?: string;
  /** Objects with this tag; within `And` one or many. */
  Tag?: Tag | Tag[];
  /** Objects larger than this, bytes. Within `And` only. */
  ObjectSizeGreaterThan?: number | string;
  /** Objects smaller than this, bytes. Within `And` only. */
  ObjectSizeLessThan?: number | string;
}

/** When objects go to another storage class. */
export interface LifecycleTransition {
  /** Days after the last change, 0 or more. */
  Days?: number | string;
  /** Or a day: ISO 8601, midnight in UTC+8, as `2030-01-01T00:00:00+08:00`. */
  Date?: string;
  /** The class to go to. */
  StorageClass: StorageClass;
}

/** When versions that are no longer the newest go to another storage class. */
export interface NoncurrentVersionTransition {
  /** Days after a newer version came. */
  NoncurrentDays: number | string;
  /** The class to go to. */
  StorageClass: StorageClass;
}

/** What happens to which objects, and when. */
export interface LifecycleRule {
  /** Names the rule, at most 255 characters. */
  ID?: string;
  /** `Enabled` or `Disabled`. */
  Status: 'Enabled' | 'Disabled' | (string & {});
  /** Which objects; `{}` for all. */
  Filter?: LifecycleCondition & { And?: LifecycleCondition };
  /** Changes of the storage class: one, or a list of them. An answer with one change has no list. */
  Transition?: LifecycleTransition | LifecycleTransition[];
  /** When objects are deleted. */
  Expiration?: {
    /** Days after the last change, 1 or more. */
    Days?: number | string;
    /** Or a day, as in Transition. */
    Date?: string;
    /** True removes delete markers that hide nothing any more; alone only. */
    ExpiredObjectDeleteMarker?: boolean | 'true' | 'false';
  };
  /** The same for versions that are no longer the newest. */
  NoncurrentVersionTransition?: NoncurrentVersionTransition | NoncurrentVersionTransition[];
  /** When versions that are no longer the newest are deleted. */
  NoncurrentVersionExpiration?: {
    /** Days after a newer version came, 1 or more. */
    NoncurrentDays: number | string;
  };
  /** When multipart uploads that were never completed are deleted. Recommended: their parts cost storage. */
  AbortIncompleteMultipartUpload?: {
    /** Days after the upload began, 1 or more. */
    DaysAfterInitiation: number | string;
  };
}

type Rules = LifecycleRule | LifecycleRule[];

export interface PutBucketLifecycleParams extends BucketParams {
  /** The rules, at most 1,000. They replace all that are in force. */
  Rules?: Rules;
  /** The same parameter in an object. */
  LifecycleConfiguration?: {
    /** The rules. */
    Rules?: Rules;
    /** Same as `Rules`. */
    Rule?: Rules;
  };
}

export interface GetBucketLifecycleResult {
  /** Empty, and statusCode 404, where none are configured. */
  Rules: LifecycleRule[];
}

const document = xml('LifecycleConfiguration', { Rules: 'Rule[]' });
const lifecycle = configuration('lifecycle', document, 'NoSuchLifecycleConfiguration');

export const bucketLifecycle = {
  /**
   * Sets when objects of a bucket change their storage class or are deleted (设置生命周期).
   * @see https://cloud.tencent.com/document/product/436/8280
   */
  putBucketLifecycle: operation<PutBucketLifecycleParams, object>(lifecycle.put),

  /**
   * Reads the lifecycle rules of a bucket (查询生命周期).
   * @see https://cloud.tencent.com/document/product/436/8278
   */
  getBucketLifecycle: operation<BucketParams, GetBucketLifecycleResult>(lifecycle.get),

  /**
   * Deletes the lifecycle rules of a bucket (删除生命周期).
   * @see https://cloud.tencent.com/document/product/436/8284
   */
  deleteBucketLifecycle: operation<BucketParams, object>(lifecycle.delete),
};
