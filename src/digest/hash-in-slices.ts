import { sleep, type Clock } from '../base/clock';
import { Limiter } from '../base/limiter';
import type { StopSignal } from '../base/signal';
import type { Hasher } from './hasher';

/** A page draws every 16 ms; the rest of that time belongs to others. */
const blockMs = 8;
/** So little that even a slow phone without JIT (2 MB/s) hashes it in 8 ms. */
const sliceBytes = 16384;
/** So little that waiting for a turn would take longer. */
const tinyBytes = 1024;
/** Work that begins this soon after the last slice belongs to the same block of the thread. */
const sameBlockMs = 1;

/** Hashes buffers without holding up the page: one at a time, so that the blocks of several uploads do not add up. */
export class SlicedHashing {
  private readonly turns = new Limiter(1);
  private blockStart = 0;
  private lastEnd = 0;

  constructor(private readonly clock: Clock) {}

  /** Gives `data` to the hasher. Rejects with `StoppedError` as soon as the signal stops. */
  async update(hasher: Hasher, data: ArrayBuffer, signal: StopSignal): Promise<void> {
    if (data.byteLength <= tinyBytes) {
      hasher.update(new Uint8Array(data));
      return;
    }
    const endTurn = await this.turns.acquire(signal);
    try {
      for (let start = 0; start < data.byteLength; start += sliceBytes) {
        await this.enterBlock(signal);
        hasher.update(new Uint8Array(data, start, Math.min(sliceBytes, data.byteLength - start)));
        this.lastEnd = this.clock.now();
      }
    } finally {
      endTurn();
    }
  }

  /** Goes on in the current block while it has time left, else in the next. */
  private async enterBlock(signal: StopSignal): Promise<void> {
    signal.throwIfStopped();
    const now = this.clock.now();
    // The phone's clock may be set back.
    const isSameBlock = now >= this.lastEnd && now - this.lastEnd <= sameBlockMs;
    if (isSameBlock && now - this.blockStart < blockMs) return;
    if (isSameBlock) await sleep(this.clock, 0, signal);
    this.blockStart = this.clock.now();
  }
}
