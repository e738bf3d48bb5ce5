import type { Answer, BucketCall } from '../server/call';
import { readXml } from '../xml/read';
import { readTree } from '../xml/schema';
import { bucketSchemas } from './bucket-schemas';
import { changeVersion, findVersion } from './find-version';
import type { Operation } from './operation';
import { readTextBody } from './read-body';
import { readObjectTags } from './tags';
import { xmlAnswer } from './xml-answer';

const common = { on: 'object', subResources: ['tagging'] } as const;

export const objectTaggingOperations: Operation[] = [
  { ...common, name: 'PutObjectTagging', method: 'PUT', access: 'owner', handle: putTagging },
  { ...common, name: 'GetObjectTagging', method: 'GET', access: 'owner', handle: getTagging },
  { ...common, name: 'DeleteObjectTagging', method: 'DELETE', access: 'owner', handle: deleteTagging },
];

async function putTagging(call: BucketCall): Promise<Answer> {
  findVersion(call);
  const tree = readTree(readXml(await readTextBody(call), 'Tagging'), bucketSchemas.tagging, 'Tagging');
  const tags = readObjectTags(tree);
  await changeVersion(call, (record) => ({ ...record, tags }));
  return { status: 200 };
}

function getTagging(call: BucketCall): Promise<Answer> {
  const { tags = [] } = findVersion(call);
  const TagSet = { Tag: tags.map(([Key, Value]) => ({ Key, Value })) };
  return Promise.resolve(xmlAnswer('Tagging', { TagSet }));
}

async function deleteTagging(call: BucketCall): Promise<Answer> {
  findVersion(call);
  await changeVersion(call, (record) => ({ ...record, tags: undefined }));
  return { status: 204 };
}
