import { multiply, powerOfBytes } from './crc64-field';
import { fromDecimal, toDecimal, type Uint64 } from './uint64';

export interface Crc64Part {
  /** The part's own checksum, an unsigned decimal number. */
  crc64: string;
  sizeBytes: number;
}

/** The checksum of `A + B` from those of A and B, without their bytes. */
export function combineCrc64(crcA: string, crcB: string, lengthB: number): string {
  return combineCrc64Parts([
    { crc64: crcA, sizeBytes: 0 },
    { crc64: crcB, sizeBytes: lengthB },
  ]);
}

/** The checksum of a whole object from those of its parts, in order. Parts of one size (all but the last) share the costly step. */
export function combineCrc64Parts(parts: Iterable<Crc64Part>): string {
  const powers = new Map<number, Uint64>();
  let whole: Uint64 = { high: 0, low: 0 };
  for (const { crc64, sizeBytes } of parts) {
    const power = powers.get(sizeBytes) ?? powerOfBytes(sizeBytes);
    powers.set(sizeBytes, power);
    const shifted = multiply(power, whole);
    const part = fromDecimal(crc64);
    whole = { high: shifted.high ^ part.high, low: shifted.low ^ part.low };
  }
  return toDecimal(whole);
}
