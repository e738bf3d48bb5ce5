import { runLater, runNow } from '../async-api';
import type { CallbackOptions } from '../callbacks';
import type { Device } from '../device';
import { keepAvailable } from '../versions';
import { asyncMethods } from './async-methods';
import type { FileWork } from './file-failures';
import { syncMethods } from './sync-methods';

/** One thing to do with a file; it checks its parameters when called and does the work when that is run. */
export type Operation<P, R> = (device: Device, params: P) => FileWork<R>;

export type Later = <P extends object, R extends object>(
  api: string,
  operation: Operation<P, R>,
) => (params?: P & CallbackOptions<R>) => void;

export type Now = <P, R>(api: string, operation: Operation<P, R>) => (params: P) => R;

/** `wx.getFileSystemManager()`. Its methods take callbacks only, no promises. */
export function createFileSystemManager(device: Device) {
  const later =
    <P extends object, R extends object>(api: string, operation: Operation<P, R>) =>
    (params?: P & CallbackOptions<R>): void => {
      // A call without parameters is one with none of them; the operation says which it misses.
      const given = params ?? ({} as P & CallbackOptions<R>);
      runLater<P, R>(device, api, given, () => {
        const work = operation(device, given);
        return work.later ? work.later() : work.now();
      });
    };
  const now =
    <P, R>(api: string, operation: Operation<P, R>) =>
    (params: P): R =>
      runNow(device, api, () => operation(device, params).now());
  return keepAvailable('FileSystemManager', { ...asyncMethods(later), ...syncMethods(now) }, device.options);
}

export type FileSystemManager = ReturnType<typeof createFileSystemManager>;
