import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createCrc64Factory } from '../../../src/digest/crc64';

const startCrc64 = createCrc64Factory();

const crc64 = (bytes: Uint8Array): string => {
  const hasher = startCrc64();
  hasher.update(bytes);
  return hasher.digest();
};

/** Bit by bit, from the definition. */
function crc64ByDefinition(bytes: Uint8Array): string {
  const ones = 0xffffffffffffffffn;
  let register = ones;
  for (const byte of bytes) {
    register ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) register = (register >> 1n) ^ (register & 1n ? 0xc96c5795d7870f42n : 0n);
  }
  return String(register ^ ones);
}

describe('Crc64', () => {
  it.each([
    ['', '0'],
    ['a', '3675645893302102789'],
    ['123456789', '11051210869376104954'],
    ['[Object Content]', '16749565679157681890'],
    ['ObjectContent', '2900061071848923409'],
    ['中国', '11679856028459232798'],
  ])('of %p is %s', (text, decimal) => {
    expect(crc64(Buffer.from(text))).toBe(decimal);
  });

  it('of a mebibyte of zeros is 6947770692288575170', () => {
    expect(crc64(new Uint8Array(1048576))).toBe('6947770692288575170');
  });

  it('agrees with the definition in any cut, at any offset of the buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(200)), fc.nat(8), (bytes, cuts, offset) => {
        const padded = new Uint8Array(bytes.length + offset + 5).fill(9);
        padded.set(bytes, offset);
        const view = padded.subarray(offset, offset + bytes.length);
        const hasher = startCrc64();
        const borders = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        borders.slice(1).forEach((end, i) => hasher.update(view.subarray(borders[i], end)));
        expect(hasher.digest()).toBe(crc64ByDefinition(bytes));
      }),
      { numRuns: 300 },
    );
  });

  it('notices every single damaged bit', () => {
    const bytes = randomBytes(40);
    const intact = crc64(bytes);
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const damaged = Uint8Array.from(bytes);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(crc64(damaged)).not.toBe(intact);
    }
  });
});
