import { AutoLimit } from '../../../src/base/auto-limit';

/** Runs transfers of one size over a line whose throughput depends on how many are under way. */
function runOver(rateOf: (limit: number) => number, transfers: number): AutoLimit {
  const limit = new AutoLimit();
  let nowMs = 0;
  for (let i = 0; i < transfers; i += 1) {
    nowMs += 1_000_000 / rateOf(limit.current());
    limit.record(1_000_000, nowMs);
  }
  return limit;
}

test('a line with latency gets as many transfers as the platform allows', () => {
  expect(runOver((limit) => limit * 100, 60).current()).toBe(8);
});

test('a line that is full with few transfers gets no more than a few', () => {
  expect(runOver((limit) => (limit <= 3 ? limit * 100 : 300 - limit * 20), 200).current()).toBeLessThanOrEqual(4);
});

test('a transfer that does not arrive in time halves the number, down to one', () => {
  const limit = new AutoLimit();
  limit.slowDown();
  expect(limit.current()).toBe(2);
  limit.slowDown();
  limit.slowDown();
  expect(limit.current()).toBe(1);
});

test('there is always at least one transfer, and never more than eight', () => {
  for (const rate of [() => 1, (limit: number) => 1000 / limit, (limit: number) => limit * limit]) {
    const { current } = { current: runOver(rate, 500).current() };
    expect(current).toBeGreaterThanOrEqual(1);
    expect(current).toBeLessThanOrEqual(8);
  }
});
