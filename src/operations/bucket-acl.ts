import { configuration } from '../schema/configuration';
import { decodeAcl } from '../schema/acl';
import { operation } from '../schema/operation';
import type { BucketAcl, BucketGrantParams, BucketParams } from '../schema/params';
import { aclDocument, encodeAcl, type AclPolicyParams, type AclResult } from './acl';

export interface PutBucketAclParams extends BucketParams, BucketGrantParams, AclPolicyParams {
  /** Preset rights. Default `private`. */
  ACL?: BucketAcl;
}

export type GetBucketAclResult = AclResult;

const acl = configuration('acl', aclDocument);

export const bucketAcl = {
  /**
   * Sets who may use a bucket (设置存储桶 ACL): a preset, grants, or a complete list. At most 1,000 rules per account.
   * @see https://cloud.tencent.com/document/product/436/7737
   */
  putBucketAcl: operation<PutBucketAclParams, object>(acl.put, { encode: encodeAcl }),

  /**
   * Reads who may use a bucket (查询存储桶 ACL).
   * @see https://cloud.tencent.com/document/product/436/7733
   */
  getBucketAcl: operation<BucketParams, GetBucketAclResult>(acl.get, { decode: decodeAcl }),
};
