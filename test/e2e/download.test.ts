import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { CosOptions, DownloadFileParams } from '../../src';
import { createInstantClock } from '../helpers/instant-clock';
import { until } from '../helpers/until';
import { bufferOf, place, startWorld, type World } from '../helpers/world';

const mebibyte = 1024 * 1024;
const worlds: World[] = [];
let world: World;

async function start(options?: Parameters<typeof startWorld>[0]): Promise<World> {
  const started = await startWorld(options);
  worlds.push(started);
  return started;
}
beforeAll(async () => {
  world = await start();
});
afterAll(async () => {
  for (const each of worlds) await each.close();
});
beforeEach(() => void world.takeRequests());
afterEach(() => world.emulator.faults.clear());

const put = (Key: string, content: Uint8Array, at = world) =>
  at.newClient().putObject({ ...place, Key, Body: bufferOf(at.realm, content) });
const target = (name: string, at = world) => `${at.wx.env.USER_DATA_PATH}/${name}`;
const onDisk = (path: string, at = world) => readFileSync(at.phone.realPath(path));
const download = (params: Partial<DownloadFileParams>, options: CosOptions = {}) =>
  world
    .newClient({ Host: { clock: createInstantClock() }, ...options })
    .downloadFile({ ...place, Key: 'x', ...params });
/** No part of a download lies around. */
const leftovers = (at = world) =>
  readdirSync(dirname(at.phone.realPath(target('x', at)))).filter((name) => name.endsWith('.cos-part'));

test.each([
  ['empty', 0, 0],
  ['of one byte', 1, 1],
  ['of exactly one range', mebibyte, 1],
  ['with one byte more', mebibyte + 1, 2],
  ['of many ranges', 5 * mebibyte + 77, 6],
])('an object that is %s arrives byte for byte', async (what, size, ranges) => {
  const content = randomBytes(size);
  const Key = `图片/${what}.bin`;
  await put(Key, content);
  world.takeRequests();
  const progress: number[] = [];
  const FilePath = target('got.bin');
  const result = await download({ Key, FilePath, onProgress: ({ percent }) => progress.push(percent) });
  expect(result).toMatchObject({
    FilePath,
    ETag: expect.stringMatching(/^"[\da-f]{32}"$/) as string,
    statusCode: expect.any(Number) as number,
  });
  expect(content.equals(onDisk(FilePath))).toBe(true);
  expect(progress[progress.length - 1]).toBe(1);
  expect(
    world.takeRequests().filter(({ operation, status }) => operation === 'GetObject' && status < 300),
  ).toHaveLength(ranges);
  expect(leftovers()).toEqual([]);
  expect(world.phone.stats.openFileDescriptors).toBe(0);
});

test('without FilePath the file has a path of its own, which ends with the name of the object', async () => {
  await put('folder/named.txt', Buffer.from('first'));
  await put('other/named.txt', Buffer.from('other'));
  const first = await download({ Key: 'folder/named.txt' });
  const other = await download({ Key: 'other/named.txt' });
  expect(first.FilePath).toMatch(/-named\.txt$/);
  expect(onDisk(first.FilePath).toString()).toBe('first');
  expect(onDisk(other.FilePath).toString()).toBe('other');
  await put('folder/named.txt', Buffer.from('second'));
  expect(await download({ Key: 'folder/named.txt' })).toMatchObject({ FilePath: first.FilePath });
  expect(onDisk(first.FilePath).toString()).toBe('second');
});

