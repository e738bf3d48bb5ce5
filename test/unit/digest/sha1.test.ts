import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { sha1Hex } from '../../../src/digest/sha1';

describe('sha1', () => {
  // The examples of FIPS 180: https://csrc.nist.gov/projects/cryptographic-standards-and-guidelines/example-values
  it.each([
    ['abc', 'a9993e364706816aba3e25717850c26c9cd0d89d'],
    ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '84983e441c3bd26ebaae4aa1f95129e5e54670f1'],
    ['', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'],
    ['a'.repeat(1000000), '34aa973cd4c4daa4f61eeb2bdbad27316534016f'],
  ])('of %.60p is that of FIPS 180', (text, hex) => {
    expect(sha1Hex(text)).toBe(hex);
  });

  it('agrees with another implementation for bytes of any length', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(sha1Hex(bytes)).toBe(createHash('sha1').update(bytes).digest('hex'));
      }),
    );
  });

  it('agrees with another implementation for text of any language', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(sha1Hex(text)).toBe(createHash('sha1').update(text, 'utf8').digest('hex'));
      }),
    );
  });

  it('takes the bytes of a view, not those of the buffer behind it', () => {
    expect(sha1Hex(new Uint8Array(Buffer.from('xxabcxx')).subarray(2, 5))).toBe(sha1Hex('abc'));
  });
});
