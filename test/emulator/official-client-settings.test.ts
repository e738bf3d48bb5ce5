import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import COS from 'cos-nodejs-sdk-v5';
import { startEmulator, type Emulator } from '../../emulator';
import { bucketSettings, callByName, inventory } from '../helpers/bucket-settings';

/** The official SDK for Node, which we did not write, configures a bucket of the emulator. */
const place = { Bucket: 'official-1250000000', Region: 'ap-guangzhou' };
let emulator: Emulator;
let cos: COS;
beforeAll(async () => {
  emulator = await startEmulator({ buckets: [place] });
  const keys = { SecretId: emulator.secretId, SecretKey: emulator.secretKey };
  cos = new COS({ Protocol: 'http:', Proxy: `http://127.0.0.1:${emulator.port}`, KeepAlive: false, ...keys });
});
afterAll(() => emulator.close());

const call = (method: string, params: object = {}) => callByName(cos, method, { ...place, ...params });

test.each(bucketSettings)('$name: put, get, delete', async ({ name, params, answer, isPermanent }) => {
  await call(`putBucket${name}`, params);
  expect(await call(`getBucket${name}`)).toMatchObject(answer);
  if (!isPermanent) expect(await call(`deleteBucket${name}`)).toMatchObject({ statusCode: 204 });
});

test('inventory, location and ACL', async () => {
  await call('putBucketInventory', { Id: 'list1', InventoryConfiguration: inventory });
  expect(await call('getBucketInventory', { Id: 'list1' })).toMatchObject({ InventoryConfiguration: { Id: 'list1' } });
  expect(await call('listBucketInventory')).toMatchObject({ InventoryConfigurations: [{ Id: 'list1' }] });
  expect(await call('deleteBucketInventory', { Id: 'list1' })).toMatchObject({ statusCode: 204 });
  expect(await call('getBucketLocation')).toMatchObject({ LocationConstraint: 'ap-guangzhou' });
  await call('putBucketAcl', { ACL: 'public-read' });
  expect(await call('getBucketAcl')).toMatchObject({ ACL: 'public-read' });
});

test('tags, ACL, restoring and versions of objects', async () => {
  const object = { Key: 'a' };
  await call('putBucketVersioning', { VersioningConfiguration: { Status: 'Enabled' } });
  const { VersionId } = await call('putObject', { ...object, Body: 'one', StorageClass: 'ARCHIVE' });
  expect(
    await call('restoreObject', { ...object, RestoreRequest: { Days: 1, CASJobParameters: { Tier: 'Standard' } } }),
  ).toMatchObject({ statusCode: 202 });
  await call('putObjectTagging', { ...object, Tags: [{ Key: 'k', Value: 'v' }] });
  expect(await call('getObjectTagging', object)).toMatchObject({ Tags: [{ Key: 'k', Value: 'v' }] });
  await call('deleteObjectTagging', object);
  await call('putObjectAcl', { ...object, ACL: 'public-read' });
  expect(await call('getObjectAcl', object)).toMatchObject({ ACL: 'public-read' });
  await call('deleteObject', object);
  const listing = await call('listObjectVersions', { Prefix: 'a' });
  expect(listing).toMatchObject({
    Versions: [{ VersionId, IsLatest: 'false' }],
    DeleteMarkers: [{ IsLatest: 'true' }],
  });
  await call('deleteMultipleObject', { Objects: [{ Key: 'a', VersionId }] });
  expect(await call('listObjectVersions', { Prefix: 'a' })).toMatchObject({ Versions: [] });
});

test('what is configured, and old versions, survive a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cos-settings-'));
  const first = await startEmulator({ buckets: [place], dataDir });
  const start = (running: Emulator) =>
    new COS({
      Protocol: 'http:',
      Proxy: `http://127.0.0.1:${running.port}`,
      KeepAlive: false,
      SecretId: running.secretId,
      SecretKey: running.secretKey,
    });
  for (const { name, params } of bucketSettings)
    await callByName(start(first), `putBucket${name}`, { ...place, ...params });
  for (const Body of ['one', 'two']) await callByName(start(first), 'putObject', { ...place, Key: 'a', Body });
  await first.close();
  const second = await startEmulator({ dataDir });
  for (const { name, answer } of bucketSettings)
    expect(await callByName(start(second), `getBucket${name}`, place)).toMatchObject(answer);
  const { Versions } = await callByName(start(second), 'listObjectVersions', place);
  expect(Versions).toHaveLength(2);
  const [, old] = Versions as { VersionId: string }[];
  const { Body } = await callByName(start(second), 'getObject', { ...place, Key: 'a', VersionId: old?.VersionId });
  expect(String(Body)).toBe('one');
  await second.close();
  rmSync(dataDir, { recursive: true, force: true });
});
