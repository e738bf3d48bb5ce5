import { bucketSettings, callByName, inventory } from '../helpers/bucket-settings';
import { place, startWorld, type World } from '../helpers/world';

let world: World;
let cos: ReturnType<World['newClient']>;
beforeAll(async () => {
  world = await startWorld();
  cos = world.newClient();
});
afterAll(() => world.close());

const call = (method: string, params: object = {}) => callByName(cos, method, { ...place, ...params });

describe.each(bucketSettings)('$name', ({ name, params, answer, empty, isPermanent }) => {
  const expectEmpty = async (): Promise<void> => {
    const got = call(`getBucket${name}`);
    if (typeof empty === 'string') await expect(got).rejects.toMatchObject({ code: empty, statusCode: 404 });
    else expect(await got).toMatchObject(empty);
  };

  test('not set, it reads as documented', expectEmpty);

  test('put, it reads as it was put', async () => {
    const { statusCode } = await call(`putBucket${name}`, params);
    expect([200, 204]).toContain(statusCode);
    expect(await call(`getBucket${name}`)).toMatchObject({ statusCode: 200, ...answer });
  });

  test(isPermanent ? 'it cannot be deleted' : 'deleted, it reads as never set', async () => {
    if (isPermanent) {
      expect(cos).not.toHaveProperty(`deleteBucket${name}`);
      return;
    }
    expect(await call(`deleteBucket${name}`)).toMatchObject({ statusCode: 204 });
    await expectEmpty();
  });

  test('a missing bucket is an error', async () => {
    const elsewhere = { Bucket: 'nowhere-1250000000', ...params };
    await expect(call(`getBucket${name}`, elsewhere)).rejects.toMatchObject({ code: 'NoSuchBucket' });
    await expect(call(`putBucket${name}`, elsewhere)).rejects.toMatchObject({ code: 'NoSuchBucket' });
  });
});

test('Encryption: put, get, delete', async () => {
  const rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } };
  expect(await call('getBucketEncryption')).toMatchObject({ statusCode: 404, EncryptionConfiguration: { Rules: [] } });
  await call('putBucketEncryption', { ServerSideEncryptionConfiguration: { Rule: [rule] } });
  const got = await call('getBucketEncryption');
  expect(JSON.stringify(got)).toContain('"SSEAlgorithm":"AES256"');
  expect(await call('deleteBucketEncryption')).toMatchObject({ statusCode: 204 });
});

test('Inventory: put, get, list, one made once, delete', async () => {
  const id = { Id: 'list1' };
  await expect(cos.getBucketInventory({ ...place, ...id })).rejects.toMatchObject({ code: 'NoSuchConfiguration' });
  await cos.putBucketInventory({ ...place, ...id, InventoryConfiguration: inventory });
  expect(await cos.getBucketInventory({ ...place, ...id })).toMatchObject({ InventoryConfiguration: inventory });
  const listed = await cos.listBucketInventory({ ...place });
  expect(listed).toMatchObject({ IsTruncated: 'false', InventoryConfigurations: [inventory] });
  const { Id, Destination, Filter, IncludedObjectVersions } = inventory;
  const once = { Id, Destination, Filter, IncludedObjectVersions };
  const posted = await cos.postBucketInventory({ ...place, ...id, InventoryConfiguration: once });
  expect(posted.JobId).toMatch(/./);
  expect(await cos.deleteBucketInventory({ ...place, ...id })).toMatchObject({ statusCode: 204 });
  expect(await cos.listBucketInventory({ ...place })).toMatchObject({ InventoryConfigurations: [] });
});

test('inventories are listed in pages', async () => {
  for (let n = 100; n < 202; n += 1) {
    const Id = `many-${n}`;
    await cos.putBucketInventory({ ...place, Id, InventoryConfiguration: { ...inventory, Id } });
  }
  const first = await cos.listBucketInventory({ ...place });
  expect(first).toMatchObject({ IsTruncated: 'true', NextContinuationToken: 'many-199' });
  const second = await cos.listBucketInventory({ ...place, ContinuationToken: 'many-199' });
  expect(second.InventoryConfigurations.map(({ Id }) => Id)).toEqual(['many-200', 'many-201']);
});

test('Location', async () => {
  expect(await cos.getBucketLocation({ ...place })).toMatchObject({ LocationConstraint: place.Region });
});

test('ACL: presets, grants and policies of the documents', async () => {
  const id = 'qcs::cam::uin/100000000002:uin/100000000002';
  expect(await cos.getBucketAcl({ ...place })).toMatchObject({
    ACL: 'private',
    Owner: { ID: expect.stringMatching(/^qcs::cam/) as string },
  });
  await cos.putBucketAcl({ ...place, ACL: 'public-read' });
  expect(await cos.getBucketAcl({ ...place })).toMatchObject({ ACL: 'public-read' });
  await cos.putBucketAcl({ ...place, GrantRead: `id="${id}",id="${id}"` });
  expect(await cos.getBucketAcl({ ...place })).toMatchObject({ GrantRead: `id="${id}"` });
  const Owner = { ID: 'qcs::cam::uin/100000000001:uin/100000000001' };
  const Grants = [{ Grantee: { ID: id }, Permission: 'FULL_CONTROL' }];
  await cos.putBucketAcl({ ...place, AccessControlPolicy: { Owner, Grants } });
  const acl = await cos.getBucketAcl({ ...place });
  expect(acl).toMatchObject({ Owner, GrantFullControl: `id="${id}"` });
  expect(acl.Grants).toContainEqual(expect.objectContaining({ Permission: 'FULL_CONTROL' }));
});

test.each([
  [
    'putBucketTagging',
    {
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'a', Value: '2' },
      ],
    },
    'InvalidTag',
  ],
  ['putBucketVersioning', { VersioningConfiguration: { Status: 'On' } }, 'MalformedXML'],
  ['putBucketLifecycle', { Rules: [{ ID: 'a' }] }, 'MalformedXML'],
  ['putBucketPolicy', { Policy: { version: '2.0' } }, 'MalformedPolicy'],
  ['putBucketCors', { CORSRules: [{ AllowedOrigin: '*', AllowedMethod: 'PATCH' }] }, 'MalformedXML'],
])('%s with %j is refused by COS as %s', async (method, params, code) => {
  await expect(call(method, params)).rejects.toMatchObject({
    code,
    statusCode: 400,
    RequestId: expect.stringMatching(/./) as string,
  });
});
