import { configuration } from '../schema/configuration';
import { operation } from '../schema/operation';
import type { ObjectParams, VersionParams } from '../schema/params';
import { tags, type TagsParams, type TagsResult } from './tags';

export interface GetObjectTaggingParams extends ObjectParams, VersionParams {}

/** At most 10 tags on an object. */
export interface PutObjectTaggingParams extends GetObjectTaggingParams, TagsParams {}

export type GetObjectTaggingResult = TagsResult;

const tagging = configuration('tagging', tags, 'NoSuchTagSet');
const onVersion = { on: 'object', query: ['VersionId'] } as const;

export const objectTagging = {
  /**
   * Sets the tags of an object (设置对象标签), at most 10.
   * @see https://www.tencentcloud.com/document/product/436/35709
   */
  putObjectTagging: operation<PutObjectTaggingParams, object>(tagging.put, onVersion),

  /**
   * Reads the tags of an object (查询对象标签).
   * @see https://www.tencentcloud.com/document/product/436/35710
   */
  getObjectTagging: operation<GetObjectTaggingParams, GetObjectTaggingResult>(tagging.get, onVersion),

  /**
   * Deletes the tags of an object (删除对象标签).
   * @see https://www.tencentcloud.com/document/product/436/35709
   */
  deleteObjectTagging: operation<GetObjectTaggingParams, object>(tagging.delete, onVersion),
};
