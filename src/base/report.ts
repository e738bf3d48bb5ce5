declare function setTimeout(run: () => void, delayMs: number): unknown;
declare const console: { warn(message: string): void };

/** Rethrows an error of the app's own callback outside our flow, so that the app's `onError` and the console see it. */
export function reportLater(error: unknown): void {
  setTimeout(() => {
    throw error;
  }, 0);
}

/** Calls a callback of the app; what it throws is reported, never swallowed, and never breaks our flow. */
export function callSafely<Args extends unknown[]>(
  callback: ((...args: Args) => void) | undefined,
  ...args: Args
): void {
  if (!callback) return;
  try {
    callback(...args);
  } catch (error) {
    reportLater(error);
  }
}

/** Prints each different warning once per `Warnings` object. */
export class Warnings {
  private readonly said = new Set<string>();

  constructor(private readonly print: (message: string) => void = (message) => console.warn(`[COS] ${message}`)) {}

  once(message: string): void {
    if (this.said.has(message)) return;
    this.said.add(message);
    this.print(message);
  }
}
