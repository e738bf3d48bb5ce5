import type { StopSignal } from './signal';

/** How many run at a time: a number, or one that may change while the work goes on. */
export type Limit = number | (() => number);

/**
 * Runs `work` over `items`, at most `limit` at a time, each begun as late as possible. The first failure keeps further
 * items from beginning, waits for those under way, then rejects.
 */
export async function forEachLimit<T>(
  items: Iterable<T>,
  limit: Limit,
  signal: StopSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const begin = (item: T): void => {
    const task: Promise<void> = work(item)
      .catch((failure: unknown) => void failures.push(failure))
      .then(() => void underWay.delete(task));
    underWay.add(task);
  };
  const mostUnderWay = typeof limit === 'number' ? () => limit : limit;
  while (failures.length === 0 && signal.reason === undefined) {
    if (underWay.size >= Math.max(1, mostUnderWay())) {
      await Promise.race(underWay);
      continue;
    }
    const next = rest.next();
    if (next.done) break;
    begin(next.value);
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
  signal.throwIfStopped();
}
