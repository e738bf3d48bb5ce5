import { configuration } from '../schema/configuration';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';

/** A policy in the language of CAM, see https://cloud.tencent.com/document/product/436/12469 */
export interface BucketPolicy {
  /** `2.0` */
  version?: string;
  /** Who may or may not do what, and under which conditions. */
  Statement?: Record<string, unknown>[];
  [name: string]: unknown;
}

export interface PutBucketPolicyParams extends BucketParams {
  /** The policy as an object or as JSON text, at most 20 KB. It replaces the one in force. */
  Policy: BucketPolicy | string;
}

export interface GetBucketPolicyResult {
  /** The policy in force. */
  Policy: BucketPolicy;
}

const policy = configuration('policy');

export const bucketPolicy = {
  /**
   * Sets the permission policy of a bucket (设置存储桶策略).
   * @see https://cloud.tencent.com/document/product/436/8282
   */
  putBucketPolicy: operation<PutBucketPolicyParams, object>(policy.put, { body: { json: 'Policy' } }),

  /**
   * Reads the permission policy of a bucket (查询存储桶策略). Fails with status 404 where none is set.
   * @see https://cloud.tencent.com/document/product/436/8276
   */
  getBucketPolicy: operation<BucketParams, GetBucketPolicyResult>(policy.get, {
    decode: ({ body }) => ({ Policy: typeof body === 'string' && body ? (JSON.parse(body) as BucketPolicy) : {} }),
  }),

  /**
   * Deletes the permission policy of a bucket (删除存储桶策略).
   * @see https://cloud.tencent.com/document/product/436/8285
   */
  deleteBucketPolicy: operation<BucketParams, object>(policy.delete),
};
