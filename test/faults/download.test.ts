import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { CosOptions, DownloadFileParams } from '../../src';
import { createInstantClock } from '../helpers/instant-clock';
import { until } from '../helpers/until';
import { bufferOf, place, startWorld, type World, type WorldOptions } from '../helpers/world';

const mebibyte = 1024 * 1024;
const worlds: World[] = [];
let world: World;

async function start(options?: WorldOptions): Promise<World> {
  const started = await startWorld(options);
  worlds.push(started);
  return started;
}
beforeEach(async () => {
  world = await start();
});
afterEach(async () => {
  for (const each of worlds.splice(0)) await each.close();
});

const put = (Key: string, content: Uint8Array, at = world) =>
  at.newClient().putObject({ ...place, Key, Body: bufferOf(at.realm, content) });
const target = (name: string, at = world) => `${at.wx.env.USER_DATA_PATH}/${name}`;
const onDisk = (path: string, at = world) => readFileSync(at.phone.realPath(path));
const download = (params: Partial<DownloadFileParams>, options: CosOptions = {}, at = world) =>
  at.newClient({ Host: { clock: createInstantClock() }, ...options }).downloadFile({ ...place, Key: 'x', ...params });
/** What lies in the app's folder. */
const files = (at = world) => readdirSync(dirname(at.phone.realPath(target('x', at))));
const parts = (at = world) => files(at).filter((name) => name.endsWith('.cos-part'));
const records = (at = world) => at.wx.getStorageInfoSync().keys.filter((key: string) => key.startsWith('cos-upload:'));
const ranges = (at = world) =>
  at.takeRequests().filter(({ operation, status }) => operation === 'GetObject' && status === 206).length;

/** A download that stands still after two of its ranges. */
async function startDownload(params: Partial<DownloadFileParams> & { Key: string }, at = world) {
  const cos = at.newClient({ ProgressInterval: 0 });
  const fault = at.emulator.faults.add({
    operation: 'GetObject',
    key: params.Key,
    skip: 2,
    delayMs: 60_000,
    times: Infinity,
  });
  let id = '';
  const result = cos.downloadFile({ ...place, ParallelLimit: 1, onTaskReady: (taskId) => (id = taskId), ...params });
  result.catch(() => undefined);
  await until(() => fault.hits > 0);
  at.takeRequests();
  return { cos, id, result, fault };
}

/** Another download of the same object, which has begun to write. */
async function startSecond(cos: ReturnType<World['newClient']>, Key: string): Promise<string> {
  let id = '';
  cos.downloadFile({ ...place, Key, onTaskReady: (taskId) => (id = taskId) }).catch(() => undefined);
  await until(() => world.phone.stats.requestsInFlight > 1);
  return id;
}

async function pauseDownload(params: Partial<DownloadFileParams> & { Key: string }, at = world) {
  const started = await startDownload(params, at);
  started.cos.pauseTask(started.id);
  await until(() => at.phone.stats.requestsInFlight === 0 && at.phone.stats.openFileDescriptors === 0);
  started.fault.remove();
  return started;
}

describe('two objects of the same file name', () => {
  const first = randomBytes(4 * mebibyte);
  const second = randomBytes(4 * mebibyte);
  beforeEach(async () => {
    await put('a/same.bin', first);
    await put('b/same.bin', second);
  });

  test('paused one after the other, never become a mixed file', async () => {
    const a = await pauseDownload({ Key: 'a/same.bin' });
    await pauseDownload({ Key: 'b/same.bin' });
    a.cos.restartTask(a.id);
    const { FilePath } = await a.result;
    expect(first.equals(onDisk(FilePath))).toBe(true);
  });

  test('downloaded at the same time, never become a mixed file', async () => {
    const results = await Promise.all(['a/same.bin', 'b/same.bin'].map((Key) => download({ Key })));
    const got = onDisk(results[0]?.FilePath ?? '');
    expect(first.equals(got) || second.equals(got)).toBe(true);
    expect(parts()).toEqual([]);
    expect(records()).toEqual([]);
  });
});

