import { configuration } from '../schema/configuration';
import { xmlUnder } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams, StorageClass } from '../schema/params';

/** Which objects are copied to which bucket. */
export interface ReplicationRule {
  /** Names the rule. */
  ID?: string;
  /** `Enabled` or `Disabled`. */
  Status: 'Enabled' | 'Disabled' | (string & {});
  /** Keys that begin with this; `''` for all. Rules must not overlap. */
  Prefix?: string;
  /** Where to. */
  Destination: {
    /** As `qcs::cos:ap-beijing::destinationbucket-1250000000`; it must keep versions. */
    Bucket: string;
    /** Storage class of the copies. Default: that of the object. */
    StorageClass?: StorageClass;
  };
}

export interface PutBucketReplicationParams extends BucketParams {
  /** The configuration. It replaces the one in force; both buckets must keep versions. */
  ReplicationConfiguration: {
    /** Who copies: `qcs::cam::uin/100000000001:uin/100000000001`. */
    Role: string;
    /** The rules, one or many, at most 1,000. */
    Rules?: ReplicationRule | ReplicationRule[];
    /** Same as `Rules`. */
    Rule?: ReplicationRule | ReplicationRule[];
  };
}

export interface GetBucketReplicationResult {
  /** Without rules, and with statusCode 404, where nothing is configured. */
  ReplicationConfiguration: { Role?: string; Rules: ReplicationRule[] };
}

const replication = configuration(
  'replication',
  xmlUnder('ReplicationConfiguration', { Rules: 'Rule[]' }),
  // COS writes it with a small n in practice, and with a capital one in its list of error codes.
  'ReplicationConfigurationnotFoundError',
  'ReplicationConfigurationNotFoundError',
);

export const bucketReplication = {
  /**
   * Has COS copy new objects of a bucket to another one (设置存储桶复制).
   * @see https://cloud.tencent.com/document/product/436/19223
   */
  putBucketReplication: operation<PutBucketReplicationParams, object>(replication.put),

  /**
   * Reads the replication rules of a bucket (查询存储桶复制).
   * @see https://cloud.tencent.com/document/product/436/19222
   */
  getBucketReplication: operation<BucketParams, GetBucketReplicationResult>(replication.get),

  /**
   * Deletes the replication rules of a bucket (删除存储桶复制).
   * @see https://cloud.tencent.com/document/product/436/19221
   */
  deleteBucketReplication: operation<BucketParams, object>(replication.delete),
};
