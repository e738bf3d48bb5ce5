import { randomBytes } from 'node:crypto';
import type { CosOptions } from '../../src';
import { createInstantClock } from '../helpers/instant-clock';
import { until } from '../helpers/until';
import { place, startWorld, type World, type WorldOptions } from '../helpers/world';

const mebibyte = 1024 * 1024;
const content = randomBytes(5 * mebibyte);
const worlds: World[] = [];

async function start(options?: WorldOptions): Promise<World> {
  const world = await startWorld(options);
  worlds.push(world);
  return world;
}
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});

/** An upload in parts that has sent some of them. */
async function startUpload(world: World, options: CosOptions = {}) {
  const cos = world.newClient({ ProgressInterval: 0, ChunkParallelLimit: 1, ...options });
  const FilePath = await world.pick('large.bin', content);
  const states: string[] = [];
  let loaded = 0;
  world.emulator.faults.add({ operation: 'UploadPart', delayMs: 20, times: Infinity });
  const result = cos.sliceUploadFile({
    ...place,
    Key: 'large.bin',
    FilePath,
    onProgress: (event) => (loaded = event.loaded),
  });
  result.catch(() => undefined);
  await until(() => loaded > 0);
  return { cos, result, states };
}

async function expectStored(world: World): Promise<void> {
  const { Body } = await world.newClient().getObject({ ...place, Key: 'large.bin', DataType: 'arraybuffer' });
  expect(Buffer.from(Body as ArrayBuffer).equals(content)).toBe(true);
}

/** The upload stands still: nothing is under way. */
const standsStill = (world: World) => until(() => world.phone.stats.requestsInFlight === 0);

test('in the background an upload waits, and goes on by itself in the foreground', async () => {
  const world = await start();
  const { cos, result } = await startUpload(world, { ChunkRetryTimes: 0 });
  world.phone.enterBackground();
  await standsStill(world);
  expect(cos.getTaskList()).toMatchObject([{ state: 'uploading' }]);
  world.phone.enterForeground();
  await result;
  await expectStored(world);
});

test('a request that is ended by WeChat after 5 s in the background uses up no attempt', async () => {
  let kill: (() => void) | undefined;
  const clock = {
    now: () => Date.now(),
    // The one timer of 5 s is that of the background rule.
    setTimeout: (run: () => void, ms: number) => (ms === 5000 ? void (kill = run) : setTimeout(run, ms)),
    clearTimeout: (timer: unknown) => clearTimeout(timer as NodeJS.Timeout),
  };
  const world = await start({ phone: { clock } });
  const { result } = await startUpload(world, { ChunkRetryTimes: 0 });
  const fault = world.emulator.faults.add({ operation: 'UploadPart', delayMs: 60_000 });
  await until(() => fault.hits > 0);
  world.phone.enterBackground();
  kill?.();
  await standsStill(world);
  world.phone.enterForeground();
  await result;
  await expectStored(world);
});

test('offline an upload waits, and goes on when the network is back', async () => {
  const world = await start();
  const { result } = await startUpload(world, { ChunkRetryTimes: 0 });
  world.phone.goOffline();
  await standsStill(world);
  world.phone.goOnline('4g');
  await result;
  await expectStored(world);
});

test('an upload that begins offline waits for the network', async () => {
  const world = await start();
  const cos = world.newClient();
  const FilePath = await world.pick('a.txt', 'content');
  world.phone.goOffline();
  const result = cos.uploadFile({ ...place, Key: 'a.txt', FilePath });
  await until(() => world.phone.requests.length > 0);
  world.phone.goOnline();
  await expect(result).resolves.toMatchObject({ statusCode: 200 });
});

test('WaitForNetwork: false fails offline with a NetworkError that says so', async () => {
  const world = await start();
  const cos = world.newClient({ WaitForNetwork: false, Host: { clock: createInstantClock() } });
  world.phone.goOffline();
  await expect(cos.putObject({ ...place, Key: 'a', Body: 'x' })).rejects.toMatchObject({
    code: 'NetworkError',
    isRetryable: true,
  });
});

test('a call that is no task fails offline after its retries', async () => {
  const world = await start();
  const cos = world.newClient({ Host: { clock: createInstantClock() } });
  world.phone.goOffline();
  await expect(cos.getBucket({ ...place })).rejects.toMatchObject({ code: 'NetworkError' });
});

test('another network ends every request, and the upload goes on', async () => {
  const world = await start();
  const { result } = await startUpload(world, { Host: { clock: createInstantClock() } });
  world.phone.switchNetwork('4g');
  world.phone.switchNetwork('wifi');
  await result;
  await expectStored(world);
});

test.each(['background', 'offline'] as const)('%s: pause and cancel end the waiting at once', async (reason) => {
  const world = await start();
  const { cos, result } = await startUpload(world);
  if (reason === 'offline') world.phone.goOffline();
  else world.phone.enterBackground();
  await standsStill(world);
  const [task] = cos.getTaskList();
  expect(cos.pauseTask(task!.id)).toBe(true);
  expect(cos.restartTask(task!.id)).toBe(true);
  expect(cos.cancelTask(task!.id)).toBe(true);
  await expect(result).rejects.toMatchObject({ code: 'Canceled' });
  await until(() => world.phone.stats.listeners === 0);
});

test('credentials that could not be fetched in the background are fetched again in the foreground', async () => {
  const world = await start();
  let isAway = true;
  const cos = world.newClient({
    getAuthorization: () => {
      if (!isAway) return Promise.resolve(world.issueKeys());
      world.phone.enterBackground();
      return Promise.reject(new Error('request:fail interrupted'));
    },
  });
  const result = cos.putObject({ ...place, Key: 'a', Body: 'x' });
  await new Promise((resolve) => setTimeout(resolve, 50));
  isAway = false;
  world.phone.enterForeground();
  await expect(result).resolves.toMatchObject({ statusCode: 200 });
});

test('a plugin, which hears nothing of the background, uploads too', async () => {
  const world = await start({ phone: { plugin: true } });
  await world.newClient().putObject({ ...place, Key: 'a', Body: 'x' });
});

test('an idle client listens to nothing', async () => {
  const world = await start();
  const { result } = await startUpload(world);
  expect(world.phone.stats.listeners).toBeGreaterThan(0);
  await result;
  await until(() => world.phone.stats.listeners === 0);
});
