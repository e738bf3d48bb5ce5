import type { CallbackOptions } from './callbacks';
import { nextTurn } from './clock';
import type { Device } from './device';
import { describeFailure, toFailure } from './errors';
import { hasFeature } from './versions';

type Settled<O, R> = O extends { success: unknown } | { fail: unknown } | { complete: unknown }
  ? undefined
  : Promise<R & { errMsg: string }>;

/** An API of `wx` that takes callbacks, and returns a promise when it is given none. */
export type AsyncApi<P, R> = <O extends P & CallbackOptions<R>>(options?: O) => Settled<O, R>;

/** Runs the work in a later turn of the event loop, as every call across WeChat's bridge does, and reports how it ended. */
export function runLater<P extends object, R extends object>(
  device: Device,
  api: string,
  options: P & CallbackOptions<R>,
  work: (options: P) => R | Promise<R>,
): void {
  const run = async (): Promise<void> => {
    await nextTurn();
    try {
      device.callbacks.succeed(api, options, await work(options));
    } catch (error) {
      device.callbacks.fail(options, describeFailure(api, toFailure(error), device.options));
    }
  };
  void run();
}

export function asyncApi<P extends object, R extends object>(
  device: Device,
  api: string,
  work: (options: P) => R | Promise<R>,
): AsyncApi<P, R> {
  const call = (options?: P & CallbackOptions<R>): unknown => {
    // A call without options is a call with none of them; `work` checks what it needs.
    const given = options ?? ({} as P & CallbackOptions<R>);
    const hasCallback = [given.success, given.fail, given.complete].some((callback) => typeof callback === 'function');
    if (hasCallback || !hasFeature('promises', device.options)) {
      runLater(device, api, given, work);
      return undefined;
    }
    return new device.realm.Promise<R>((resolve, reject) => {
      runLater(device, api, { ...given, success: resolve, fail: reject }, work);
    });
  };
  // The conditional return type follows from the presence of callbacks, which TypeScript cannot see here.
  return call as AsyncApi<P, R>;
}

/** Runs a synchronous API; a failure is thrown as an Error of the mini program's realm. */
export function runNow<R>(device: Device, api: string, work: () => R): R {
  try {
    return device.realm.adopt(work());
  } catch (error) {
    const described = describeFailure(api, toFailure(error), device.options);
    throw Object.assign(new device.realm.Error(described.errMsg), described);
  }
}
