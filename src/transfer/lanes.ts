import { AutoLimit } from '../base/auto-limit';
import type { Clock } from '../base/clock';

/** The platform ends a request after 60 s: a part that takes half of that leaves no room for a slower moment. */
const slowMs = 30000;
const quickMs = 10000;

/** How many parts are on their way at a time: as many as wanted, but on a slow link so few that each still arrives in time. */
export class Lanes {
  private open: number;
  private readonly auto: AutoLimit | undefined;

  constructor(
    private readonly wanted: number | 'auto',
    private readonly clock: Clock,
  ) {
    this.auto = wanted === 'auto' ? new AutoLimit() : undefined;
    this.open = this.most();
  }

  readonly limit = (): number => Math.min(this.open, this.most());

  async time<T>(sizeBytes: number, work: () => Promise<T>): Promise<T> {
    const startMs = this.clock.now();
    const result = await work();
    const endMs = this.clock.now();
    this.auto?.record(sizeBytes, endMs);
    const tookMs = endMs - startMs;
    if (tookMs > slowMs) this.narrow();
    else if (tookMs < quickMs) this.open = Math.min(this.open + 1, this.most());
    return result;
  }

  /** A part did not arrive in time: fewer at once get more of the line each. */
  narrow(): void {
    this.auto?.slowDown();
    this.open = Math.max(1, Math.floor(this.limit() / 2));
  }

  private most(): number {
    return this.wanted === 'auto' ? (this.auto?.current() ?? 1) : Math.max(1, this.wanted);
  }
}