describe('resume', () => {
  const content = randomBytes(6 * mebibyte);

  /** A download that stands still at its fifth range. */
  async function startDownload(Key: string, at = world) {
    await put(Key, content, at);
    const cos = at.newClient({ ProgressInterval: 0 });
    const fault = at.emulator.faults.add({ operation: 'GetObject', skip: 4, delayMs: 60_000, times: Infinity });
    let id = '';
    const FilePath = target(Key, at);
    const result = cos.downloadFile({
      ...place,
      Key,
      FilePath,
      ParallelLimit: 1,
      onTaskReady: (taskId) => (id = taskId),
    });
    result.catch(() => undefined);
    await until(() => fault.hits > 0);
    at.emulator.faults.clear();
    at.takeRequests();
    return { cos, id, result, FilePath };
  }
  const fetched = () =>
    world.takeRequests().filter(({ operation, status }) => operation === 'GetObject' && status === 206).length;

  test('paused and restarted, only the missing ranges are fetched', async () => {
    const { cos, id, result, FilePath } = await startDownload('paused.bin');
    expect(cos.pauseTask(id)).toBe(true);
    expect(existsSync(world.phone.realPath(FilePath))).toBe(false);
    expect(cos.restartTask(id)).toBe(true);
    await result;
    expect(fetched()).toBe(2);
    expect(content.equals(onDisk(FilePath))).toBe(true);
  });

  test('after the app was closed, only the missing ranges are fetched', async () => {
    const { cos, id, FilePath } = await startDownload('closed.bin');
    cos.pauseTask(id);
    await until(() => world.phone.stats.requestsInFlight === 0);
    await until(() => leftovers().length > 0);
    world.takeRequests();
    await download({ Key: 'closed.bin', FilePath });
    expect(fetched()).toBe(2);
    expect(content.equals(onDisk(FilePath))).toBe(true);
    expect(leftovers()).toEqual([]);
  });

  test('an object that changed meanwhile is fetched from its beginning', async () => {
    const { cos, id, result, FilePath } = await startDownload('changed.bin');
    cos.pauseTask(id);
    const other = randomBytes(6 * mebibyte);
    await put('changed.bin', other);
    cos.restartTask(id);
    await result;
    expect(other.equals(onDisk(FilePath))).toBe(true);
  });

  test('canceled, it leaves nothing', async () => {
    const { cos, id, result, FilePath } = await startDownload('canceled.bin');
    expect(cos.cancelTask(id)).toBe(true);
    await expect(result).rejects.toMatchObject({ code: 'Canceled' });
    await until(() => leftovers().length === 0);
    expect(existsSync(world.phone.realPath(FilePath))).toBe(false);
    expect(world.wx.getStorageInfoSync().keys.filter((key: string) => key.startsWith('cos-upload:'))).toEqual([]);
  });
});

