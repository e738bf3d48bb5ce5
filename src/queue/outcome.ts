/** How a task ended, as a promise. A failed task that is restarted gets another promise; one that was given out stays as it is. */
export class Outcome<R> {
  private wake: (result: () => R) => void = () => undefined;
  private promise = this.open();

  get(): Promise<R> {
    return this.promise;
  }

  /** `result` returns the value or throws the error. Only the first call counts. */
  settle(result: () => R): void {
    this.wake(result);
  }

  reopen(): void {
    this.promise = this.open();
    // Nobody has asked for this one yet: the failure is in the list and told to the callback.
    this.promise.catch(() => undefined);
  }

  private open(): Promise<R> {
    return new Promise<() => R>((resolve) => {
      this.wake = resolve;
    }).then((result) => result());
  }
}
