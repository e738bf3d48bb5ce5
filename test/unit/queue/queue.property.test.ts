import fc from 'fast-check';
import type { Clock } from '../../../src/base/clock';
import type { TaskRun } from '../../../src/base/task-run';
import { StoppedError } from '../../../src/base/signal';
import { CosError } from '../../../src/errors';
import { TaskQueue } from '../../../src/queue/queue';
import type { TaskState } from '../../../src/queue/state';

type Info = Record<string, never>;
type Step =
  { do: 'add' } | { do: 'pause' | 'restart' | 'cancel' | 'succeed' | 'fail' | 'unwind' | 'transfer'; which: number };

/** What a user may do to a task, by its state; all else must change nothing. */
const allowed: Record<'pause' | 'restart' | 'cancel', TaskState[]> = {
  pause: ['waiting', 'checking', 'uploading'],
  restart: ['paused', 'error'],
  cancel: ['waiting', 'checking', 'uploading', 'paused', 'error'],
};

interface Run {
  readonly task: TaskRun;
  readonly end: (error?: unknown) => void;
}

/** A task whose runs end when the test says so: stopped ones only when they are unwound. */
class TestTask {
  readonly runs: Run[] = [];
  /** Runs that have begun and not come to their end. */
  active: Run[] = [];
  settlements: string[] = [];
  discards = 0;
  outcome = 'pending';
  id = '';
}

const timers: (() => void)[] = [];
const clock: Clock = {
  now: () => 0,
  random: () => 0.5,
  after: (_delayMs, action) => {
    timers.push(action);
    return () => void timers.splice(timers.indexOf(action), timers.includes(action) ? 1 : 0);
  },
};

/** Lets all promises that can go on do so. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

function addTask(queue: TaskQueue<Info>, started: () => void): TestTask {
  const test = new TestTask();
  const outcome = queue.add({
    info: {},
    job: (task) =>
      new Promise((resolve, reject) => {
        started();
        const end = (error?: unknown): void => {
          test.active = test.active.filter((other) => other !== run);
          // The reason is whatever the test chose.
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          if (error) reject(error);
          else resolve('done');
        };
        const run: Run = { task, end };
        test.runs.push(run);
        test.active.push(run);
      }),
    onReady: (id) => (test.id = id),
    onSettled: (error) => test.settlements.push(error ? 'error' : 'success'),
    onDiscard: () => (test.discards += 1),
  });
  outcome.then(
    () => (test.outcome = 'success'),
    (error: unknown) => (test.outcome = (error as CosError).code),
  );
  return test;
}

const stateOf = (queue: TaskQueue<Info>, id: string) => queue.list().find((row) => row.id === id)?.state;

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant<Step>({ do: 'add' }) },
    {
      weight: 8,
      arbitrary: fc.record({
        do: fc.constantFrom('pause', 'restart', 'cancel', 'succeed', 'fail', 'unwind', 'transfer'),
        which: fc.nat(5),
      }),
    },
  ),
  { maxLength: 60 },
);

function act(queue: TaskQueue<Info>, step: Step, test: TestTask): void {
  const live = test.active.find(({ task }) => !task.signal.reason);
  const stopped = test.active.find(({ task }) => task.signal.reason);
  if (step.do === 'succeed') live?.end();
  else if (step.do === 'fail') live?.end(new CosError({ code: 'NetworkError', message: 'no' }));
  else if (step.do === 'unwind') stopped?.end(new StoppedError('paused'));
  else if (step.do === 'transfer') live?.task.enterTransfer(10);
  else if (step.do !== 'add') {
    const before = stateOf(queue, test.id);
    expect(queue[step.do](test.id)).toBe(before !== undefined && allowed[step.do].includes(before));
  }
}

test('any sequence of what users and networks do keeps the rules', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.integer({ min: 1, max: 3 }), async (sequence, limit) => {
      timers.length = 0;
      const tests: TestTask[] = [];
      const queue = new TaskQueue<Info>({
        clock,
        progressIntervalMs: 0,
        limit: () => limit,
        maxTasks: 1000,
        onDone: () => undefined,
        onRows: () => undefined,
      });
      const check = (): void => {
        const active = tests.flatMap((test) => test.active);
        expect(active.length).toBeLessThanOrEqual(limit);
        tests.forEach((test) => expect(test.active.length).toBeLessThanOrEqual(1));
      };
      for (const step of sequence) {
        if (step.do === 'add') tests.push(addTask(queue, check));
        else if (tests.length > 0) act(queue, step, tests[step.which % tests.length]!);
        await turn();
        check();
      }
      // Everybody lets go: stopped runs end, running ones succeed, and whatever waited has its turn.
      for (let rounds = 0; rounds < 100 && tests.some((test) => test.active.length > 0); rounds += 1) {
        tests.forEach((test) =>
          test.active.forEach(({ task, end }) => end(task.signal.reason && new StoppedError('paused'))),
        );
        await turn();
      }
      tests.forEach((test) => {
        const state = stateOf(queue, test.id);
        expect(['success', 'error', 'paused', 'canceled']).toContain(state);
        expect(test.discards).toBe(state === 'canceled' ? 1 : 0);
        const failures = test.settlements.filter((settlement) => settlement === 'error').length;
        const successes = test.settlements.length - failures;
        expect(successes).toBe(state === 'success' ? 1 : 0);
        // The first outcome is what the promise of the call says, once and for ever.
        const expected = failures > 0 ? 'NetworkError' : { success: 'success', canceled: 'Canceled' }[String(state)];
        expect(test.outcome).toBe(expected ?? 'pending');
      });
      expect(queue.isBusy()).toBe(false);
    }),
    { numRuns: 200 },
  );
});
