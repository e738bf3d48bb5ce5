import { createHash, randomBytes } from 'node:crypto';
import { createInstantClock } from '../helpers/instant-clock';
import { place, startWorld, type World } from '../helpers/world';

const mebibyte = 1024 * 1024;
const content = randomBytes(2 * mebibyte + 10);
const md5 = createHash('md5').update(content).digest();
let world: World;
let FilePath: string;
beforeAll(async () => {
  world = await startWorld();
  FilePath = await world.pick('a.mp4', content);
});
afterAll(() => world.close());
beforeEach(() => void world.takeRequests());
afterEach(() => world.emulator.faults.clear());

const requestsOf = (name: string) => world.takeRequests().filter(({ operation }) => operation === name);
const headOf = async (Key: string) => (await world.newClient().headObject({ ...place, Key })).headers;

test('parameters reach the requests that they concern', async () => {
  await world.newClient().sliceUploadFile({
    ...place,
    Key: '/params.mp4',
    FilePath,
    CacheControl: 'max-age=60',
    StorageClass: 'STANDARD_IA',
    TrafficLimit: 838860800,
    Headers: { 'x-cos-meta-a': 'b', 'Content-Language': 'de' },
    Query: { 'ci-process': undefined, note: 'x' },
    'x-cos-meta-c': 'd',
  });
  const requests = world.takeRequests();
  const one = (name: string) => requests.filter(({ operation }) => operation === name);
  expect(one('UploadPart').map(({ headers }) => headers['x-cos-traffic-limit'])).toEqual(Array(3).fill('838860800'));
  expect(
    requests.filter(({ operation }) => operation !== 'ListMultipartUploads').map(({ query }) => query['note']),
  ).toEqual(Array(5).fill('x'));
  expect(one('InitiateMultipartUpload')[0]!.headers).toMatchObject({
    'cache-control': 'max-age=60',
    'content-type': 'video/mp4',
  });
  expect(await headOf('params.mp4')).toMatchObject({
    'cache-control': 'max-age=60',
    'content-language': 'de',
    'x-cos-meta-a': 'b',
    'x-cos-meta-c': 'd',
    'x-cos-storage-class': 'STANDARD_IA',
  });
});

test.each(['sliceUploadFile', 'postObject', 'putObject'] as const)(
  'UploadAddMetaMd5 stores the MD5 of the file: %s',
  async (method) => {
    const cos = world.newClient({ UploadAddMetaMd5: true });
    await cos[method]({ ...place, Key: `meta-${method}`, FilePath });
    expect((await headOf(`meta-${method}`))['x-cos-meta-md5']).toBe(md5.toString('hex'));
  },
);

test('UploadCheckContentMd5 sends the MD5 of every part', async () => {
  await world.newClient({ UploadCheckContentMd5: true }).sliceUploadFile({ ...place, Key: 'md5', FilePath });
  const sent = requestsOf('UploadPart').map(({ headers }) => headers['content-md5']);
  const part = content.subarray(0, mebibyte);
  expect(sent).toContain(createHash('md5').update(part).digest('base64'));
  expect(sent).toHaveLength(3);
});

test('where the platform computes no MD5, it is computed here, with progress', async () => {
  const plugin = await startWorld({ phone: { plugin: true } });
  // A plugin has no pickers of its own: its host gives it the content.
  const Body = plugin.realm.evaluate(`new ArrayBuffer(${3 * mebibyte})`) as ArrayBuffer;
  const cos = plugin.newClient({ UploadAddMetaMd5: true, ProgressInterval: 0 });
  const hashed: number[] = [];
  const onHashProgress = ({ percent }: { percent: number }): void => void hashed.push(percent);
  await cos.sliceUploadFile({ ...place, Key: 'hashed', Body, onHashProgress });
  expect(hashed[hashed.length - 1]).toBe(1);
  const { headers } = await plugin.newClient().headObject({ ...place, Key: 'hashed' });
  expect(headers['x-cos-meta-md5']).toBe(
    createHash('md5')
      .update(Buffer.alloc(3 * mebibyte))
      .digest('hex'),
  );
  await plugin.close();
});

test('an object that is encrypted with a key of your own goes in parts, and is read with it', async () => {
  const key = randomBytes(32);
  const encryption = {
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: key.toString('base64'),
    SSECustomerKeyMD5: createHash('md5').update(key).digest('base64'),
  };
  const cos = world.newClient();
  await cos.sliceUploadFile({ ...place, Key: 'secret', FilePath, ...encryption });
  const { Body } = await cos.getObject({ ...place, Key: 'secret', DataType: 'arraybuffer', ...encryption });
  expect(Buffer.from(Body as ArrayBuffer).equals(content)).toBe(true);
  await expect(cos.getObject({ ...place, Key: 'secret' })).rejects.toMatchObject({ statusCode: 400 });
});

test("'auto' finds its own number of parts and files", async () => {
  const cos = world.newClient({ ChunkParallelLimit: 'auto', FileParallelLimit: 'auto' });
  await Promise.all(['a', 'b', 'c', 'd'].map((Key) => cos.uploadFile({ ...place, Key: `auto-${Key}`, FilePath })));
  expect(await headOf('auto-d')).toMatchObject({ 'content-length': String(content.length) });
});

describe('small uploads', () => {
  const cases = ['putObject', 'postObject'] as const;
  const newClient = (CheckIntegrity = true) =>
    world.newClient({ CheckIntegrity, Host: { clock: createInstantClock() } });
  const upload = (method: (typeof cases)[number], CheckIntegrity?: boolean) =>
    newClient(CheckIntegrity)[method]({ ...place, Key: `small-${method}`, FilePath });
  const actions = { putObject: 'PutObject', postObject: 'PostObject' };

  test.each(cases)('%s: a damaged byte is noticed, and sent again', async (method) => {
    world.emulator.faults.add({ operation: actions[method], corruptStoredByte: true });
    await upload(method);
    const { Body } = await newClient().getObject({ ...place, Key: `small-${method}`, DataType: 'arraybuffer' });
    expect(Buffer.from(Body as ArrayBuffer).equals(content)).toBe(true);
  });

  test.each(cases)('%s: damaged every time, it is an IntegrityError that names the object', async (method) => {
    world.emulator.faults.add({ operation: actions[method], corruptStoredByte: true, times: Infinity });
    await expect(upload(method)).rejects.toMatchObject({
      code: 'IntegrityError',
      message: expect.stringContaining(`small-${method}`) as string,
    });
  });

  test.each(cases)('%s: CheckIntegrity: false does not look', async (method) => {
    world.emulator.faults.add({ operation: actions[method], corruptStoredByte: true });
    await expect(upload(method, false)).resolves.toMatchObject({ statusCode: 200 });
  });
});

test.each([
  ['ChunkSize', 0],
  ['ChunkSize', 'large'],
  ['AsyncLimit', -1],
])('a bad %s (%p) is refused before any request', async (name, value) => {
  const uploading = world.newClient().sliceUploadFile({ ...place, Key: 'x', FilePath, [name]: value });
  await expect(uploading).rejects.toMatchObject({
    code: 'InvalidArgument',
    message: expect.stringContaining(name) as string,
  });
  expect(world.takeRequests()).toEqual([]);
});
