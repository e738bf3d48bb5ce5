import { reportLater } from './report';

type Listener<T> = (event: T) => void;

/** A typed event emitter. A listener that throws neither stops the others nor the emitting code. */
export class Emitter<Events> {
  private readonly listeners = new Map<keyof Events, Set<Listener<never>>>();

  on<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    const set = this.listeners.get(name) ?? new Set<Listener<never>>();
    this.listeners.set(name, set.add(listener));
  }

  off<Name extends keyof Events>(name: Name, listener: Listener<Events[Name]>): void {
    this.listeners.get(name)?.delete(listener);
  }

  has(name: keyof Events): boolean {
    return (this.listeners.get(name)?.size ?? 0) > 0;
  }

  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void {
    this.listeners.get(name)?.forEach((listener) => {
      try {
        // The set of `name` only ever receives listeners of `name` (see `on`).
        (listener as Listener<Events[Name]>)(event);
      } catch (error) {
        reportLater(error);
      }
    });
  }
}
