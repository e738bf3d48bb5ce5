import { randomBytes } from 'node:crypto';
import { createInstantClock } from '../helpers/instant-clock';
import { until } from '../helpers/until';
import { place, startWorld, type World } from '../helpers/world';

const mebibyte = 1024 * 1024;
const content = randomBytes(5 * mebibyte);
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
afterEach(() => world.emulator.faults.clear());

async function expectStored(Key: string): Promise<void> {
  const { Body } = await world.newClient().getObject({ ...place, Key, DataType: 'arraybuffer' });
  expect(Buffer.from(Body as ArrayBuffer).equals(content)).toBe(true);
}

test('keys that are refused in the middle are renewed, and nothing is sent twice for it', async () => {
  let asked = 0;
  const cos = world.newClient({
    Host: { clock: createInstantClock() },
    ChunkParallelLimit: 1,
    getAuthorization: () => {
      asked += 1;
      return Promise.resolve(world.issueKeys());
    },
  });
  world.emulator.faults.add({ operation: 'UploadPart', partNumber: 3, status: 400, code: 'ExpiredToken' });
  await cos.sliceUploadFile({ ...place, Key: 'renewed', FilePath: await world.pick('a', content) });
  expect(asked).toBe(2);
  await expectStored('renewed');
});

test('keys that expire between the parts are asked for again before COS refuses them', async () => {
  let asked = 0;
  let offsetMs = 0;
  const clock = { ...createInstantClock(), now: () => Date.now() + offsetMs };
  const cos = world.newClient({
    Host: { clock },
    CorrectClockSkew: false,
    ChunkParallelLimit: 1,
    ProgressInterval: 0,
    getAuthorization: () => {
      asked += 1;
      return Promise.resolve({ ...world.issueKeys(), ExpiredTime: Math.floor((Date.now() + offsetMs) / 1000) + 1800 });
    },
  });
  const onProgress = (): void => {
    // Half an hour for each part.
    offsetMs += 1800_000;
    world.emulator.setClockOffset(0);
  };
  const uploading = cos.sliceUploadFile({
    ...place,
    Key: 'expired',
    FilePath: await world.pick('a', content),
    onProgress,
  });
  await uploading.catch(() => undefined);
  expect(asked).toBeGreaterThan(1);
});

test.each([-7200_000, 7200_000])('a phone whose clock is off by %d ms uploads in parts', async (offsetMs) => {
  const cos = world.newClient({ Host: { clock: createInstantClock(offsetMs) } });
  const Key = `clock${offsetMs}`;
  await cos.sliceUploadFile({ ...place, Key, FilePath: await world.pick('a', content) });
  await expectStored(Key);
});

test('a slow link: parts that do not arrive in time go fewer at once, and all arrive', async () => {
  const cos = world.newClient({ Host: { clock: createInstantClock(0, 100_000) }, Timeout: 300, ChunkParallelLimit: 4 });
  world.emulator.faults.add({ operation: 'UploadPart', delayMs: 2000, times: 3 });
  await cos.sliceUploadFile({ ...place, Key: 'slow', FilePath: await world.pick('a', content) });
  await expectStored('slow');
});

test('two tasks for one key: what is stored is one of the two, whole', async () => {
  const cos = world.newClient();
  const other = randomBytes(content.length);
  const [first, second] = [await world.pick('a', content), await world.pick('b', other)];
  await Promise.all([first, second].map((FilePath) => cos.sliceUploadFile({ ...place, Key: 'same', FilePath })));
  const { Body } = await cos.getObject({ ...place, Key: 'same', DataType: 'arraybuffer' });
  const stored = Buffer.from(Body as ArrayBuffer);
  expect([content, other].some((whole) => whole.equals(stored))).toBe(true);
});

test('after uploads, failures, pauses and cancellations nothing is left: no listener, timer, handle, request', async () => {
  const alone = await startWorld();
  const cos = alone.newClient({ Host: {} });
  const FilePath = await alone.pick('a', content);
  await cos.uploadFile({ ...place, Key: 'done', FilePath });
  await cos.downloadFile({ ...place, Key: 'done' });
  alone.emulator.faults.add({ operation: 'UploadPart', status: 403, code: 'AccessDenied' });
  await expect(cos.sliceUploadFile({ ...place, Key: 'failed', FilePath })).rejects.toMatchObject({
    code: 'AccessDenied',
  });
  const slow = alone.emulator.faults.add({ operation: 'UploadPart', delayMs: 60_000, times: 2 });
  const ids: string[] = [];
  const onTaskReady = (id: string): void => void ids.push(id);
  const canceled = cos.sliceUploadFile({ ...place, Key: 'canceled', FilePath, onTaskReady });
  void cos.sliceUploadFile({ ...place, Key: 'paused', FilePath, onTaskReady }).catch(() => undefined);
  await until(() => slow.hits === 2);
  cos.cancelTask(ids[0]!);
  cos.pauseTask(ids[1]!);
  await expect(canceled).rejects.toMatchObject({ code: 'Canceled' });
  await until(() => {
    const { listeners, openFileDescriptors, requestsInFlight, requestsQueued, uploadsInFlight, downloadsInFlight } =
      alone.phone.stats;
    return (
      listeners + openFileDescriptors + requestsInFlight + requestsQueued + uploadsInFlight + downloadsInFlight === 0
    );
  });
  await alone.close();
});
