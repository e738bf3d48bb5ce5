import { failure } from '../errors';
import { Query } from '../server/query';
import { textAt, treesAt } from '../xml/tree';
import type { XmlTree } from '../xml/write';

/** Keys of tags are different, and there are not too many of them. */
export function checkTags(document: XmlTree, most: number): void {
  const keys = treesAt(treesAt(document, 'TagSet')[0], 'Tag').map((tag) => textAt(tag, 'Key'));
  if (keys.length > most) throw failure('InvalidTag', `There may be ${most} tags, got ${keys.length}.`);
  if (new Set(keys).size < keys.length) throw failure('InvalidTag', 'The keys of tags must be different.');
}

/** https://cloud.tencent.com/document/product/436/42997 */
const maxObjectTags = 10;
const maxKeyCharacters = 127;
const maxValueCharacters = 255;

export type Tags = readonly (readonly [key: string, value: string])[];

export function readObjectTags(tree: XmlTree): Tags {
  checkTags(tree, maxObjectTags);
  const tags = treesAt(treesAt(tree, 'TagSet')[0], 'Tag');
  return tags.map((tag) => [textAt(tag, 'Key') ?? '', textAt(tag, 'Value') ?? ''] as const);
}

/** The header `x-cos-tagging: a=1&b=2` of uploads. */
export function readTagHeader(header: string | undefined): { tags?: Tags } {
  if (header === undefined || header === '') return {};
  const pairs = Query.parse(header).pairs.map(([key, value]) => {
    if (key === '' || key.length > maxKeyCharacters || value.length > maxValueCharacters)
      throw failure(
        'InvalidTag',
        `The key of a tag has 1 to ${maxKeyCharacters} characters, its value up to ${maxValueCharacters}.`,
      );
    return { Key: key, Value: value };
  });
  return { tags: readObjectTags({ TagSet: [{ Tag: pairs }] }) };
}
