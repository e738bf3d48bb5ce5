import type { Uint64 } from './uint64';

/** The polynomial of ECMA-182. Bits are reflected: the lowest bit of a number is the highest power of x. */
const polynomialHigh = 0xc96c5795;
const polynomialLow = 0xd7870f42;

/** Times x, modulo the polynomial: what one more zero bit of data makes of a checksum. */
export function multiplyByX({ high, low }: Uint64): Uint64 {
  const shiftedHigh = high >>> 1;
  const shiftedLow = (low >>> 1) | (high << 31);
  return low & 1
    ? { high: shiftedHigh ^ polynomialHigh, low: shiftedLow ^ polynomialLow }
    : { high: shiftedHigh, low: shiftedLow };
}

export function multiply(left: Uint64, right: Uint64): Uint64 {
  let high = 0;
  let low = 0;
  let term = right;
  for (let bit = 0; bit < 64; bit += 1) {
    if ((bit < 32 ? left.high << bit : left.low << (bit - 32)) < 0) {
      high ^= term.high;
      low ^= term.low;
    }
    term = multiplyByX(term);
  }
  return { high, low };
}

/** x to the power of `8 * count`: what `count` zero bytes make of a checksum. */
export function powerOfBytes(count: number): Uint64 {
  let result: Uint64 = { high: 1 << 31, low: 0 };
  let square: Uint64 = { high: 1 << 23, low: 0 };
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}
