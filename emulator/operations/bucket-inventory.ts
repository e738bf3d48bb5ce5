import { randomBytes } from 'node:crypto';
import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import type { BucketSettings } from '../storage/records';
import { readXml } from '../xml/read';
import { readTree, type XmlSchema } from '../xml/schema';
import { textAt } from '../xml/tree';
import type { XmlTree } from '../xml/write';
import { regularInventory, singleInventory } from './bucket-schemas';
import type { Operation } from './operation';
import { readTextBody, requireContentMd5 } from './read-body';
import { xmlAnswer } from './xml-answer';

const common = { on: 'bucket', access: 'owner', isSetting: true, subResources: ['inventory'] } as const;

export const inventoryOperations: Operation[] = [
  { ...common, name: 'PutBucketInventory', method: 'PUT', handle: putInventory },
  { ...common, name: 'PostBucketInventory', method: 'POST', handle: postInventory },
  // One method serves two operations: with an id it gets one inventory, without it lists all.
  { ...common, name: 'GetBucketInventory', method: 'GET', handle: getInventory },
  { ...common, name: 'DeleteBucketInventory', method: 'DELETE', handle: deleteInventory },
];

const root = 'InventoryConfiguration';
const pageSize = 100;
const maxInventories = 1000;

/** By id; a map, because any property of an object could be asked for as an id. */
const inventoriesOf = (settings: BucketSettings): Map<string, XmlTree> =>
  new Map(Object.entries(settings.inventories ?? {}));

async function readInventory(call: BucketCall, schema: XmlSchema): Promise<{ id: string; tree: XmlTree }> {
  const body = await readTextBody(call);
  requireContentMd5(call);
  const tree = readTree(readXml(body, root), schema, root);
  const id = textAt(tree, 'Id') ?? '';
  if (call.request.query.get('id') !== id)
    throw failure('InvalidArgument', 'The id of the query must be that of the configuration.');
  return { id, tree };
}

async function putInventory(call: BucketCall): Promise<Answer> {
  const { id, tree } = await readInventory(call, regularInventory);
  await call.services.store.update(call.bucket.settings.Bucket, (settings) => {
    const inventories = inventoriesOf(settings).set(id, tree);
    if (inventories.size > maxInventories) throw failure('TooManyConfigurations');
    return { ...settings, inventories: Object.fromEntries(inventories) };
  });
  return { status: 200 };
}

async function postInventory(call: BucketCall): Promise<Answer> {
  await readInventory(call, singleInventory);
  return xmlAnswer('PostInventoryResult', { JobId: randomBytes(12).toString('base64') });
}

function getInventory(call: BucketCall): Promise<Answer> {
  const inventories = inventoriesOf(call.bucket.settings);
  const id = call.request.query.get('id');
  if (id === undefined) return Promise.resolve(listInventories(call, inventories));
  const tree = inventories.get(id);
  if (!tree) throw failure('NoSuchConfiguration');
  return Promise.resolve(xmlAnswer(root, tree));
}

function listInventories(call: BucketCall, inventories: ReadonlyMap<string, XmlTree>): Answer {
  const token = call.request.query.get('continuation-token') ?? '';
  const ids = [...inventories.keys()].sort();
  const rest = ids.filter((id) => id > token);
  const page = rest.slice(0, pageSize);
  const isTruncated = rest.length > page.length;
  return xmlAnswer('ListInventoryConfigurationResult', {
    InventoryConfiguration: page.map((id) => inventories.get(id)),
    IsTruncated: isTruncated,
    ContinuationToken: token === '' ? undefined : token,
    NextContinuationToken: isTruncated ? page[page.length - 1] : undefined,
  });
}

async function deleteInventory(call: BucketCall): Promise<Answer> {
  const id = call.request.query.get('id');
  if (!id) throw failure('InvalidArgument', 'The query must hold the id of an inventory.');
  await call.services.store.update(call.bucket.settings.Bucket, (settings) => {
    const inventories = inventoriesOf(settings);
    inventories.delete(id);
    return { ...settings, inventories: Object.fromEntries(inventories) };
  });
  return { status: 204 };
}
