import { randomBytes } from 'node:crypto';
import type { CosError, CosTask } from '../../src';
import { until } from '../helpers/until';
import { bufferOf, place, startWorld, type World } from '../helpers/world';

const mebibyte = 1024 * 1024;
let world: World;
/** What the app's callbacks threw. */
const thrown: unknown[] = [];
beforeAll(async () => {
  world = await startWorld({ phone: { onUnhandled: (error) => thrown.push(error) } });
});
afterAll(() => world.close());
beforeEach(() => void world.takeRequests());
afterEach(() => world.emulator.faults.clear());

const countOf = (name: string) => world.takeRequests().filter(({ operation }) => operation === name).length;
const exists = (Key: string) =>
  world
    .newClient()
    .headObject({ ...place, Key })
    .then(
      () => true,
      () => false,
    );

async function readBack(Key: string): Promise<Buffer> {
  const { Body } = await world.newClient().getObject({ ...place, Key, DataType: 'arraybuffer' });
  return Buffer.from(Body as ArrayBuffer);
}

test('a task is in the list at once, and the list tells how far it is', async () => {
  const cos = world.newClient();
  const lists: CosTask[][] = [];
  const tasks: string[] = [];
  cos.on('list-update', ({ list }) => lists.push([...list]));
  cos.on('task-update', ({ state }) => tasks.push(state));
  let id = '';
  const started: string[] = [];
  const upload = cos.putObject({
    ...place,
    Key: 'listed',
    Body: 'hello',
    onTaskReady: (taskId) => (id = taskId),
    onTaskStart: (task) => started.push(task.id),
  });
  expect(cos.getTaskList()).toMatchObject([
    {
      id,
      ...place,
      Key: 'listed',
      FilePath: '',
      state: 'checking',
      loaded: 0,
      size: 0,
      speed: 0,
      percent: 0,
      hashPercent: 0,
      error: null,
    },
  ]);
  expect(cos.isUploadRunning()).toBe(true);
  await upload;
  expect(cos.isUploadRunning()).toBe(false);
  expect(cos.getTaskList()).toMatchObject([{ id, state: 'success', loaded: 5, size: 5, percent: 1 }]);
  expect(started).toEqual([id]);
  await until(() => lists.some(([task]) => task?.state === 'success'));
  expect(tasks).toContain('success');
});

test('no more files than FileParallelLimit are under way', async () => {
  const cos = world.newClient({ FileParallelLimit: 2 });
  world.emulator.faults.add({ operation: 'PutObject', delayMs: 30, times: Infinity });
  const uploads = [1, 2, 3, 4, 5].map((n) => cos.putObject({ ...place, Key: `few-${n}`, Body: 'x' }));
  expect(cos.getTaskList().map(({ state }) => state)).toEqual([
    'checking',
    'checking',
    'waiting',
    'waiting',
    'waiting',
  ]);
  await Promise.all(uploads);
});

test.each(['putObject', 'postObject'] as const)('%s: paused, it waits; restarted, it arrives', async (method) => {
  const cos = world.newClient();
  const fault = world.emulator.faults.add({ delayMs: 5000 });
  const FilePath = await world.pick('a.txt', 'content');
  let id = '';
  const done = jest.fn();
  const upload = cos[method](
    { ...place, Key: `paused-${method}`, FilePath, onTaskReady: (taskId) => (id = taskId) },
    done,
  );
  await until(() => fault.hits > 0);
  expect(cos.pauseTask(id)).toBe(true);
  expect(cos.pauseTask(id)).toBe(false);
  await until(() => world.phone.stats.requestsInFlight + world.phone.stats.uploadsInFlight === 0);
  expect(done).not.toHaveBeenCalled();
  expect(await exists(`paused-${method}`)).toBe(false);
  expect(cos.restartTask(id)).toBe(true);
  await upload;
  expect(done).toHaveBeenCalledTimes(1);
  expect(await exists(`paused-${method}`)).toBe(true);
});

test('a canceled task rejects with Canceled, its callback stays silent, and its request is gone', async () => {
  const cos = world.newClient();
  world.emulator.faults.add({ operation: 'PutObject', delayMs: 5000 });
  let id = '';
  const done = jest.fn();
  const upload = cos.putObject({ ...place, Key: 'canceled', Body: 'x', TaskReady: (taskId) => (id = taskId) }, done);
  await until(() => world.phone.stats.requestsInFlight > 0);
  cos.emit('inner-kill-task', { TaskId: id });
  await expect(upload).rejects.toMatchObject({ code: 'Canceled' });
  expect(cos.cancelTask(id)).toBe(false);
  expect(cos.getTaskList()).toMatchObject([{ state: 'canceled' }]);
  await until(() => world.phone.stats.requestsInFlight === 0);
  expect(done).not.toHaveBeenCalled();
});

