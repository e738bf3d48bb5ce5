import { Limiter } from '../../../src/base/limiter';
import { neverStops, StopSource } from '../../../src/base/signal';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('no more than the limit run at a time, in order of arrival', async () => {
  const limiter = new Limiter(2);
  const started: number[] = [];
  const releases: (() => void)[] = [];
  [1, 2, 3, 4].forEach((name) => {
    void limiter.acquire(neverStops).then((release) => {
      started.push(name);
      releases.push(release);
    });
  });
  await turn();
  expect(started).toEqual([1, 2]);
  releases[0]!();
  await turn();
  expect(started).toEqual([1, 2, 3]);
  releases[0]!(); // a place is given back once, however often it is said
  await turn();
  expect(started).toEqual([1, 2, 3]);
  releases[1]!();
  await turn();
  expect(started).toEqual([1, 2, 3, 4]);
});

test('who is stopped while waiting loses its turn, and no place is lost', async () => {
  const limiter = new Limiter(1);
  const release = await limiter.acquire(neverStops);
  const impatient = new StopSource();
  const stopped = limiter.acquire(impatient);
  const patient = limiter.acquire(neverStops);
  impatient.stop('canceled');
  await expect(stopped).rejects.toMatchObject({ name: 'StoppedError', reason: 'canceled' });
  release();
  (await patient)();
  (await limiter.acquire(neverStops))();
});

test('who is stopped before does not even wait', async () => {
  const stopped = new StopSource();
  stopped.stop('paused');
  await expect(new Limiter(1).acquire(stopped)).rejects.toMatchObject({ reason: 'paused' });
});
