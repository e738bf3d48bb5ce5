// In the inner loops every index is masked to the size of its table; checking each lookup would cost a third of the
// speed where there is no JIT (iOS).
/* eslint-disable @typescript-eslint/no-non-null-assertion */
import { multiplyByX } from './crc64-field';
import type { Hasher } from './hasher';
import { toDecimal, type Uint64 } from './uint64';

/** The 64-bit register is cut into six fields: where each begins, and how many bits it has. */
const fields: readonly (readonly [offset: number, width: number])[] = [
  [0, 11],
  [11, 11],
  [22, 10],
  [32, 11],
  [43, 11],
  [54, 10],
];

/** What each value of each field becomes when 64 zero bits follow: 12 lookups for 8 bytes, in 96 KB. */
interface Crc64Table {
  readonly high: readonly Int32Array[];
  readonly low: readonly Int32Array[];
}

type SixArrays = readonly [Int32Array, Int32Array, Int32Array, Int32Array, Int32Array, Int32Array];

/** CRC-64/XZ, the checksum of COS (`x-cos-hash-crc64ecma`). Answers an unsigned decimal number. */
export class Crc64 implements Hasher {
  private high = -1;
  private low = -1;

  constructor(private readonly table: Crc64Table) {}

  update(bytes: Uint8Array): void {
    const headBytes = Math.min(-bytes.byteOffset & 3, bytes.length);
    const wordCount = ((bytes.length - headBytes) >>> 3) * 2;
    this.updateBytes(bytes.subarray(0, headBytes));
    // Words are read as the processor stores them: every phone is little-endian.
    if (wordCount > 0) this.updateWords(new Int32Array(bytes.buffer, bytes.byteOffset + headBytes, wordCount));
    this.updateBytes(bytes.subarray(headBytes + wordCount * 4));
  }

  digest(): string {
    return toDecimal({ high: ~this.high, low: ~this.low });
  }

  private updateWords(words: Int32Array): void {
    const [high0, high1, high2, high3, high4, high5] = this.table.high as SixArrays;
    const [low0, low1, low2, low3, low4, low5] = this.table.low as SixArrays;
    let { high, low } = this;
    for (let i = 0; i < words.length; i += 2) {
      const first = low ^ words[i]!;
      const second = high ^ words[i + 1]!;
      const a = first & 2047;
      const b = (first >>> 11) & 2047;
      const c = first >>> 22;
      const d = second & 2047;
      const e = (second >>> 11) & 2047;
      const f = second >>> 22;
      high = high0[a]! ^ high1[b]! ^ high2[c]! ^ high3[d]! ^ high4[e]! ^ high5[f]!;
      low = low0[a]! ^ low1[b]! ^ low2[c]! ^ low3[d]! ^ low4[e]! ^ low5[f]!;
    }
    this.high = high;
    this.low = low;
  }

  private updateBytes(bytes: Uint8Array): void {
    // 64 shifts do to the top byte what 8 shifts do to the bottom byte, so the last field serves single bytes as well.
    const highOfByte = this.table.high[5]!;
    const lowOfByte = this.table.low[5]!;
    bytes.forEach((byte) => {
      const index = ((this.low ^ byte) & 255) << 2;
      this.low = ((this.low >>> 8) | (this.high << 24)) ^ lowOfByte[index]!;
      this.high = (this.high >>> 8) ^ highOfByte[index]!;
    });
  }
}

/** Makes hashers that share one table, which is built (in about a millisecond) when the first of them is made. */
export function createCrc64Factory(): () => Crc64 {
  let table: Crc64Table | undefined;
  return () => new Crc64((table ??= createTable()));
}

function createTable(): Crc64Table {
  const high = fields.map(([, width]) => new Int32Array(1 << width));
  const low = fields.map(([, width]) => new Int32Array(1 << width));
  fields.forEach(([offset, width], field) => {
    for (let bit = 0; bit < width; bit += 1) {
      const effect = shiftBit(offset + bit);
      addBit(high[field]!, bit, effect.high);
      addBit(low[field]!, bit, effect.low);
    }
  });
  return { high, low };
}

/** What a register with this one bit becomes when 64 zero bits follow. */
function shiftBit(position: number): Uint64 {
  let value: Uint64 = position < 32 ? { high: 0, low: 1 << position } : { high: 1 << (position - 32), low: 0 };
  for (let shift = 0; shift < 64; shift += 1) value = multiplyByX(value);
  return value;
}

/** The checksum is linear: values with this bit set are those without it, combined with the bit's own effect. */
function addBit(table: Int32Array, bit: number, effect: number): void {
  for (let value = 0; value < 1 << bit; value += 1) table[(1 << bit) + value] = table[value]! ^ effect;
}