test('one object downloaded twice at the same time arrives twice', async () => {
  const content = randomBytes(4 * mebibyte);
  await put('twice.bin', content);
  const cos = world.newClient();
  const results = await Promise.all([1, 2, 3].map(() => cos.downloadFile({ ...place, Key: 'twice.bin' })));
  expect(content.equals(onDisk(results[0]?.FilePath ?? ''))).toBe(true);
  expect(parts()).toEqual([]);
  expect(records()).toEqual([]);
  expect(world.phone.stats.openFileDescriptors).toBe(0);
});

test('of two downloads of one object, one that is canceled does not disturb the other', async () => {
  const content = randomBytes(4 * mebibyte);
  await put('pair.bin', content);
  const first = await startDownload({ Key: 'pair.bin' });
  const second = await startSecond(first.cos, 'pair.bin');
  first.cos.cancelTask(second);
  await until(() => parts().length === 1);
  first.fault.remove();
  world.phone.switchNetwork('4g');
  const { FilePath } = await first.result;
  expect(content.equals(onDisk(FilePath))).toBe(true);
  expect(parts()).toEqual([]);
});

test('a part file that lost its end while the app was closed does not become a damaged file', async () => {
  const content = randomBytes(4 * mebibyte);
  await put('cut.bin', content);
  const { cos, id, result } = await pauseDownload({ Key: 'cut.bin' });
  const [part = ''] = parts();
  truncateSync(join(dirname(world.phone.realPath(target('x'))), part), mebibyte / 2);
  cos.restartTask(id);
  const { FilePath } = await result;
  expect(content.equals(onDisk(FilePath))).toBe(true);
});

test('after the app was killed, another run of it goes on where it was', async () => {
  const root = mkdtempSync(join(tmpdir(), 'cos-phone-'));
  const emulator = { port: world.emulator.port };
  const content = randomBytes(4 * mebibyte);
  await put('killed.bin', content);
  const before = await start({ phone: { root, emulator } });
  const cos = before.newClient({ ProgressInterval: 0 });
  const fault = world.emulator.faults.add({ operation: 'GetObject', skip: 2, delayMs: 60_000, times: Infinity });
  cos.downloadFile({ ...place, Key: 'killed.bin', ParallelLimit: 1 }).catch(() => undefined);
  await until(() => fault.hits > 0);
  await before.phone.dispose();
  fault.remove();
  world.takeRequests();
  const after = await start({ phone: { root, emulator } });
  const { FilePath } = await after.newClient().downloadFile({ ...place, Key: 'killed.bin' });
  expect(ranges()).toBe(2);
  expect(content.equals(onDisk(FilePath, after))).toBe(true);
  expect(parts(after)).toEqual([]);
  rmSync(root, { recursive: true, force: true });
});

describe('the storage for records', () => {
  const content = randomBytes(3 * mebibyte);
  beforeEach(() => put('stored.bin', content));

  test('that fails breaks no download', async () => {
    world.phone.failStorage(true);
    const { FilePath } = await download({ Key: 'stored.bin' });
    expect(content.equals(onDisk(FilePath))).toBe(true);
  });

  test.each([
    'garbage',
    '{"upload":1}',
    '{"upload":"x","identity":"y","size":0,"parts":[[1,"-","z"]]}',
    '[]',
    '{"upload":"\\"e\\"","identity":"y","size":-5,"parts":[[1,"-","3"]]}',
  ])('that holds %s breaks no download', async (text) => {
    const { cos, id, result } = await pauseDownload({ Key: 'stored.bin' });
    records().forEach((key: string) => world.wx.setStorageSync(key, text));
    cos.restartTask(id);
    const { FilePath } = await result;
    expect(content.equals(onDisk(FilePath))).toBe(true);
  });
});

