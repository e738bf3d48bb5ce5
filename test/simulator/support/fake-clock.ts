import type { Clock } from '../../../simulator';

interface Timer {
  at: number;
  callback: () => void;
}

/** A clock that moves only when told. */
export class FakeClock implements Clock {
  private time = Date.UTC(2026, 0, 1);
  private readonly timers = new Set<Timer>();

  now(): number {
    return this.time;
  }

  setTimeout(callback: () => void, ms: number): Timer {
    const timer = { at: this.time + ms, callback };
    this.timers.add(timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    this.timers.delete(handle as Timer);
  }

  get pending(): number {
    return this.timers.size;
  }

  advance(ms: number): void {
    const end = this.time + ms;
    for (let next = this.nextBefore(end); next; next = this.nextBefore(end)) {
      this.time = next.at;
      this.timers.delete(next);
      next.callback();
    }
    this.time = end;
  }

  private nextBefore(end: number): Timer | undefined {
    return [...this.timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}
