import type { Callbacks } from './callbacks';

/** The listeners of one event, with the `on` and `off` functions that mini programs see. */
export class Listeners<T> {
  private readonly registered = new Set<(value: T) => void>();

  constructor(private readonly callbacks: Callbacks) {}

  readonly on = (listener: (value: T) => void): void => {
    if (typeof listener === 'function') this.registered.add(listener);
  };

  /** Without a listener every listener is removed, as in WeChat. */
  readonly off = (listener?: (value: T) => void): void => {
    if (listener) this.registered.delete(listener);
    else this.registered.clear();
  };

  get size(): number {
    return this.registered.size;
  }

  emit(value: T): void {
    for (const listener of [...this.registered]) this.callbacks.call(listener, value);
  }
}
