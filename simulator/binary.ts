import { randomFillSync } from 'node:crypto';
import { types } from 'node:util';
import { asyncApi, runNow } from './async-api';
import type { Device } from './device';
import { Failure, parameterFailure } from './errors';

const MAX_RANDOM_BYTES = 1024 * 1024;

/** Base64 and random bytes. */
export function binaryApis(device: Device) {
  return {
    arrayBufferToBase64: (buffer: ArrayBuffer): string =>
      runNow(device, 'arrayBufferToBase64', () => {
        if (!types.isAnyArrayBuffer(buffer)) throw parameterFailure('arrayBuffer', 'ArrayBuffer', buffer);
        return Buffer.from(buffer).toString('base64');
      }),
    base64ToArrayBuffer: (base64: string): ArrayBuffer =>
      runNow(device, 'base64ToArrayBuffer', () => {
        const bytes = Buffer.from(base64, 'base64');
        const buffer = new device.realm.ArrayBuffer(bytes.length);
        new Uint8Array(buffer).set(bytes);
        return buffer;
      }),
    getRandomValues: asyncApi<{ length: number }, { randomValues: ArrayBuffer }>(
      device,
      'getRandomValues',
      ({ length }) => {
        if (!Number.isInteger(length) || length < 0) throw parameterFailure('length', 'Number', length);
        if (length > MAX_RANDOM_BYTES) throw new Failure('invalid length', { errno: 1001 });
        const randomValues = new device.realm.ArrayBuffer(length);
        randomFillSync(new Uint8Array(randomValues));
        return { randomValues };
      },
    ),
  };
}
