import { Bucket, place, Region, startWorld, type World } from '../helpers/world';

let world: World;
let cos: ReturnType<World['newClient']>;
beforeAll(async () => {
  world = await startWorld();
  cos = world.newClient();
});
afterAll(() => world.close());

describe('tags of objects', () => {
  const Key = 'tagged';
  const Tags = [
    { Key: 'color', Value: '红 & blue' },
    { Key: 'b', Value: '' },
  ];
  beforeAll(() => cos.putObject({ ...place, Key, Body: 'x' }));

  test('are put, read and deleted', async () => {
    expect(await cos.getObjectTagging({ ...place, Key })).toMatchObject({ Tags: [] });
    await cos.putObjectTagging({ ...place, Key, Tags });
    expect(await cos.getObjectTagging({ ...place, Key })).toMatchObject({ statusCode: 200, Tags });
    expect((await cos.headObject({ ...place, Key })).headers['x-cos-tagging-count']).toBe('2');
    await cos.deleteObjectTagging({ ...place, Key });
    expect(await cos.getObjectTagging({ ...place, Key })).toMatchObject({ Tags: [] });
  });

  test('come with an upload, and stay with a copy', async () => {
    await cos.putObject({ ...place, Key: 'uploaded', Body: 'x', 'x-cos-tagging': 'a=1&b=%E7%BA%A2' });
    const expected = [
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '红' },
    ];
    expect(await cos.getObjectTagging({ ...place, Key: 'uploaded' })).toMatchObject({ Tags: expected });
    await cos.putObjectCopy({ ...place, Key: 'copied', CopySource: `${Bucket}.cos.${Region}.myqcloud.com/uploaded` });
    expect(await cos.getObjectTagging({ ...place, Key: 'copied' })).toMatchObject({ Tags: expected });
  });

  test('are ten at most', async () => {
    const many = Array.from({ length: 11 }, (_, n) => ({ Key: `k${n}`, Value: '' }));
    await expect(cos.putObjectTagging({ ...place, Key, Tags: many })).rejects.toMatchObject({ code: 'InvalidTag' });
  });
});

test('the ACL of an object: its own, and that of the bucket by default', async () => {
  const Key = 'acl';
  await cos.putObject({ ...place, Key, Body: 'x' });
  expect(await cos.getObjectAcl({ ...place, Key })).toMatchObject({ ACL: 'default' });
  await cos.putObjectAcl({ ...place, Key, ACL: 'public-read' });
  const acl = await cos.getObjectAcl({ ...place, Key });
  expect(acl).toMatchObject({ ACL: 'public-read', Owner: { ID: expect.any(String) as string } });
  const url = cos.getObjectUrl({ ...place, Key, Sign: false });
  const answer = await new Promise((resolve, reject) => world.wx.request({ url, success: resolve, fail: reject }));
  expect(answer).toMatchObject({ statusCode: 200, data: 'x' });
});

describe('archived objects', () => {
  const Key = 'archived';
  const RestoreRequest = { Days: 2, CASJobParameters: { Tier: 'Expedited' } };

  test('cannot be read until they are restored', async () => {
    await cos.putObject({ ...place, Key, Body: 'cold', StorageClass: 'ARCHIVE' });
    await expect(cos.getObject({ ...place, Key })).rejects.toMatchObject({
      code: 'InvalidObjectState',
      message: expect.stringContaining('restoreObject') as string,
    });
    expect(await cos.restoreObject({ ...place, Key, RestoreRequest })).toMatchObject({ statusCode: 202 });
    await expect(cos.restoreObject({ ...place, Key, RestoreRequest })).rejects.toMatchObject({
      code: 'RestoreAlreadyInProgress',
    });
    expect((await cos.headObject({ ...place, Key })).headers['x-cos-restore']).toBe('ongoing-request="true"');
    world.emulator.setClockOffset(5000);
    expect((await cos.getObject({ ...place, Key })).Body).toBe('cold');
    expect(await cos.restoreObject({ ...place, Key, RestoreRequest })).toMatchObject({ statusCode: 200 });
    world.emulator.setClockOffset(0);
  });

  test('are the only ones that can be restored', async () => {
    await cos.putObject({ ...place, Key: 'warm', Body: 'x' });
    await expect(cos.restoreObject({ ...place, Key: 'warm', RestoreRequest })).rejects.toMatchObject({
      code: 'MethodNotAllowed',
    });
  });
});

