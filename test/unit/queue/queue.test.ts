import type { Clock } from '../../../src/base/clock';
import { CosError } from '../../../src/errors';
import { TaskQueue, type QueueOptions } from '../../../src/queue/queue';
import type { TaskRow } from '../../../src/queue/snapshot';

interface Info {
  name: string;
}

/** Time that passes when the test says so. */
function createManualClock() {
  let nowMs = 0;
  const timers = new Map<() => void, number>();
  const clock: Clock = {
    now: () => nowMs,
    random: () => 0.5,
    after: (delayMs, action) => {
      timers.set(action, nowMs + delayMs);
      return () => void timers.delete(action);
    },
  };
  const pass = (ms: number): void => {
    nowMs += ms;
    [...timers]
      .filter(([, dueMs]) => dueMs <= nowMs)
      .forEach(([action]) => {
        timers.delete(action);
        action();
      });
  };
  return { clock, pass, timers };
}

function createQueue(options: Partial<QueueOptions<Info>> = {}) {
  const time = createManualClock();
  const published: (readonly TaskRow<Info>[])[] = [];
  const queue = new TaskQueue<Info>({
    clock: time.clock,
    progressIntervalMs: 1000,
    limit: () => 1,
    maxTasks: 100,
    onDone: () => undefined,
    onRows: (rows) => published.push(rows),
    ...options,
  });
  return { queue, published, ...time };
}

const never = () => new Promise<never>(() => undefined);
const turn = () => new Promise((resolve) => setImmediate(resolve));

test('a task can be canceled in onReady: its job never runs, its promise rejects with Canceled', async () => {
  const { queue } = createQueue();
  const job = jest.fn(never);
  const outcome = queue.add({ info: { name: 'a' }, job, onReady: (id) => void queue.cancel(id) });
  await expect(outcome).rejects.toMatchObject({ name: 'CosError', code: 'Canceled' });
  expect(job).not.toHaveBeenCalled();
});

test('pause and restart in one tick runs the job once at a time', async () => {
  const { queue } = createQueue();
  let running = 0;
  let most = 0;
  const job = jest.fn(
    ({ signal }: { signal: { onStop(listener: () => void): void } }) =>
      new Promise((_resolve, reject) => {
        running += 1;
        most = Math.max(most, running);
        signal.onStop(() =>
          setImmediate(() => {
            running -= 1;
            reject(new Error('stopped'));
          }),
        );
      }),
  );
  let id = '';
  void queue.add({ info: { name: 'a' }, job, onReady: (taskId) => (id = taskId) });
  await turn();
  expect([queue.pause(id), queue.restart(id)]).toEqual([true, true]);
  await turn();
  await turn();
  expect(job).toHaveBeenCalledTimes(2);
  expect(most).toBe(1);
});

test('callbacks that throw do not stop the queue', async () => {
  const thrown: unknown[] = [];
  const timeout = jest.spyOn(global, 'setTimeout').mockImplementation(((run: () => void) => {
    try {
      run();
    } catch (error) {
      thrown.push(error);
    }
    return 0;
  }) as never);
  const { queue } = createQueue();
  const bad = () => {
    throw new Error('user code');
  };
  const first = queue.add({
    info: { name: 'a' },
    job: () => Promise.resolve(1),
    onReady: bad,
    onStart: bad,
    onSettled: bad,
  });
  const second = queue.add({ info: { name: 'b' }, job: () => Promise.resolve(2) });
  await expect(Promise.all([first, second])).resolves.toEqual([1, 2]);
  timeout.mockRestore();
  expect(thrown).toHaveLength(3);
});

test('rows are told together, and those that did not change stay the same objects', async () => {
  const { queue, published, pass } = createQueue({ limit: () => 2 });
  const jobs: (() => void)[] = [];
  const job = () => new Promise((resolve) => jobs.push(() => resolve(0)));
  ['a', 'b', 'c'].forEach((name) => void queue.add({ info: { name }, job }));
  pass(0);
  expect(published).toHaveLength(1);
  const before = queue.list();
  expect(before.map(({ state }) => state)).toEqual(['checking', 'checking', 'waiting']);
  jobs[0]?.();
  await turn();
  pass(200);
  const after = queue.list();
  expect(after.map(({ state }) => state)).toEqual(['success', 'checking', 'checking']);
  expect(after[1]).toBe(before[1]);
  expect(published[1]!.map(({ name }) => name)).toEqual(['a', 'c']);
  expect(Object.isFrozen(after[0])).toBe(true);
});

test('progress is told once per interval and at the end', async () => {
  const { queue, pass } = createQueue();
  const loaded: number[] = [];
  let finish = (): void => undefined;
  void queue.add({
    info: { name: 'a' },
    onProgress: (row) => loaded.push(row.loaded),
    job: async (run) => {
      run.enterTransfer(100);
      for (const sent of [10, 20, 30]) run.reportProgress(sent);
      await new Promise<void>((resolve) => (finish = resolve));
      run.reportProgress(100);
    },
  });
  pass(1000);
  expect(loaded).toEqual([30]);
  finish();
  await turn();
  expect(loaded).toEqual([30, 100]);
});

test('the list keeps to its length: ended tasks leave it, unfinished ones never', async () => {
  const { queue } = createQueue({ maxTasks: 2, limit: () => 1 });
  const ended = queue.add({ info: { name: 'a' }, job: () => Promise.resolve() });
  await ended;
  ['b', 'c', 'd'].forEach((name) => void queue.add({ info: { name }, job: never }));
  expect(queue.list().map(({ name }) => name)).toEqual(['b', 'c', 'd']);
});

test('a failed task that is restarted settles its callback again, and its promise stays rejected', async () => {
  const { queue } = createQueue();
  const settled: unknown[] = [];
  let attempts = 0;
  let id = '';
  const outcome = queue.add({
    info: { name: 'a' },
    onReady: (taskId) => (id = taskId),
    onSettled: (error, value) => settled.push(error?.code ?? value),
    job: () => {
      attempts += 1;
      return attempts === 1
        ? Promise.reject(new CosError({ code: 'NetworkError', message: 'no' }))
        : Promise.resolve('ok');
    },
  });
  await expect(outcome).rejects.toMatchObject({ code: 'NetworkError' });
  expect(queue.restart(id)).toBe(true);
  await turn();
  expect(settled).toEqual(['NetworkError', 'ok']);
  expect(queue.list()[0]).toMatchObject({ state: 'success', error: null });
});

test('an ended task keeps no job, and nothing of the queue waits for time', async () => {
  const { queue, timers, pass } = createQueue();
  await queue.add({ info: { name: 'a' }, job: () => Promise.resolve() });
  pass(1000);
  expect(timers.size).toBe(0);
});

test('what is no CosError is one to the app', async () => {
  const { queue } = createQueue();
  const timeout = jest.spyOn(global, 'setTimeout').mockReturnValue(0 as never);
  const outcome = queue.add({ info: { name: 'a' }, job: () => Promise.reject(new TypeError('bug')) });
  await expect(outcome).rejects.toMatchObject({ code: 'UnexpectedError', message: expect.stringContaining('bug') });
  expect(timeout).toHaveBeenCalled();
  timeout.mockRestore();
});
