import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurations, documentOf, makeBucket, putConfiguration } from './helpers/bucket-configurations';
import { RawClient, testHost } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;
beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

const temporaryKeys = (action: string) => {
  const statement = [{ effect: 'allow' as const, action, resource: '*' }];
  const { credentials } = emulator.issueCredentials({ policy: { statement } });
  const { tmpSecretId, tmpSecretKey, sessionToken } = credentials;
  return { secretId: tmpSecretId, secretKey: tmpSecretKey, token: sessionToken };
};

describe.each(configurations)('$subResource', (configuration) => {
  const { subResource, name, xml, unset, putStatus = 200, needsMd5 = false, isPermanent = false } = configuration;
  const query = { [subResource]: '' };
  const [unsetStatus, unsetAnswer] = unset;
  const expectUnset = async (): Promise<void> => {
    const answer = await client.send({ query });
    expect([answer.status, unsetStatus === 200 ? documentOf(answer) : answer.code]).toEqual([unsetStatus, unsetAnswer]);
  };

  test('not set', expectUnset);

  test('put and got', async () => {
    const put = await putConfiguration(client, subResource, xml);
    expect([put.status, put.text]).toEqual([putStatus, '']);
    const got = await client.send({ query });
    expect([got.status, got.headers['content-type'], documentOf(got)]).toEqual([200, 'application/xml', xml]);
  });

  test(needsMd5 ? 'refused without Content-MD5' : 'taken without Content-MD5', async () => {
    const answer = await client.send({ method: 'PUT', query, body: xml });
    expect([answer.status, answer.code]).toEqual(needsMd5 ? [400, 'InvalidRequest'] : [putStatus, undefined]);
  });

  test.each([
    ['another Content-MD5', xml, { 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }, 'BadDigest'],
    ['a Content-MD5 that is none', xml, { 'content-md5': 'nonsense' }, 'InvalidDigest'],
    ['no body', '', {}, 'MissingRequestBodyError'],
    ['XML that ends early', xml.slice(0, -3), {}, 'MalformedXML'],
    ['another root', '<Other></Other>', {}, 'MalformedXML'],
    ['an unknown element', xml.replace(/<\/[A-Za-z]+>$/, '<Other></Other>$&'), {}, 'MalformedXML'],
    ['a document type', `<!DOCTYPE a [<!ENTITY b "c">]>${xml}`, {}, 'MalformedXML'],
  ])('%s is refused and changes nothing', async (_name, body, headers, code) => {
    const before = documentOf(await client.send({ query }));
    const answer = await putConfiguration(client, subResource, body, { headers });
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect(documentOf(await client.send({ query }))).toBe(before);
  });

  test(isPermanent ? 'it cannot be deleted' : 'deleted', async () => {
    const deleted = await client.send({ method: 'DELETE', query });
    if (isPermanent) {
      expect([deleted.status, deleted.code]).toEqual([405, 'MethodNotAllowed']);
      return;
    }
    expect([deleted.status, deleted.text]).toEqual([204, '']);
    await expectUnset();
    await putConfiguration(client, subResource, xml);
  });

  const methods = isPermanent ? ['PUT', 'GET'] : ['PUT', 'GET', 'DELETE'];
  const request = (method: string) => ({ method, query, body: method === 'PUT' ? xml : undefined });

  test.each(methods)('%s: no such bucket, strangers are refused, one action allows it', async (method) => {
    const host = 'none-1250000000.cos.ap-guangzhou.myqcloud.com';
    const missing = await client.send({ ...request(method), host });
    expect([missing.status, missing.code]).toEqual([404, 'NoSuchBucket']);
    const anonymous = await client.send({ ...request(method), keys: false });
    expect([anonymous.status, anonymous.code]).toEqual([403, 'AccessDenied']);
    const verb = method === 'PUT' ? 'Put' : method === 'GET' ? 'Get' : 'Delete';
    const others = await client.send({ ...request(method), keys: temporaryKeys('name/cos:HeadBucket') });
    expect([others.status, others.code]).toEqual([403, 'AccessDenied']);
    const allowed = temporaryKeys(`name/cos:${verb}Bucket${name}`);
    const answer =
      method === 'PUT'
        ? await putConfiguration(client, subResource, xml, { keys: allowed })
        : await client.send({ ...request(method), keys: allowed });
    expect(answer.status).toBeLessThan(300);
    if (method === 'DELETE') await putConfiguration(client, subResource, xml);
  });
});

test('even a public bucket shows its configurations to its owner only', async () => {
  const host = await makeBucket(client, 'public');
  await client.send({ method: 'PUT', host, query: { acl: '' }, headers: { 'x-cos-acl': 'public-read-write' } });
  for (const { subResource } of configurations) {
    expect((await client.send({ host, query: { [subResource]: '' }, keys: false })).status).toBe(403);
  }
});

test('configurations are neither read nor changed on the acceleration domain', async () => {
  const host = testHost.replace('ap-guangzhou', 'accelerate');
  for (const { subResource } of configurations) {
    const { code } = await client.send({ host, query: { [subResource]: '' } });
    expect(code).toBe('ActionAccelerateNotSupported');
  }
});

test('deleting a lifecycle that is not there is an error, deleting other configurations is not', async () => {
  const host = await makeBucket(client, 'empty');
  for (const { subResource } of configurations.filter(({ isPermanent }) => !isPermanent)) {
    const { status, code } = await client.send({ method: 'DELETE', host, query: { [subResource]: '' } });
    const expected = subResource === 'lifecycle' ? [404, 'NoSuchLifecycleConfiguration'] : [204, undefined];
    expect([subResource, status, code]).toEqual([subResource, ...expected]);
  }
});

test('configurations that are put at the same time are all kept, in memory and on disk', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cos-configurations-'));
  const first = await startTestEmulator({ dataDir });
  const [late, early] = [configurations.filter(({ name }) => name === 'Replication'), configurations];
  const atOnce = early.filter((configuration) => !late.includes(configuration));
  await Promise.all(atOnce.map(({ subResource, xml }) => putConfiguration(first.client, subResource, xml)));
  await Promise.all(late.map(({ subResource, xml }) => putConfiguration(first.client, subResource, xml)));
  const expectAll = async (reader: RawClient): Promise<void> => {
    for (const { subResource, xml } of configurations)
      expect(documentOf(await reader.send({ query: { [subResource]: '' } }))).toBe(xml);
  };
  await expectAll(first.client);
  await first.emulator.close();
  const second = await startTestEmulator({ dataDir });
  await expectAll(second.client);
  await second.emulator.close();
  rmSync(dataDir, { recursive: true, force: true });
});

test('a bucket that is deleted while its configuration arrives stays deleted', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'cos-configurations-'));
  const first = await startTestEmulator({ dataDir, buckets: [] });
  const host = await makeBucket(first.client, 'short-lived');
  const { xml } = configurations[0]!;
  const slow = first.emulator.faults.add({ operation: 'PutBucketTagging', bandwidthBytesPerSecond: 400 });
  const putting = putConfiguration(first.client, 'tagging', xml, { host });
  while (slow.hits === 0) await new Promise((resolve) => setImmediate(resolve));
  expect((await first.client.send({ method: 'DELETE', host })).status).toBe(204);
  const answer = await putting;
  expect([answer.status, answer.code]).toEqual([404, 'NoSuchBucket']);
  await first.emulator.close();
  const second = await startTestEmulator({ dataDir, buckets: [] });
  expect((await second.client.send({ method: 'HEAD', host })).status).toBe(404);
  await second.emulator.close();
  rmSync(dataDir, { recursive: true, force: true });
});
