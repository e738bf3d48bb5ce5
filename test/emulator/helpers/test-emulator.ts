import { startEmulator, type Emulator, type EmulatorOptions } from '../../../emulator';
import { RawClient, testBucket, testRegion } from './raw-client';

export interface TestEmulator {
  emulator: Emulator;
  client: RawClient;
}

export async function startTestEmulator(options: EmulatorOptions = {}): Promise<TestEmulator> {
  const emulator = await startEmulator({ buckets: [{ Bucket: testBucket, Region: testRegion }], ...options });
  return { emulator, client: new RawClient(emulator) };
}

/** Bytes that repeat at no power of two, so that a misplaced range shows. */
export function patternBytes(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length);
  for (let index = 0; index < length; index++) bytes[index] = (index * 31 + (index >> 8) * 7 + seed) & 0xff;
  return bytes;
}