describe('versions', () => {
  const versioned = { Bucket: 'versioned-1250000000', Region };
  const target = { ...versioned, Key: '版本 1.txt' };
  const put = async (Body: string) => (await cos.putObject({ ...target, Body })).VersionId ?? '';
  let ids: string[];
  beforeAll(async () => {
    await cos.putBucket(versioned);
    await cos.putObject({ ...target, Body: 'zero' });
    await cos.putBucketVersioning({ ...versioned, VersioningConfiguration: { Status: 'Enabled' } });
    ids = [await put('one'), await put('two')];
  });

  test('every upload is one, the one from before included', async () => {
    expect(new Set(ids).size).toBe(2);
    const { Versions, DeleteMarkers, CommonPrefixes } = await cos.listObjectVersions({ ...versioned });
    expect(Versions.map(({ VersionId, IsLatest }) => [VersionId, IsLatest])).toEqual([
      [ids[1], 'true'],
      [ids[0], 'false'],
      ['null', 'false'],
    ]);
    expect([DeleteMarkers, CommonPrefixes]).toEqual([[], []]);
    for (const [VersionId, body] of [
      [ids[0], 'one'],
      ['null', 'zero'],
      [undefined, 'two'],
    ]) {
      const { Body } = await cos.getObject({ ...target, ...(VersionId ? { VersionId } : {}) });
      expect(Body).toBe(body);
    }
  });

  test('pages go through all of them, keys decoded', async () => {
    const seen: string[] = [];
    await cos.listAllObjectVersions({ ...versioned, MaxKeys: 1 }, ({ Versions }) => {
      seen.push(...Versions.map(({ Key, VersionId }) => `${Key} ${VersionId}`));
    });
    expect(seen).toEqual([ids[1], ids[0], 'null'].map((id) => `${target.Key} ${id}`));
  });

  test('deleting sets a marker, deleting the marker brings the object back', async () => {
    const deleted = await cos.deleteObject(target);
    expect(deleted).toMatchObject({
      statusCode: 204,
      DeleteMarker: 'true',
      VersionId: expect.stringMatching(/./) as string,
    });
    await expect(cos.getObject(target)).rejects.toMatchObject({ code: 'NoSuchKey', statusCode: 404 });
    const marker = deleted.VersionId ?? '';
    await expect(cos.headObject({ ...target, VersionId: marker })).rejects.toMatchObject({ statusCode: 405 });
    expect((await cos.listObjectVersions({ ...versioned })).DeleteMarkers).toMatchObject([
      { VersionId: marker, IsLatest: 'true' },
    ]);
    await cos.deleteObject({ ...target, VersionId: marker });
    expect((await cos.getObject(target)).Body).toBe('two');
  });

  test('one version is copied, tagged and deleted for good', async () => {
    const source = `${versioned.Bucket}.cos.${Region}.myqcloud.com/${target.Key}?versionId=${ids[0]}`;
    await cos.putObjectCopy({ ...versioned, Key: 'copy', CopySource: source });
    expect((await cos.getObject({ ...versioned, Key: 'copy' })).Body).toBe('one');
    await cos.putObjectTagging({ ...target, VersionId: ids[0], Tags: [{ Key: 'a', Value: 'b' }] });
    await cos.deleteMultipleObject({ ...versioned, Objects: [{ Key: target.Key, VersionId: ids[0] }] });
    await expect(cos.getObject({ ...target, VersionId: ids[0] })).rejects.toMatchObject({
      code: 'NoSuchVersion',
    });
    expect((await cos.getObject(target)).Body).toBe('two');
  });

  test('many are deleted with markers, each named', async () => {
    const { Deleted } = await cos.deleteMultipleObject({
      ...versioned,
      Objects: [{ Key: target.Key }, { Key: 'copy' }],
    });
    expect(Deleted).toMatchObject([
      { Key: target.Key, DeleteMarker: 'true', DeleteMarkerVersionId: expect.stringMatching(/./) as string },
      { Key: 'copy', DeleteMarker: 'true' },
    ]);
  });

  test('suspended, there is one version null', async () => {
    await cos.putBucketVersioning({ ...versioned, VersioningConfiguration: { Status: 'Suspended' } });
    await cos.putObject({ ...target, Body: 'three' });
    await cos.putObject({ ...target, Body: 'four' });
    const { Versions } = await cos.listObjectVersions({ ...versioned, Prefix: target.Key });
    expect(Versions.filter(({ VersionId }) => VersionId === 'null')).toHaveLength(1);
    expect((await cos.getObject({ ...target, VersionId: 'null' })).Body).toBe('four');
  });

  test('a bucket with nothing but old versions is not empty', async () => {
    await expect(cos.deleteBucket(versioned)).rejects.toMatchObject({ code: 'BucketNotEmpty', statusCode: 409 });
    const all: { Key: string; VersionId: string }[] = [];
    await cos.listAllObjectVersions({ ...versioned }, (page) => {
      all.push(...page.Versions, ...page.DeleteMarkers);
    });
    await cos.deleteMultipleObject({ ...versioned, Objects: all.map(({ Key, VersionId }) => ({ Key, VersionId })) });
    await cos.deleteBucket(versioned);
  });
});
