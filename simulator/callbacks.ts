import { setTimeout as setRealTimeout } from 'node:timers';
import type { FailResult } from './errors';
import type { RealmTypes } from './realm-types';

/** The three callbacks that nearly every WeChat API takes. */
export interface CallbackOptions<R> {
  success?: (result: R & { errMsg: string }) => void;
  fail?: (error: FailResult) => void;
  complete?: (result: (R & { errMsg: string }) | FailResult) => void;
}

/** Calls into the mini program: values become values of its realm, and what it throws cannot break the simulator. */
export class Callbacks {
  /** True once the app is gone: nothing of it runs any more. */
  isClosed = false;

  constructor(
    private readonly realm: () => RealmTypes,
    private readonly onUnhandled: ((error: unknown) => void) | undefined,
  ) {}

  call<T>(callback: (value: T) => void, value: T): void {
    if (this.isClosed) return;
    try {
      callback(this.realm().adopt(value));
    } catch (error) {
      this.report(error);
    }
  }

  /** Calls `success`, then `complete`. */
  succeed<R extends object>(api: string, options: CallbackOptions<R>, result: R): void {
    const answer = { ...result, errMsg: `${api}:ok` };
    if (typeof options.success === 'function') this.call(options.success, answer);
    if (typeof options.complete === 'function') this.call(options.complete, answer);
  }

  /** Calls `fail`, then `complete`. */
  fail<R>(options: CallbackOptions<R>, error: FailResult): void {
    if (typeof options.fail === 'function') this.call(options.fail, error);
    if (typeof options.complete === 'function') this.call(options.complete, error);
  }

  close(): void {
    this.isClosed = true;
  }

  private report(error: unknown): void {
    if (this.onUnhandled) this.onUnhandled(error);
    else {
      setRealTimeout(() => {
        throw error;
      }, 0);
    }
  }
}
