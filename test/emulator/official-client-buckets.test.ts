import COS from 'cos-nodejs-sdk-v5';
import { startEmulator, type Emulator } from '../../emulator';
import { bucketSettings, callByName, inventory } from '../helpers/bucket-settings';

/** Configurations of buckets by the official SDK for Node: what it reads where nothing is set, and errors. */
const place = { Bucket: 'official-1250000000', Region: 'ap-guangzhou' };
let emulator: Emulator;
let cos: COS;
beforeAll(async () => {
  emulator = await startEmulator({ buckets: [place] });
  cos = newClient({ SecretId: emulator.secretId, SecretKey: emulator.secretKey });
});
afterAll(() => emulator.close());

const newClient = (options: object): COS =>
  new COS({ Protocol: 'http:', Proxy: `http://127.0.0.1:${emulator.port}`, KeepAlive: false, ...options });

const call = (method: string, params: object = {}) => callByName(cos, method, { ...place, ...params });

describe.each(bucketSettings)('$name', ({ name, params, answer, empty, isPermanent }) => {
  const expectEmpty = async (): Promise<void> => {
    const got = call(`getBucket${name}`);
    if (typeof empty === 'string') await expect(got).rejects.toMatchObject({ code: empty, statusCode: 404 });
    else expect(await got).toMatchObject(empty);
  };

  test('not set, put, got, deleted', async () => {
    await expectEmpty();
    await call(`putBucket${name}`, params);
    expect(await call(`getBucket${name}`)).toMatchObject({ statusCode: 200, ...answer });
    if (isPermanent) return;
    expect(await call(`deleteBucket${name}`)).toMatchObject({ statusCode: 204 });
    await expectEmpty();
  });

  test('no such bucket', async () => {
    const elsewhere = { Bucket: 'nowhere-1250000000' };
    const missing = { code: 'NoSuchBucket', statusCode: 404 };
    await expect(call(`putBucket${name}`, { ...params, ...elsewhere })).rejects.toMatchObject(missing);
    await expect(call(`getBucket${name}`, elsewhere)).rejects.toMatchObject(missing);
  });
});

test('encryption: not set, put, got, deleted', async () => {
  const Rule = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }];
  const unset = { statusCode: 404, EncryptionConfiguration: { Rules: [] } };
  expect(await call('getBucketEncryption')).toMatchObject(unset);
  await call('putBucketEncryption', { ServerSideEncryptionConfiguration: { Rule } });
  // It reads the document under its own name, but not into the list of EncryptionConfiguration.
  expect(await call('getBucketEncryption')).toMatchObject({ ServerSideEncryptionConfiguration: { Rule: Rule[0] } });
  expect(await call('deleteBucketEncryption')).toMatchObject({ statusCode: 204 });
  expect(await call('getBucketEncryption')).toMatchObject(unset);
});

test('inventories put at the same time are all kept and come in pages', async () => {
  const ids = Array.from({ length: 105 }, (_, index) => `list-${index + 100}`);
  await Promise.all(ids.map((Id) => call('putBucketInventory', { Id, InventoryConfiguration: { ...inventory, Id } })));
  const first = await call('listBucketInventory');
  expect(first).toMatchObject({ IsTruncated: 'true', NextContinuationToken: 'list-199' });
  const second = await call('listBucketInventory', { ContinuationToken: 'list-199' });
  expect(second).toMatchObject({ IsTruncated: 'false', InventoryConfigurations: { length: 5 } });
  await call('deleteBucketInventory', { Id: 'list-100' });
  await expect(call('getBucketInventory', { Id: 'list-100' })).rejects.toMatchObject({ statusCode: 404 });
});

test('ACL: presets, grants by header and by XML', async () => {
  const account = 'qcs::cam::uin/100000000002:uin/100000000002';
  await call('putBucketAcl', { ACL: 'public-read-write' });
  expect(await call('getBucketAcl')).toMatchObject({ ACL: 'public-read-write' });
  await call('putBucketAcl', { GrantRead: 'id="100000000002"' });
  expect(await call('getBucketAcl')).toMatchObject({ ACL: 'private', GrantRead: `id="${account}"` });
  const Owner = { ID: 'qcs::cam::uin/100000000001:uin/100000000001' };
  const Grants = [{ Grantee: { ID: account }, Permission: 'WRITE' }];
  await call('putBucketAcl', { AccessControlPolicy: { Owner, Grants } });
  expect(await call('getBucketAcl')).toMatchObject({ ACL: 'private', GrantWrite: `id="${account}"` });
});

test('the location, and what belongs into the TXT record of a domain', async () => {
  expect(await call('getBucketLocation')).toMatchObject({ LocationConstraint: place.Region });
  const { headers } = await call('getBucketDomain');
  expect(headers).toMatchObject({
    'x-cos-domain-txt-verification': expect.stringMatching(/^tencent-cloud-cos-verification=[0-9a-f]{32}$/) as string,
  });
});

test.each<[string, string, object, string]>([
  ['a lifecycle without anything to do', 'putBucketLifecycle', { Rules: [{ ID: 'a' }] }, 'MalformedXML'],
  [
    'an unknown method',
    'putBucketCors',
    { CORSRules: [{ AllowedOrigin: '*', AllowedMethod: 'PATCH' }] },
    'MalformedXML',
  ],
  ['a policy without statements', 'putBucketPolicy', { Policy: { version: '2.0' } }, 'MalformedPolicy'],
  ['an unknown preset', 'putBucketAcl', { ACL: 'everybody' }, 'InvalidArgument'],
])('%s is refused', async (_name, method, params, code) => {
  await expect(call(method, params)).rejects.toMatchObject({ code, statusCode: 400 });
});

test('keys of another action are refused', async () => {
  const statement = [{ effect: 'allow' as const, action: 'name/cos:GetBucketTagging', resource: '*' }];
  const { credentials, startTime, expiredTime } = emulator.issueCredentials({ policy: { statement } });
  const limited = newClient({
    getAuthorization: (_options: unknown, callback: (answer: object) => void) =>
      callback({
        TmpSecretId: credentials.tmpSecretId,
        TmpSecretKey: credentials.tmpSecretKey,
        SecurityToken: credentials.sessionToken,
        StartTime: startTime,
        ExpiredTime: expiredTime,
      }),
  });
  expect(await callByName(limited, 'getBucketTagging', place)).toMatchObject({ statusCode: 404, Tags: [] });
  await expect(callByName(limited, 'deleteBucketTagging', place)).rejects.toMatchObject({ code: 'AccessDenied' });
});