describe('an object that is replaced', () => {
  const first = randomBytes(4 * mebibyte);
  const second = randomBytes(3 * mebibyte + 9);

  test('while it is downloaded arrives as the new one', async () => {
    await put('replaced.bin', first);
    const { result, fault } = await startDownload({ Key: 'replaced.bin' });
    await put('replaced.bin', second);
    fault.remove();
    world.phone.switchNetwork('4g');
    const { FilePath } = await result;
    expect(second.equals(onDisk(FilePath))).toBe(true);
  });

  test('by a shorter one while the app was away arrives as the new one', async () => {
    await put('replaced.bin', first);
    const { cos, id, result } = await pauseDownload({ Key: 'replaced.bin' });
    await put('replaced.bin', randomBytes(10));
    cos.restartTask(id);
    const { FilePath } = await result;
    expect(onDisk(FilePath)).toHaveLength(10);
  });

  test('again and again fails, and leaves nothing', async () => {
    await put('replaced.bin', first);
    world.emulator.faults.add({
      operation: 'GetObject',
      skip: 1,
      status: 412,
      code: 'PreconditionFailed',
      times: Infinity,
    });
    await expect(download({ Key: 'replaced.bin' })).rejects.toMatchObject({ statusCode: 412 });
    expect(files()).toEqual([]);
    expect(records()).toEqual([]);
  });
});

test('an object that is deleted while its download is paused leaves nothing', async () => {
  await put('gone.bin', randomBytes(4 * mebibyte));
  const { cos, id, result } = await pauseDownload({ Key: 'gone.bin' });
  await world.newClient().deleteObject({ ...place, Key: 'gone.bin' });
  cos.restartTask(id);
  await expect(result).rejects.toMatchObject({ code: 'NoSuchKey' });
  expect(files()).toEqual([]);
  expect(records()).toEqual([]);
});

describe('damaged bytes', () => {
  const content = randomBytes(3 * mebibyte);
  /** Bytes of the right number that are not those of the object. */
  const damage = (times: number, ETag: string, more = {}) =>
    world.emulator.faults.add({
      operation: 'GetObject',
      skip: 1,
      times,
      status: 206,
      body: 'x'.repeat(mebibyte),
      headers: { ETag, 'Content-Range': `bytes ${mebibyte}-${2 * mebibyte - 1}/${3 * mebibyte}` },
      ...more,
    });

  test.each([
    ['with a CRC-64', []],
    ['without one, by the MD5 in the ETag', ['x-cos-hash-crc64ecma']],
  ])('are noticed and fetched again: %s', async (_how, omitHeaders) => {
    const { ETag } = await put('damaged.bin', content);
    if (omitHeaders.length) {
      world.emulator.faults.add({ operation: 'GetObject', omitHeaders, times: Infinity });
    }
    damage(1, ETag);
    const { FilePath } = await download({ Key: 'damaged.bin', ParallelLimit: 1 });
    expect(content.equals(onDisk(FilePath))).toBe(true);
  });

  test('that stay damaged fail, and the file that was there stays', async () => {
    const { ETag } = await put('damaged.bin', content);
    writeFileSync(world.phone.realPath(target('damaged.bin')), 'old');
    damage(Infinity, ETag);
    await expect(download({ Key: 'damaged.bin', ParallelLimit: 1 })).rejects.toMatchObject({ code: 'IntegrityError' });
    expect(onDisk(target('damaged.bin')).toString()).toBe('old');
    expect(parts()).toEqual([]);
  });

  test('are taken where CheckIntegrity is off', async () => {
    const { ETag } = await put('damaged.bin', content);
    damage(1, ETag);
    const { FilePath } = await download({ Key: 'damaged.bin', ParallelLimit: 1 }, { CheckIntegrity: false });
    expect(content.equals(onDisk(FilePath))).toBe(false);
  });
});

