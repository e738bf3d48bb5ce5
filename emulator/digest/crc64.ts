/**
 * CRC-64/XZ (ECMA-182, reflected), as in `x-cos-hash-crc64ecma`. Streaming works on two 32-bit halves, because BigInt
 * would be a hundred times slower; combining is rare and uses BigInt.
 */
const polynomial = 0xc96c5795d7870f42n;
const polynomialHigh = 0xc96c5795;
const polynomialLow = 0xd7870f42;

/** Slicing by eight: entry `n * 256 + byte` is the CRC of `byte` followed by `n` zero bytes. */
const tableHigh = new Uint32Array(8 * 256);
const tableLow = new Uint32Array(8 * 256);
fillTables();

// Indexing a typed array inside its bounds always gives a number, which the compiler cannot know.
function at(table: Uint32Array | Uint8Array, index: number): number {
  return table[index] as number;
}

function fillTables(): void {
  for (let byte = 0; byte < 256; byte++) {
    let high = 0;
    let low = byte;
    for (let bit = 0; bit < 8; bit++) {
      const carry = low & 1;
      low = (low >>> 1) | (high << 31);
      high >>>= 1;
      if (carry) {
        low ^= polynomialLow;
        high ^= polynomialHigh;
      }
    }
    tableHigh[byte] = high;
    tableLow[byte] = low;
  }
  for (let index = 256; index < 2048; index++) {
    const low = at(tableLow, index - 256);
    const high = at(tableHigh, index - 256);
    tableLow[index] = ((low >>> 8) | (high << 24)) ^ at(tableLow, low & 0xff);
    tableHigh[index] = (high >>> 8) ^ at(tableHigh, low & 0xff);
  }
}

export class Crc64 {
  private high = 0xffffffff;
  private low = 0xffffffff;

  update(bytes: Uint8Array): void {
    const sliced = bytes.length - (bytes.length % 8);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let { high, low } = this;
    for (let offset = 0; offset < sliced; offset += 8) {
      const a = low ^ view.getUint32(offset, true);
      const b = high ^ view.getUint32(offset + 4, true);
      const i0 = 0x700 | (a & 0xff);
      const i1 = 0x600 | ((a >>> 8) & 0xff);
      const i2 = 0x500 | ((a >>> 16) & 0xff);
      const i3 = 0x400 | (a >>> 24);
      const i4 = 0x300 | (b & 0xff);
      const i5 = 0x200 | ((b >>> 8) & 0xff);
      const i6 = 0x100 | ((b >>> 16) & 0xff);
      const i7 = b >>> 24;
      low = at(tableLow, i0) ^ at(tableLow, i1) ^ at(tableLow, i2) ^ at(tableLow, i3);
      low ^= at(tableLow, i4) ^ at(tableLow, i5) ^ at(tableLow, i6) ^ at(tableLow, i7);
      high = at(tableHigh, i0) ^ at(tableHigh, i1) ^ at(tableHigh, i2) ^ at(tableHigh, i3);
      high ^= at(tableHigh, i4) ^ at(tableHigh, i5) ^ at(tableHigh, i6) ^ at(tableHigh, i7);
    }
    for (let offset = sliced; offset < bytes.length; offset++) {
      const index = (low ^ at(bytes, offset)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ at(tableLow, index);
      high = (high >>> 8) ^ at(tableHigh, index);
    }
    this.high = high;
    this.low = low;
  }

  /** The unsigned decimal text that COS puts into its header. */
  digest(): string {
    const high = BigInt(~this.high >>> 0);
    const low = BigInt(~this.low >>> 0);
    return ((high << 32n) | low).toString();
  }
}

/** The CRC of two byte sequences put together, from the CRC of each and the length of the second. */
export function combineCrc64(first: string, second: string, secondBytes: number): string {
  return (multiply(powerOfX(secondBytes), BigInt(first)) ^ BigInt(second)).toString();
}

/** Product of two polynomials modulo the CRC polynomial; the highest bit is the coefficient of x^0. */
function multiply(left: bigint, right: bigint): bigint {
  let product = 0n;
  let shifted = right;
  for (let mask = 1n << 63n; mask > 0n; mask >>= 1n) {
    if (left & mask) product ^= shifted;
    shifted = shifted & 1n ? (shifted >> 1n) ^ polynomial : shifted >> 1n;
  }
  return product;
}

/** x^(8 * bytes): what `bytes` more bytes do to a CRC. */
function powerOfX(bytes: number): bigint {
  let power = 1n << 63n;
  let square = 1n << 55n; // x^8
  for (let rest = BigInt(bytes); rest > 0n; rest >>= 1n) {
    if (rest & 1n) power = multiply(power, square);
    square = multiply(square, square);
  }
  return power;
}
