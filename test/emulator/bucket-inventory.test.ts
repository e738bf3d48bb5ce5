import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentOf, makeBucket, putConfiguration } from './helpers/bucket-configurations';
import { xmlText, xmlTexts, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;
beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

const regular = '<Schedule><Frequency>Daily</Frequency></Schedule>';
const inventory = (id: string, more = regular): string =>
  `<InventoryConfiguration><Id>${id}</Id><Destination><COSBucketDestination><Format>CSV</Format><AccountId>100000000001</AccountId><Bucket>qcs::cos:ap-guangzhou::examplebucket-1250000000</Bucket><Prefix>list1</Prefix><Encryption><SSE-COS></SSE-COS></Encryption></COSBucketDestination></Destination><Filter><Prefix>myPrefix</Prefix></Filter><IncludedObjectVersions>All</IncludedObjectVersions><OptionalFields><Field>Size</Field><Field>Crc64</Field><Field>x-cos-meta-*</Field></OptionalFields>${more === '' ? '' : `<IsEnabled>true</IsEnabled>${more}`}</InventoryConfiguration>`;
const put = (id: string, body = inventory(id), host?: string) =>
  putConfiguration(client, 'inventory', body, { query: { id }, ...(host === undefined ? {} : { host }) });
const get = (id: string, host?: string) =>
  client.send({ query: { inventory: '', id }, ...(host === undefined ? {} : { host }) });

test('put, got, replaced, deleted', async () => {
  expect((await put('list1')).status).toBe(200);
  expect(documentOf(await get('list1'))).toBe(inventory('list1'));
  const weekly = inventory('list1').replace('Daily', 'Weekly');
  await put('list1', weekly);
  expect(documentOf(await get('list1'))).toBe(weekly);
  expect((await client.send({ method: 'DELETE', query: { inventory: '', id: 'list1' } })).status).toBe(204);
  const gone = await get('list1');
  expect([gone.status, gone.code]).toEqual([404, 'NoSuchConfiguration']);
});

test.each(['constructor', 'toString', '__proto__'])('an inventory of the name %s is one like any other', async (id) => {
  expect((await get(id)).code).toBe('NoSuchConfiguration');
  expect((await put(id)).status).toBe(200);
  expect(documentOf(await get(id))).toBe(inventory(id));
  await client.send({ method: 'DELETE', query: { inventory: '', id } });
  expect((await get(id)).code).toBe('NoSuchConfiguration');
});

test.each<[string, string, string, string]>([
  ['another id in the query', 'other', inventory('list1'), 'InvalidArgument'],
  ['an id with a slash', 'a/b', inventory('a/b'), 'MalformedXML'],
  ['no schedule', 'list1', inventory('list1', ''), 'MalformedXML'],
  ['an unknown frequency', 'list1', inventory('list1').replace('Daily', 'Hourly'), 'MalformedXML'],
  ['a bucket that is no resource', 'list1', inventory('list1').replace('qcs::cos:', ''), 'MalformedXML'],
  ['an unknown choice of versions', 'list1', inventory('list1').replace('>All<', '>Some<'), 'MalformedXML'],
  ['no body', 'list1', '', 'MissingRequestBodyError'],
])('%s is refused', async (_name, id, body, code) => {
  const answer = await put(id, body);
  expect([answer.status, answer.code]).toEqual([400, code]);
});

test('Content-MD5 is needed, and an id to delete', async () => {
  const query = { inventory: '', id: 'list1' };
  for (const method of ['PUT', 'POST'])
    expect((await client.send({ method, query, body: inventory('list1') })).code).toBe('InvalidRequest');
  expect((await client.send({ method: 'DELETE', query: { inventory: '' } })).code).toBe('InvalidArgument');
});

test('a list that is made once answers its job and is not among the regular ones', async () => {
  const post = (body: string) => putConfiguration(client, 'inventory', body, { method: 'POST', query: { id: 'once' } });
  const answer = await post(inventory('once', ''));
  expect([answer.status, xmlText(answer.text, 'JobId')]).toEqual([200, expect.stringMatching(/^[\w+/]{10,}=*$/)]);
  expect(documentOf(answer)).toMatch(/^<PostInventoryResult><JobId>[^<]+<\/JobId><\/PostInventoryResult>$/);
  expect((await post(inventory('once'))).code).toBe('MalformedXML');
  expect((await get('once')).code).toBe('NoSuchConfiguration');
});

test('inventories put at the same time are all kept, listed in pages of 100, and survive a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cos-inventories-'));
  const ids = Array.from({ length: 205 }, (_, index) => `list-${String(index).padStart(3, '0')}`);
  const first = await startTestEmulator({ dataDir });
  await Promise.all(ids.map((id) => putConfiguration(first.client, 'inventory', inventory(id), { query: { id } })));
  await first.emulator.close();
  const second = await startTestEmulator({ dataDir });
  const seen: string[] = [];
  const sizes: number[] = [];
  for (let token: string | undefined = ''; token !== undefined;) {
    const { text } = await second.client.send({
      query: { inventory: '', ...(token === '' ? {} : { 'continuation-token': token }) },
    });
    const page = xmlTexts(text, 'Id');
    seen.push(...page);
    sizes.push(page.length);
    expect(xmlText(text, 'ContinuationToken')).toBe(token === '' ? undefined : token);
    token = xmlText(text, 'NextContinuationToken');
    expect(xmlText(text, 'IsTruncated')).toBe(String(token !== undefined));
  }
  expect([sizes, seen]).toEqual([[100, 100, 5], ids]);
  await second.emulator.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a thousand inventories, not one more', async () => {
  const host = await makeBucket(client, 'many');
  const putMany = async (from: number, to: number): Promise<void> => {
    for (let index = from; index < to; index += 50)
      await Promise.all(Array.from({ length: 50 }, (_, n) => put(`i${index + n}`, undefined, host)));
  };
  await putMany(0, 1000);
  const over = await put('i1000', undefined, host);
  expect([over.status, over.code]).toEqual([400, 'TooManyConfigurations']);
  expect((await put('i999', undefined, host)).status).toBe(200);
  expect((await get('i1000', host)).code).toBe('NoSuchConfiguration');
});

test('no such bucket; strangers; one action', async () => {
  const host = 'none-1250000000.cos.ap-guangzhou.myqcloud.com';
  expect((await put('a', inventory('a'), host)).code).toBe('NoSuchBucket');
  expect((await get('a', host)).code).toBe('NoSuchBucket');
  expect((await client.send({ query: { inventory: '' }, keys: false })).code).toBe('AccessDenied');
  const statement = [{ effect: 'allow' as const, action: 'name/cos:PostBucketInventory', resource: '*' }];
  const { credentials } = emulator.issueCredentials({ policy: { statement } });
  const { tmpSecretId, tmpSecretKey, sessionToken } = credentials;
  const keys = { secretId: tmpSecretId, secretKey: tmpSecretKey, token: sessionToken };
  const send = (method: string, body: string) =>
    putConfiguration(client, 'inventory', body, { method, query: { id: 'a' }, keys });
  expect((await send('POST', inventory('a', ''))).status).toBe(200);
  expect((await send('PUT', inventory('a'))).code).toBe('AccessDenied');
});