test('a failed task can be restarted, and its callback hears of both', async () => {
  const cos = world.newClient();
  world.emulator.faults.add({ operation: 'PutObject', status: 403, code: 'AccessDenied' });
  let id = '';
  const heard: unknown[] = [];
  const upload = cos.putObject(
    { ...place, Key: 'again', Body: 'x', onTaskReady: (taskId) => (id = taskId) },
    (error, data) => heard.push(error?.code ?? data?.statusCode),
  );
  await expect(upload).rejects.toMatchObject({ code: 'AccessDenied' });
  expect(cos.getTaskList()).toMatchObject([{ state: 'error', error: { code: 'AccessDenied' } }]);
  expect(cos.restartTask(id)).toBe(true);
  await until(() => heard.length === 2);
  expect(heard).toEqual(['AccessDenied', 200]);
});

describe('in parts', () => {
  const content = randomBytes(6 * mebibyte);

  /** A multipart upload that stands still at its fourth part. */
  async function startUpload(Key: string) {
    const cos = world.newClient({ ChunkParallelLimit: 1 });
    const FilePath = await world.pick('large.bin', content);
    const fault = world.emulator.faults.add({ operation: 'UploadPart', partNumber: 4, delayMs: 60_000 });
    let id = '';
    const result = cos.uploadFile({ ...place, Key, FilePath, onTaskReady: (taskId) => (id = taskId) });
    await until(() => fault.hits > 0);
    world.takeRequests();
    return { cos, id, result, FilePath };
  }

  test('paused and restarted: nothing that was sent is sent or read again', async () => {
    const { cos, id, result } = await startUpload('resumed.bin');
    expect(cos.pauseTask(id)).toBe(true);
    await until(() => world.phone.stats.requestsInFlight === 0);
    expect(cos.getTaskList()).toMatchObject([{ state: 'paused', loaded: 3 * mebibyte }]);
    world.takeRequests();
    const readBefore = world.phone.stats.fileBytesRead;
    expect(cos.restartTask(id)).toBe(true);
    await result;
    expect(world.phone.stats.fileBytesRead - readBefore).toBe(3 * mebibyte);
    expect(countOf('UploadPart')).toBe(3);
    expect(content.equals(await readBack('resumed.bin'))).toBe(true);
  });

  test.each(['uploading', 'paused'])('canceled while %s: its parts are deleted on the server', async (state) => {
    const Key = `canceled-${state}.bin`;
    const { cos, id, result } = await startUpload(Key);
    if (state === 'paused') cos.pauseTask(id);
    cos.cancelTask(id);
    await expect(result).rejects.toMatchObject({ code: 'Canceled' });
    await until(async () => (await world.newClient().multipartList({ ...place, Prefix: Key })).Upload.length === 0);
    const { keys } = world.wx.getStorageInfoSync();
    expect(keys.filter((key: string) => key.startsWith('cos-upload:'))).toEqual([]);
  });

  test('canceled with keys that may not abort: that is no error', async () => {
    const { cos, id, result } = await startUpload('denied.bin');
    world.emulator.faults.add({ operation: 'AbortMultipartUpload', status: 403, code: 'AccessDenied' });
    cos.cancelTask(id);
    await expect(result).rejects.toMatchObject({ code: 'Canceled' });
    await until(() => countOf('AbortMultipartUpload') > 0);
  });
});

test('1,000 tasks that are canceled in a loop leave nothing behind', async () => {
  const cos = world.newClient();
  const ids: string[] = [];
  const outcomes = Array.from({ length: 1000 }, (_, n) =>
    cos
      .putObject({ ...place, Key: `loop-${n}`, Body: 'x', onTaskReady: (id) => ids.push(id) })
      .catch((error: unknown) => (error as CosError).code),
  );
  ids.forEach((id) => cos.cancelTask(id));
  expect(new Set(await Promise.all(outcomes))).toEqual(new Set(['Canceled']));
  expect(cos.isUploadRunning()).toBe(false);
  expect(world.phone.stats).toMatchObject({
    requestsInFlight: 0,
    requestsQueued: 0,
    listeners: 0,
    openFileDescriptors: 0,
  });
});

test('callbacks of the app that throw do not break its uploads, and the app hears of each', async () => {
  const cos = world.newClient();
  thrown.length = 0;
  const bad = (): never => {
    throw new Error('in the app');
  };
  const events = { onTaskReady: bad, onTaskStart: bad, onProgress: bad };
  await Promise.all([1, 2, 3, 4].map((n) => cos.putObject({ ...place, Key: `bad-${n}`, Body: 'x', ...events }, bad)));
  await until(() => thrown.length === 16);
  expect(await exists('bad-4')).toBe(true);
});

test('SkipTask runs beside the queue', async () => {
  const cos = world.newClient();
  const progress: number[] = [];
  await cos.putObject({
    ...place,
    Key: 'skipped',
    Body: 'hello',
    SkipTask: true,
    onProgress: ({ percent }) => progress.push(percent),
  });
  expect(cos.getTaskList()).toEqual([]);
  expect(progress).toEqual([1]);
});

test('the content of a task that is done does not stay in memory', async () => {
  const cos = world.newClient();
  const Body = bufferOf(world.realm, 'x');
  await cos.putObject({ ...place, Key: 'released', Body });
  expect(JSON.stringify(cos.getTaskList())).not.toContain('Body');
});
