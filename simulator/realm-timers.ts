import type { Callbacks } from './callbacks';
import type { Clock } from './clock';

type Callback = (...args: unknown[]) => void;

/** The timers of a mini program's realm; numbered as on phones, and gone when the app is killed. */
export class RealmTimers {
  private readonly running = new Map<number, unknown>();
  private lastId = 0;

  constructor(
    private readonly clock: Clock,
    private readonly callbacks: Callbacks,
  ) {}

  readonly setTimeout = (callback: Callback, ms = 0, ...args: unknown[]): number => {
    const id = ++this.lastId;
    const fire = (): void => {
      this.running.delete(id);
      this.callbacks.call(() => callback(...args), undefined);
    };
    this.start(id, fire, ms);
    return id;
  };

  readonly setInterval = (callback: Callback, ms = 0, ...args: unknown[]): number => {
    const id = ++this.lastId;
    const fire = (): void => {
      this.start(id, fire, ms);
      this.callbacks.call(() => callback(...args), undefined);
    };
    this.start(id, fire, ms);
    return id;
  };

  readonly clearTimer = (id: number | undefined): void => {
    if (id === undefined) return;
    this.clock.clearTimeout(this.running.get(id));
    this.running.delete(id);
  };

  clear(): void {
    for (const id of [...this.running.keys()]) this.clearTimer(id);
  }

  private start(id: number, fire: () => void, ms: number): void {
    if (!this.callbacks.isClosed) this.running.set(id, this.clock.setTimeout(fire, ms));
  }
}
