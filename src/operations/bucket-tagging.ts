import { configuration } from '../schema/configuration';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';
import { tags, type TagsParams, type TagsResult } from './tags';

/** At most 50 tags on a bucket. */
export interface PutBucketTaggingParams extends BucketParams, TagsParams {}

export type GetBucketTaggingResult = TagsResult;

const tagging = configuration('tagging', tags, 'NoSuchTagSet');

export const bucketTagging = {
  /**
   * Sets the tags of a bucket (设置存储桶标签), at most 50.
   * @see https://cloud.tencent.com/document/product/436/34838
   */
  putBucketTagging: operation<PutBucketTaggingParams, object>(tagging.put),

  /**
   * Reads the tags of a bucket (查询存储桶标签).
   * @see https://cloud.tencent.com/document/product/436/34837
   */
  getBucketTagging: operation<BucketParams, GetBucketTaggingResult>(tagging.get),

  /**
   * Deletes the tags of a bucket (删除存储桶标签).
   * @see https://cloud.tencent.com/document/product/436/34836
   */
  deleteBucketTagging: operation<BucketParams, object>(tagging.delete),
};
