import { operation } from '../schema/operation';
import type { ObjectParams, VersionParams } from '../schema/params';
import { encodeTags, noTags, tagging, type TagsParams, type TagsResult } from './tags';

export interface GetObjectTaggingParams extends ObjectParams, VersionParams {}

/** At most 10 tags on an object. */
export interface PutObjectTaggingParams extends GetObjectTaggingParams, TagsParams {}

export type GetObjectTaggingResult = TagsResult;

const target = { on: 'object', subresource: 'tagging', query: [['VersionId', 'versionId']] } as const;

export const objectTagging = {
  /**
   * Sets the tags of an object (设置对象标签), at most 10.
   * @see https://www.tencentcloud.com/document/product/436/35709
   */
  putObjectTagging: operation<PutObjectTaggingParams, object>({
    method: 'PUT',
    ...target,
    encode: encodeTags,
    body: tagging,
  }),

  /**
   * Reads the tags of an object (查询对象标签).
   * @see https://www.tencentcloud.com/document/product/436/35710
   */
  getObjectTagging: operation<GetObjectTaggingParams, GetObjectTaggingResult>({
    method: 'GET',
    ...target,
    result: tagging,
    recover: noTags,
  }),

  /**
   * Deletes the tags of an object (删除对象标签).
   * @see https://www.tencentcloud.com/document/product/436/35709
   */
  deleteObjectTagging: operation<GetObjectTaggingParams, object>({ method: 'DELETE', ...target }),
};
