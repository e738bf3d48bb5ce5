import type { Clock } from './clock';

const windowMs = 5000;
const sampleSpacingMs = 250;

/** Bytes per second over the last seconds. */
export class SpeedMeter {
  private samples: { atMs: number; loaded: number }[] = [];

  constructor(private readonly clock: Clock) {}

  /** The first call only marks where the count begins: bytes of an earlier run do not count as sent just now. */
  measure(loaded: number): number {
    const atMs = this.clock.now();
    const last = this.samples[this.samples.length - 1];
    // After bytes that must be sent again, and after the phone's clock was set back, measuring starts anew.
    if (last && (loaded < last.loaded || atMs < last.atMs)) this.samples = [];
    if (!last || this.samples.length === 0 || atMs - last.atMs >= sampleSpacingMs) this.samples.push({ atMs, loaded });
    while (this.samples[1] && this.samples[1].atMs <= atMs - windowMs) this.samples.shift();
    const first = this.samples[0] ?? { atMs, loaded };
    return atMs > first.atMs ? Math.round(((loaded - first.loaded) * 1000) / (atMs - first.atMs)) : 0;
  }
}
