import { bufferOf, place, startWorld, type World } from '../helpers/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const textOf = (body: string | ArrayBuffer): string => Buffer.from(body as ArrayBuffer).toString();

describe('an object goes up and comes back', () => {
  test.each(['a.txt', '中文 名字+&=?#%.txt', "it's (a) *key*!.txt", 'a//b', 'dir/', '~.-_'])(
    'under the key %s',
    async (Key) => {
      const cos = world.newClient();
      const put = await cos.putObject({ ...place, Key, Body: '你好 COS' });
      expect(put).toMatchObject({ statusCode: 200, ETag: expect.stringMatching(/^"[0-9a-f]{32}"$/) });
      const encoded = Key.split('/')
        .map(encodeURIComponent)
        .join('/')
        .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
      expect(put.Location).toBe(`${place.Bucket}.cos.${place.Region}.myqcloud.com/${encoded}`);
      expect((await cos.getObject({ ...place, Key })).Body).toBe('你好 COS');
      expect((await cos.headObject({ ...place, Key })).ETag).toBe(put.ETag);
      const { Contents } = await cos.getBucket({ ...place, Prefix: Key });
      expect(Contents.map((entry) => entry.Key)).toContain(Key);
      expect((await cos.deleteObject({ ...place, Key })).statusCode).toBe(204);
    },
  );

  test('as an ArrayBuffer, and a typed array sends its own bytes only', async () => {
    const cos = world.newClient();
    const buffer = bufferOf(world.realm, Buffer.from([0, 1, 2, 253, 254, 255]));
    await cos.putObject({ ...place, Key: 'bin', Body: buffer });
    const { Body } = await cos.getObject({ ...place, Key: 'bin', DataType: 'arraybuffer' });
    expect([...new Uint8Array(Body as ArrayBuffer)]).toEqual([0, 1, 2, 253, 254, 255]);
    const view = new Uint8Array(buffer, 2, 3);
    await cos.putObject({ ...place, Key: 'view', Body: view as unknown as ArrayBuffer });
    const again = await cos.getObject({ ...place, Key: 'view', DataType: 'arraybuffer' });
    expect([...new Uint8Array(again.Body as ArrayBuffer)]).toEqual([2, 253, 254]);
  });

  test('from a picked file, by putObject and by postObject, with progress up to its size', async () => {
    const cos = world.newClient({ ProgressInterval: 0 });
    const content = Buffer.alloc(300_000, 'x');
    for (const method of ['putObject', 'postObject'] as const) {
      const FilePath = await world.pick('photo.jpg', content);
      const events: { loaded: number; total: number; percent: number }[] = [];
      const onProgress = (event: (typeof events)[number]) => void events.push(event);
      const { ETag } = await cos[method]({ ...place, Key: `${method}.jpg`, FilePath, onProgress });
      expect(ETag).toMatch(/^"[0-9a-f]{32}"$/);
      expect(events[events.length - 1]).toMatchObject({ loaded: content.length, total: content.length, percent: 1 });
      const { Body, headers } = await cos.getObject({ ...place, Key: `${method}.jpg` });
      expect(textOf(Body)).toBe(content.toString());
      expect(headers['content-type']).toBe('image/jpeg');
    }
  });

  test('into a file of the phone with Output', async () => {
    const cos = world.newClient();
    await cos.putObject({ ...place, Key: 'out.txt', Body: 'to disk' });
    const Output = `${world.wx.env.USER_DATA_PATH}/out.txt`;
    const result = await cos.getObject({ ...place, Key: 'out.txt', Output });
    expect(result).toMatchObject({ statusCode: 200, Body: '' });
    expect(world.wx.getFileSystemManager().readFileSync(Output, 'utf8')).toBe('to disk');
    await expect(cos.getObject({ ...place, Key: 'none', Output: `${Output}.none` })).rejects.toMatchObject({
      code: 'NoSuchKey',
    });
    expect(() => world.wx.getFileSystemManager().accessSync(`${Output}.none`)).toThrow();
  });

  test('in part with Range, with overridden response headers, and unchanged under a condition', async () => {
    const cos = world.newClient();
    const { ETag } = await cos.putObject({
      ...place,
      Key: 'r',
      Body: '0123456789',
      CacheControl: 'max-age=5',
      'x-cos-meta-who': 'me',
    });
    const part = await cos.getObject({ ...place, Key: 'r', Range: 'bytes=2-4', ResponseContentType: 'text/x-part' });
    expect(part).toMatchObject({ statusCode: 206, Body: '234' });
    expect(part.headers).toMatchObject({
      'content-type': 'text/x-part',
      'cache-control': 'max-age=5',
      'x-cos-meta-who': 'me',
    });
    expect(await cos.getObject({ ...place, Key: 'r', IfNoneMatch: ETag })).toMatchObject({
      statusCode: 304,
      NotModified: true,
    });
    expect(await cos.headObject({ ...place, Key: 'r', IfNoneMatch: ETag })).toMatchObject({
      statusCode: 304,
      NotModified: true,
    });
    await expect(cos.getObject({ ...place, Key: 'r', IfMatch: '"other"' })).rejects.toMatchObject({
      code: 'PreconditionFailed',
      statusCode: 412,
    });
  });
});

test('the callback style gets the same result, and the leading slash of a key is dropped', async () => {
  const cos = world.newClient();
  const data = await new Promise((resolve, reject) => {
    void cos.putObject({ ...place, Key: '/lead', Body: 'x' }, (error, result) =>
      error ? reject(error) : resolve(result),
    );
  });
  expect(data).toMatchObject({
    statusCode: 200,
    Location: expect.stringMatching(/\/lead$/),
    RequestId: expect.any(String),
  });
});

test('a call without parameters may begin with the callback', async () => {
  const cos = world.newClient();
  const data = await new Promise((resolve) => void cos.getService((_error, result) => resolve(result)));
  expect(data).toMatchObject({ Buckets: [{ Name: place.Bucket, Location: place.Region }] });
});

test('append adds at a position and refuses a wrong one', async () => {
  const cos = world.newClient();
  const first = await cos.appendObject({ ...place, Key: 'log', Body: 'one', Position: 0 });
  expect(first.NextAppendPosition).toBe('3');
  await cos.appendObject({ ...place, Key: 'log', Body: 'two', Position: '3' });
  expect((await cos.getObject({ ...place, Key: 'log' })).Body).toBe('onetwo');
  await expect(cos.appendObject({ ...place, Key: 'log', Body: 'x', Position: 1 })).rejects.toMatchObject({
    code: 'AppendPositionErr',
    statusCode: 409,
  });
});

test('several objects are deleted at once; a missing bucket is told in the result', async () => {
  const cos = world.newClient();
  await Promise.all(['d/1', 'd/2&<>', 'd/ 3 '].map((Key) => cos.putObject({ ...place, Key, Body: 'x' })));
  const Objects = [{ Key: 'd/1' }, { Key: 'd/2&<>' }, { Key: 'd/ 3 ' }];
  const { Deleted, Error: failed } = await cos.deleteMultipleObject({ ...place, Objects });
  expect(Deleted.map(({ Key }) => Key).sort()).toEqual(['d/ 3 ', 'd/1', 'd/2&<>']);
  expect(failed).toEqual([]);
  expect((await cos.getBucket({ ...place, Prefix: 'd/' })).Contents).toEqual([]);
  expect(await cos.deleteObject({ ...place, Bucket: 'none-1250000000', Key: 'x' })).toMatchObject({
    BucketNotFound: true,
    statusCode: 404,
  });
});
