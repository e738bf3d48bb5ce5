import fc from 'fast-check';
import { fromDecimal, toDecimal } from '../../../src/digest/uint64';

const split = (value: bigint) => ({ high: Number(value >> 32n) | 0, low: Number(value & 0xffffffffn) | 0 });

describe('uint64', () => {
  const values = fc.oneof(
    fc.bigInt(0n, 0xffffffffffffffffn),
    fc.constantFrom(0n, 1n, 999999n, 1000000n, 0xffffffffn, 0x100000000n, 0xffffffffffffffffn),
  );

  it('writes any 64-bit number as an unsigned decimal without leading zeros', () => {
    fc.assert(fc.property(values, (value) => expect(toDecimal(split(value))).toBe(String(value))));
  });

  it('reads back what it wrote', () => {
    fc.assert(fc.property(values, (value) => expect(fromDecimal(String(value))).toEqual(split(value))));
  });
});
