import { place, startWorld, type World } from '../helpers/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => void world.takeRequests());
afterEach(() => world.emulator.faults.clear());

const names = () => world.takeRequests().map(({ operation }) => operation);

describe('deleteMultipleObject', () => {
  const Objects = Array.from({ length: 2500 }, (_, n) => ({ Key: `many/${n}` }));

  test('more than 1,000 keys are deleted in several requests', async () => {
    const cos = world.newClient();
    await cos.putObject({ ...place, Key: 'many/2400', Body: 'x' });
    world.takeRequests();
    const { Deleted, Error } = await cos.deleteMultipleObject({ ...place, Objects });
    expect(Deleted.map(({ Key }) => Key)).toEqual(Objects.map(({ Key }) => Key));
    expect(Error).toEqual([]);
    expect(names()).toHaveLength(3);
    await expect(cos.headObject({ ...place, Key: 'many/2400' })).rejects.toMatchObject({ statusCode: 404 });
  });

  test('a request that fails later does not hide what was deleted', async () => {
    world.emulator.faults.add({ operation: 'DeleteMultipleObjects', skip: 1, status: 403, code: 'AccessDenied' });
    const { Deleted, Error } = await world.newClient().deleteMultipleObject({ ...place, Objects });
    expect(Deleted).toHaveLength(1500);
    expect(Error).toHaveLength(1000);
    expect(Error[0]).toMatchObject({
      Key: 'many/1000',
      Code: 'AccessDenied',
      Message: expect.stringMatching(/./) as string,
    });
  });

  test('a first request that fails rejects', async () => {
    world.emulator.faults.add({ operation: 'DeleteMultipleObjects', status: 403, code: 'AccessDenied' });
    await expect(world.newClient().deleteMultipleObject({ ...place, Objects })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
    expect(names()).toHaveLength(1);
  });

  test('one bad key among thousands is refused before any is deleted', async () => {
    const bad = [...Objects, { Key: '' }];
    await expect(world.newClient().deleteMultipleObject({ ...place, Objects: bad })).rejects.toMatchObject({
      code: 'InvalidArgument',
    });
    expect(names()).toEqual([]);
  });
});

describe('abortUploadTask', () => {
  const begin = async (Key: string) => (await world.newClient().multipartInit({ ...place, Key })).UploadId;
  const left = async () => (await world.newClient().multipartList({ ...place })).Upload.map(({ Key }) => Key);

  test('task gives up one upload, file all of one object, bucket all', async () => {
    const cos = world.newClient();
    const ids = [await begin('a'), await begin('a'), await begin('a'), await begin('a2'), await begin('b')];
    const one = await cos.abortUploadTask({ ...place, Level: 'task', Key: 'a', UploadId: ids[0]! });
    expect(one).toEqual({ successList: [{ ...place, Key: 'a', UploadId: ids[0] }], errorList: [] });
    const file = await cos.abortUploadTask({ ...place, Level: 'file', Key: '/a' });
    expect(file.successList.map(({ UploadId }) => UploadId).sort()).toEqual([ids[1], ids[2]].sort());
    expect(await left()).toEqual(['a2', 'b']);
    await cos.abortUploadTask({ ...place, Level: 'bucket', AsyncLimit: 3 });
    expect(await left()).toEqual([]);
  });

  test('an upload that is gone already counts as given up; one that is denied is listed with the reason', async () => {
    const cos = world.newClient();
    const gone = await cos.abortUploadTask({ ...place, Key: 'a', UploadId: 'unknown' });
    expect(gone.successList).toHaveLength(1);
    await begin('denied');
    world.emulator.faults.add({ operation: 'AbortMultipartUpload', status: 403, code: 'AccessDenied' });
    const denied = await cos.abortUploadTask({ ...place, Level: 'bucket' });
    expect(denied).toMatchObject({ successList: [], errorList: [{ Key: 'denied', error: { code: 'AccessDenied' } }] });
  });

  test.each([
    [undefined, 1],
    ['3', 3],
    ['auto', 1],
    [100, 8],
  ])('with an AsyncLimit of %p it gives up %i at a time', async (AsyncLimit, limit) => {
    await world.newClient().abortUploadTask({ ...place, Level: 'bucket' });
    for (let n = 0; n < 12; n += 1) await begin(`limit/${n}`);
    world.emulator.faults.add({ operation: 'AbortMultipartUpload', times: Infinity, delayMs: 20 });
    world.takeRequests();
    const cos = world.newClient();
    const answered = () => world.emulator.requests.filter(({ method }) => method === 'DELETE').length;
    let begun = 0;
    let most = 0;
    cos.on('before-send', ({ method }) => {
      if (method === 'DELETE') most = Math.max(most, (begun += 1) - answered());
    });
    const { successList } = await cos.abortUploadTask({ ...place, Level: 'bucket', AsyncLimit: AsyncLimit as number });
    expect(successList).toHaveLength(12);
    expect(most).toBe(limit);
  });

  test('a Key that is a number is the name of an object', async () => {
    const UploadId = await begin('7');
    const { successList } = await world.newClient().abortUploadTask({ ...place, Level: 'file', Key: 7 as never });
    expect(successList).toEqual([{ ...place, Key: '7', UploadId }]);
  });

  test.each([
    [{ Level: 'all' }, /Level/],
    [{ Level: 'task', Key: 'a', UploadId: 'x', Bucket: 'test' }, /Bucket should format/],
    [{ Level: 'task', Key: 'a', UploadId: 'x', Region: 'cos.ap-guangzhou' }, /Region/],
    [{ Level: 'file', Key: 'a/../b' }, /Key format error/],
    [{ Level: 'bucket', Bucket: '' }, /missing param Bucket/],
    [{ Level: 'file' }, /Key/],
    [{ Level: 'task', Key: 'a' }, /UploadId/],
    [{ Level: 'bucket', AsyncLimit: 0 }, /AsyncLimit/],
  ])('bad input is refused before any request: %j', async (params, message) => {
    const aborting = world.newClient().abortUploadTask({ ...place, ...(params as object) });
    await expect(aborting).rejects.toMatchObject({
      code: 'InvalidArgument',
      message: expect.stringMatching(message) as string,
    });
    expect(names()).toEqual([]);
  });
});
