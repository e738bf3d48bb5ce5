import { randomBytes } from 'node:crypto';
import { truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Module from '../../src';
import type { CosError, CosOptions, Files } from '../../src';
import { createInstantClock } from '../helpers/instant-clock';
import { until } from '../helpers/until';
import { place, startWorld, type World } from '../helpers/world';

const bundle = join(__dirname, '../../miniprogram_dist/index.js');

/** Base libraries before 2.10.0 cannot read a part of a file: everything goes as a form, whatever its size. */
const content = randomBytes(3_000_000);
let world: World;
let Key: string;
let count = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  count += 1;
  Key = `old-${count}`;
  world.takeRequests();
});
afterEach(() => world.emulator.faults.clear());

/** What such a library can do with files. */
function createOldFiles(): Files {
  const fs = world.wx.getFileSystemManager();
  const { FileFailure } = world.realm.require(bundle) as typeof Module;
  type Ask = (options: object) => unknown;
  const ask = <T>(method: Ask, options: object): Promise<T> =>
    new Promise((success, reject) =>
      method.call(fs, {
        ...options,
        success,
        fail: ({ errMsg }: { errMsg: string }) => reject(new FileFailure('missing', errMsg)),
      }),
    );
  return {
    canReadRanges: false,
    stat: async (path) => {
      const { stats } = await ask<{ stats: { size: number; lastModifiedTime: number } }>(fs.stat as Ask, { path });
      return { size: stats.size, isDirectory: false, modifiedMs: stats.lastModifiedTime * 1000 };
    },
    read: async (filePath) => (await ask<{ data: ArrayBuffer }>(fs.readFile as Ask, { filePath })).data,
    digest: async (filePath) =>
      (await ask<{ digest: string }>(fs.getFileInfo as Ask, { filePath, digestAlgorithm: 'md5' })).digest,
    rename: (oldPath, newPath) => ask(fs.rename as Ask, { oldPath, newPath }),
    remove: (filePath) => ask(fs.unlink as Ask, { filePath }),
  };
}

const newClient = (options: CosOptions = {}) =>
  world.newClient({ Host: { clock: createInstantClock(), files: createOldFiles() }, ...options });
const upload = async (options: CosOptions = {}) =>
  newClient(options).uploadFile({ ...place, Key, FilePath: await world.pick('large.bin', content) });

async function expectStored(): Promise<void> {
  const { Body } = await world.newClient().getObject({ ...place, Key, DataType: 'arraybuffer' });
  expect(Buffer.from(Body as ArrayBuffer).equals(content)).toBe(true);
}

test.each(['uploadFile', 'sliceUploadFile', 'postObject'] as const)('%s goes with one form', async (method) => {
  const FilePath = await world.pick('large.bin', content);
  await newClient()[method]({ ...place, Key, FilePath });
  expect(world.takeRequests().map(({ operation }) => operation)).toEqual(['PostObject']);
  await expectStored();
});

test.each([
  ['a burst of 503', { status: 503, code: 'SlowDown', times: 3 }],
  ['a reset before the body', { reset: 'beforeBody' }],
  ['a reset in the body', { reset: { afterBytes: 100_000 } }],
  ['a lost answer', { reset: 'afterWork' }],
  ['a damaged byte', { corruptStoredByte: true }],
  ['a wrong ETag', { wrongETag: true }],
])('%s is survived', async (_what, fault: object) => {
  const handle = world.emulator.faults.add({ operation: 'PostObject', ...fault });
  await upload();
  expect(handle.hits).toBeGreaterThan(0);
  await expectStored();
});

test('a byte that is damaged every time is an IntegrityError', async () => {
  world.emulator.faults.add({ operation: 'PostObject', corruptStoredByte: true, times: Infinity });
  await expect(upload()).rejects.toMatchObject({ code: 'IntegrityError' });
});

test.each([
  ['deleted', (path: string) => unlinkSync(path)],
  ['truncated', (path: string) => truncateSync(path, 10)],
  ['replaced', (path: string) => writeFileSync(path, randomBytes(content.length))],
])('a file that is %s while it waits is a clear error, or arrives as it is now', async (_what, change) => {
  const cos = newClient({ FileParallelLimit: 1 });
  world.emulator.faults.add({ operation: 'PostObject', delayMs: 50 });
  const [first, second] = [await world.pick('first', 'first'), await world.pick('second', content)];
  const before = cos.uploadFile({ ...place, Key: 'first', FilePath: first });
  const waiting = cos.uploadFile({ ...place, Key, FilePath: second });
  change(world.phone.realPath(second));
  await before;
  const outcome = await waiting.then(
    ({ ETag }) => ETag,
    (error: unknown) => (error as CosError).code,
  );
  expect(outcome).toMatch(/^FileError$|^"[\da-f]{32}"$/);
});

test('offline and back', async () => {
  world.phone.goOffline();
  const result = upload();
  await until(() => world.phone.requests.length > 0);
  world.phone.goOnline();
  await result;
  await expectStored();
});

test('paused and restarted', async () => {
  const fault = world.emulator.faults.add({ operation: 'PostObject', delayMs: 60_000 });
  const cos = newClient();
  let id = '';
  const FilePath = await world.pick('large.bin', content);
  const result = cos.uploadFile({ ...place, Key, FilePath, onTaskReady: (taskId) => (id = taskId) });
  await until(() => fault.hits > 0);
  expect([cos.pauseTask(id), cos.restartTask(id)]).toEqual([true, true]);
  await result;
  await expectStored();
});
