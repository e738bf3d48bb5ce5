import type { Clock } from '../../../src/base/clock';
import { Lanes } from '../../../src/transfer/lanes';

let nowMs = 0;
const clock: Clock = { now: () => nowMs, random: () => 0, after: () => () => undefined };
const takes = (ms: number) => () => {
  nowMs += ms;
  return Promise.resolve();
};

test('parts that take longer than half a minute go fewer at once, quick ones more again', async () => {
  const lanes = new Lanes(4, clock);
  expect(lanes.limit()).toBe(4);
  await lanes.time(1, takes(40_000));
  expect(lanes.limit()).toBe(2);
  await lanes.time(1, takes(20_000));
  expect(lanes.limit()).toBe(2);
  for (let n = 0; n < 5; n += 1) await lanes.time(1, takes(1000));
  expect(lanes.limit()).toBe(4);
});

test('there is always one', () => {
  const lanes = new Lanes(4, clock);
  for (let n = 0; n < 5; n += 1) lanes.narrow();
  expect(lanes.limit()).toBe(1);
});

test('auto begins with a few and follows what is measured', async () => {
  const lanes = new Lanes('auto', clock);
  expect(lanes.limit()).toBe(4);
  for (let n = 0; n < 100; n += 1) await lanes.time(1_000_000, takes(Math.round(1000 / lanes.limit())));
  expect(lanes.limit()).toBe(8);
});
