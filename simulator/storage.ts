import { asyncApi, runNow } from './async-api';
import type { Device } from './device';
import { Failure, parameterFailure } from './errors';

export interface StorageInfo {
  keys: string[];
  /** In KB. */
  currentSize: number;
  /** In KB. */
  limitSize: number;
}

export interface KeyValue {
  key: string;
  value: unknown;
}

/** The storage APIs, each with its synchronous twin. */
export function storageApis(device: Device) {
  return { ...valueApis(device), ...wholeStorageApis(device) };
}

function valueApis(device: Device) {
  const { storage } = device;
  return {
    setStorage: asyncApi<{ key: string; data: unknown; encrypt?: boolean }, object>(device, 'setStorage', (options) => {
      setValue(device, options.key, options.data);
      return {};
    }),
    setStorageSync: (key: string, data: unknown): void =>
      runNow(device, 'setStorageSync', () => setValue(device, key, data)),
    getStorage: asyncApi<{ key: string; encrypt?: boolean }, { data: unknown }>(device, 'getStorage', ({ key }) => {
      const text = storage.get(checkKey(key));
      if (text === undefined) throw new Failure('data not found');
      return { data: parseValue(device, text) };
    }),
    getStorageSync: (key: string): unknown =>
      runNow(device, 'getStorageSync', () => {
        const text = storage.get(checkKey(key));
        return text === undefined ? '' : parseValue(device, text);
      }),
    removeStorage: asyncApi<{ key: string }, object>(device, 'removeStorage', ({ key }) => {
      storage.remove(checkKey(key));
      return {};
    }),
    removeStorageSync: (key: string): void => runNow(device, 'removeStorageSync', () => storage.remove(checkKey(key))),
  };
}

function wholeStorageApis(device: Device) {
  const { storage } = device;
  const info = (): StorageInfo => ({ keys: storage.keys, currentSize: storage.sizeKb, limitSize: storage.limitKb });
  const setAll = (pairs: KeyValue[]): void => pairs.forEach(({ key, value }) => setValue(device, key, value));
  return {
    clearStorage: asyncApi<object, object>(device, 'clearStorage', () => {
      storage.clear();
      return {};
    }),
    clearStorageSync: (): void => runNow(device, 'clearStorageSync', () => storage.clear()),
    getStorageInfo: asyncApi<object, StorageInfo>(device, 'getStorageInfo', info),
    getStorageInfoSync: (): StorageInfo => runNow(device, 'getStorageInfoSync', info),
    batchSetStorage: asyncApi<{ kvList: KeyValue[] }, object>(device, 'batchSetStorage', ({ kvList }) => {
      setAll(kvList);
      return {};
    }),
    batchSetStorageSync: (kvList: KeyValue[]): void => runNow(device, 'batchSetStorageSync', () => setAll(kvList)),
  };
}

function setValue({ storage }: Device, key: string, data: unknown): void {
  storage.set(checkKey(key), serialise(data));
}

function checkKey(key: unknown): string {
  if (typeof key !== 'string' || key === '') throw parameterFailure('key', 'String', key);
  return key;
}

/** Native types, Dates and what JSON can hold; a Date comes back as a Date. */
function serialise(data: unknown): string {
  if (data === undefined) return '{}';
  const isDate = Object.prototype.toString.call(data) === '[object Date]';
  try {
    return JSON.stringify(isDate ? { date: (data as Date).getTime() } : { data });
  } catch {
    throw new Failure('data is not serialisable');
  }
}

function parseValue({ realm }: Device, text: string): unknown {
  const { data, date } = realm.parseJson(text) as { data?: unknown; date?: number };
  return date === undefined ? data : realm.newDate(date);
}