describe('faults', () => {
  const content = randomBytes(3 * mebibyte + 5);
  const Key = 'faulty.bin';
  beforeAll(() => put(Key, content));

  test.each([
    ['a burst of 503', { status: 503, code: 'SlowDown', times: 3 }],
    ['a connection that breaks', { reset: 'beforeBody' }],
    ['an answer that breaks off', { truncateAnswerAfterBytes: 1000 }],
  ] as const)('%s is survived', async (_what, fault) => {
    const handle = world.emulator.faults.add({ operation: 'GetObject', skip: 1, ...fault });
    await download({ Key, FilePath: target('faulty.bin') });
    expect(handle.hits).toBeGreaterThan(0);
    expect(content.equals(onDisk(target('faulty.bin')))).toBe(true);
  });

  test('bytes that are not those of the object are fetched again, and then are an IntegrityError', async () => {
    const header = { 'x-cos-hash-crc64ecma': '1' };
    world.emulator.faults.add({ operation: 'GetObject', headers: header, times: 4 });
    await download({ Key, FilePath: target('again.bin') });
    expect(content.equals(onDisk(target('again.bin')))).toBe(true);
    world.emulator.faults.clear();
    world.emulator.faults.add({ operation: 'GetObject', headers: header, times: Infinity });
    await expect(download({ Key, FilePath: target('never.bin') })).rejects.toMatchObject({ code: 'IntegrityError' });
    expect(existsSync(world.phone.realPath(target('never.bin')))).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  test('an object that is not there', async () => {
    await expect(download({ Key: 'none' })).rejects.toMatchObject({ code: 'NoSuchKey', statusCode: 404 });
    expect(leftovers()).toEqual([]);
  });

  test('a folder that is not there is named, with what to do', async () => {
    const failed = download({ Key, FilePath: target('no/folder/file') });
    await expect(failed).rejects.toMatchObject({
      code: 'FileError',
      message: expect.stringMatching(/mkdir/) as string,
    });
  });

  test('a storage that is full is named, and half a file does not fill it', async () => {
    const small = await start({ phone: { quirks: { userSpaceBytes: 2 * mebibyte } } });
    await put(Key, content, small);
    const failed = small.newClient().downloadFile({ ...place, Key, FilePath: target('full.bin', small) });
    await expect(failed).rejects.toMatchObject({ code: 'FileError', message: expect.stringMatching(/full/) as string });
    expect(leftovers(small)).toEqual([]);
  });

  test.each([
    ['ChunkSize', 0],
    ['ParallelLimit', 'many'],
  ])('a bad %s is refused before any request', async (name, value) => {
    world.takeRequests();
    await expect(download({ Key, [name]: value })).rejects.toMatchObject({ code: 'InvalidArgument' });
    expect(world.takeRequests()).toEqual([]);
  });
});

test('a base library without file descriptors downloads with one request', async () => {
  const old = await start({ phone: { baseLibrary: '2.10.0' } });
  const content = randomBytes(2 * mebibyte);
  await put('old.bin', content, old);
  const FilePath = target('old.bin', old);
  await expect(old.newClient().downloadFile({ ...place, Key: 'old.bin', FilePath })).resolves.toMatchObject({
    FilePath,
  });
  expect(content.equals(onDisk(FilePath, old))).toBe(true);
});

test.each(['3.8.0', '2.10.0'])(
  'an object stored as gzip arrives as it is stored, on base library %s',
  async (baseLibrary) => {
    const phone = await start({ phone: { baseLibrary } });
    const content = gzipSync(randomBytes(mebibyte).toString('hex'));
    const cos = phone.newClient();
    await cos.putObject({ ...place, Key: 'log.gz', Body: bufferOf(phone.realm, content), ContentEncoding: 'gzip' });
    const { FilePath } = await cos.downloadFile({ ...place, Key: 'log.gz' });
    expect(content.equals(onDisk(FilePath, phone))).toBe(true);
  },
);

test('an old version arrives while there is a newer one', async () => {
  const versioned = await start();
  const cos = versioned.newClient();
  await cos.putBucketVersioning({ ...place, VersioningConfiguration: { Status: 'Enabled' } });
  const old = randomBytes(2 * mebibyte + 1);
  const { VersionId } = await put('versioned.bin', old, versioned);
  await put('versioned.bin', randomBytes(mebibyte), versioned);
  const { FilePath } = await cos.downloadFile({ ...place, Key: 'versioned.bin', VersionId });
  expect(old.equals(onDisk(FilePath, versioned))).toBe(true);
});

test('Headers, Query and TrafficLimit go with every request', async () => {
  await put('limited.bin', randomBytes(2 * mebibyte));
  const before = world.phone.requests.length;
  await download({
    Key: 'limited.bin',
    TrafficLimit: 838860800,
    Headers: { 'x-test': 'header' },
    Query: { 'x-test': 'query' },
  });
  const sent = world.phone.requests.slice(before);
  expect(sent).toHaveLength(2);
  sent.forEach(({ url, headers }) => {
    expect(url).toMatch(/[?&]x-test=query(&|$)/);
    expect(headers).toMatchObject({ 'x-test': 'header', 'x-cos-traffic-limit': '838860800' });
  });
});

test('downloads do not wait for uploads', async () => {
  const cos = world.newClient({ FileParallelLimit: 1 });
  await put('beside', Buffer.from('x'));
  world.emulator.faults.add({ operation: 'PutObject', delayMs: 60_000 });
  let id = '';
  const upload = cos.putObject({ ...place, Key: 'slow', Body: 'x', onTaskReady: (taskId) => (id = taskId) });
  await cos.downloadFile({ ...place, Key: 'beside' });
  cos.cancelTask(id);
  await expect(upload).rejects.toMatchObject({ code: 'Canceled' });
});