describe('the network', () => {
  const content = randomBytes(4 * mebibyte);
  beforeEach(() => put('net.bin', content));

  test.each([
    ['lost answers', { reset: 'afterWork', times: 3 }],
    ['answers that break off', { truncateAnswerAfterBytes: 70_000, times: 3 }],
    ['503 in the first request', { status: 503, code: 'SlowDown', times: 2 }],
  ] as const)('%s', async (_what, fault) => {
    world.emulator.faults.add({ operation: 'GetObject', ...fault });
    const { FilePath } = await download({ Key: 'net.bin' });
    expect(content.equals(onDisk(FilePath))).toBe(true);
  });

  test('offline and in the background a download waits, and goes on by itself', async () => {
    const { result, fault } = await startDownload({ Key: 'net.bin', RetryTimes: 0 });
    world.phone.goOffline();
    await until(() => world.phone.stats.requestsInFlight === 0);
    fault.remove();
    world.phone.goOnline();
    const { FilePath } = await result;
    expect(content.equals(onDisk(FilePath))).toBe(true);
  });

  test('RetryTimes: 0 gives up at the first fault, and the next call goes on', async () => {
    const fault = world.emulator.faults.add({
      operation: 'GetObject',
      skip: 2,
      status: 503,
      code: 'SlowDown',
      times: Infinity,
    });
    await expect(download({ Key: 'net.bin', RetryTimes: 0, ParallelLimit: 1 })).rejects.toMatchObject({
      code: 'SlowDown',
    });
    expect(fault.hits).toBe(1);
    fault.remove();
    world.takeRequests();
    await download({ Key: 'net.bin' });
    expect(ranges()).toBe(2);
  });

  test('never more requests than ParallelLimit are on their way', async () => {
    world.emulator.faults.add({ operation: 'GetObject', delayMs: 20, times: Infinity });
    await download({ Key: 'net.bin', ChunkSize: mebibyte / 4, ParallelLimit: 2 });
    expect(world.phone.stats.maxRequestsInFlight).toBe(2);
  });

  test('after all of it no listener, descriptor or request is left', async () => {
    const { listeners } = world.phone.stats;
    await download({ Key: 'net.bin' });
    const { cos, id, result } = await startDownload({ Key: 'net.bin', FilePath: target('other.bin') });
    cos.cancelTask(id);
    await expect(result).rejects.toMatchObject({ code: 'Canceled' });
    await until(() => world.phone.stats.requestsInFlight === 0 && parts().length === 0);
    expect(world.phone.stats).toMatchObject({ listeners, openFileDescriptors: 0, requestsQueued: 0 });
    expect(records()).toEqual([]);
  });
});

test('a paused download that is canceled leaves nothing', async () => {
  await put('paused.bin', randomBytes(4 * mebibyte));
  const { cos, id } = await pauseDownload({ Key: 'paused.bin' });
  expect(parts()).toHaveLength(1);
  cos.cancelTask(id);
  await until(() => parts().length === 0);
  expect(records()).toEqual([]);
});

test('a waiting download with bad parameters can be canceled, and throws nothing into the app', async () => {
  const thrown: unknown[] = [];
  const at = await start({ phone: { onUnhandled: (error) => void thrown.push(error) } });
  await put('slow.bin', Buffer.from('x'), at);
  const cos = at.newClient();
  const fault = at.emulator.faults.add({ operation: 'GetObject', delayMs: 60_000, times: Infinity });
  const ids: string[] = [];
  const outcomes = [1, 1, 1, 0].map((ChunkSize) =>
    cos
      .downloadFile({ ...place, Key: 'slow.bin', ChunkSize, onTaskReady: (id) => ids.push(id) })
      .catch((error: unknown) => error),
  );
  await until(() => fault.hits === 3);
  ids.reverse().forEach((id) => cos.cancelTask(id));
  for (const outcome of outcomes) expect(await outcome).toMatchObject({ code: 'Canceled' });
  await until(() => at.phone.stats.requestsInFlight === 0 && parts(at).length === 0);
  expect(thrown).toEqual([]);
});
