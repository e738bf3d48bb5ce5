import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/base/clock';
import { neverStops, StopSource, StoppedError } from '../../../src/base/signal';
import { SlicedHashing } from '../../../src/digest/hash-in-slices';
import type { Hasher } from '../../../src/digest/hasher';
import { Md5 } from '../../../src/digest/md5';

/** A thread on which hashing takes a given time per byte; it knows how long each block was. */
class FakeThread implements Clock {
  timeMs = 1000;
  readonly blocksMs: number[] = [];
  onYield: () => void = () => undefined;
  private blockStart = this.timeMs;
  private readonly timers = new Set<() => void>();

  now = () => Math.floor(this.timeMs);
  random = () => 0;
  after = (_delayMs: number, action: () => void) => {
    this.timers.add(action);
    setImmediate(() => this.fire(action));
    return () => void this.timers.delete(action);
  };
  get pendingTimers() {
    return this.timers.size;
  }

  /** What happened since the last task of the event loop was one block. */
  endBlock() {
    this.blocksMs.push(this.timeMs - this.blockStart);
    this.timeMs += 0.2;
    this.blockStart = this.timeMs;
  }

  private fire(action: () => void) {
    if (!this.timers.delete(action)) return;
    this.endBlock();
    this.onYield();
    action();
  }
}

class SlowHasher implements Hasher {
  readonly inner = new Md5();
  constructor(
    private readonly thread: FakeThread,
    private readonly msPerByte: number,
  ) {}
  update(bytes: Uint8Array) {
    this.thread.timeMs += bytes.length * this.msPerByte;
    this.inner.update(bytes);
  }
  digest = () => this.inner.digest();
}

const megabyte = 1048576;
const bytesPerMs = (megabytesPerSecond: number) => 1 / (megabytesPerSecond * 1048.576);
const toArrayBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

describe('SlicedHashing', () => {
  it.each([600, 100, 11, 2])('never blocks the thread for more than 16 ms at %i MB/s', async (speed) => {
    const thread = new FakeThread();
    const data = randomBytes(megabyte);
    const hasher = new SlowHasher(thread, bytesPerMs(speed));
    await new SlicedHashing(thread).update(hasher, toArrayBuffer(data), neverStops);
    thread.endBlock();
    expect(hasher.digest()).toBe(createHash('md5').update(data).digest('hex'));
    expect(Math.max(...thread.blocksMs)).toBeLessThanOrEqual(16.5);
  });

  it('does not yield where all is done in a few milliseconds', async () => {
    const thread = new FakeThread();
    await new SlicedHashing(thread).update(
      new SlowHasher(thread, bytesPerMs(300)),
      new ArrayBuffer(megabyte),
      neverStops,
    );
    expect(thread.blocksMs).toEqual([]);
  });

  it('takes turns, so that the blocks of several uploads do not add up', async () => {
    const thread = new FakeThread();
    const hashing = new SlicedHashing(thread);
    const data = randomBytes(megabyte);
    const hashers = Array.from({ length: 9 }, () => new SlowHasher(thread, bytesPerMs(100)));
    await Promise.all(hashers.map((hasher) => hashing.update(hasher, toArrayBuffer(data), neverStops)));
    thread.endBlock();
    const expected = createHash('md5').update(data).digest('hex');
    expect(hashers.map((hasher) => hasher.digest())).toEqual(hashers.map(() => expected));
    expect(Math.max(...thread.blocksMs)).toBeLessThanOrEqual(16.5);
  });

  it('stops at the next yield, and leaves neither timer nor turn behind', async () => {
    const thread = new FakeThread();
    const hashing = new SlicedHashing(thread);
    const stop = new StopSource();
    thread.onYield = () => stop.stop('canceled');
    const slow = new SlowHasher(thread, bytesPerMs(2));
    await expect(hashing.update(slow, new ArrayBuffer(megabyte), stop)).rejects.toThrow(StoppedError);
    expect(thread.timeMs).toBeLessThan(1100);
    expect(thread.pendingTimers).toBe(0);
    await hashing.update(new Md5(), new ArrayBuffer(10), neverStops);
  });

  it('leaves the line when stopped while another buffer is hashed', async () => {
    const thread = new FakeThread();
    const hashing = new SlicedHashing(thread);
    const stop = new StopSource();
    const first = hashing.update(new SlowHasher(thread, bytesPerMs(10)), new ArrayBuffer(megabyte), neverStops);
    const second = hashing.update(new SlowHasher(thread, bytesPerMs(10)), new ArrayBuffer(megabyte), stop);
    stop.stop('paused');
    await expect(second).rejects.toThrow(StoppedError);
    await first;
  });

  it('goes on when the phone sets its clock back', async () => {
    const thread = new FakeThread();
    thread.onYield = () => (thread.timeMs -= 3600000);
    const hasher = new SlowHasher(thread, bytesPerMs(11));
    await new SlicedHashing(thread).update(hasher, new ArrayBuffer(megabyte), neverStops);
    expect(hasher.digest()).toBe(createHash('md5').update(new Uint8Array(megabyte)).digest('hex'));
  });
});
