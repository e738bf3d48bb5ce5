import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Md5, md5Base64, md5Hex } from '../../../src/digest/md5';

const toArrayBuffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
const expectedHex = (data: Uint8Array | string): string => createHash('md5').update(data).digest('hex');

describe('md5', () => {
  // The test suite of RFC 1321, appendix A.5.
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
  ])('of %p is that of RFC 1321', (text, hex) => {
    expect(md5Hex(text)).toBe(hex);
  });

  it('hashes text as UTF-8', () => {
    expect(md5Hex('腾讯云 😀')).toBe(expectedHex('腾讯云 😀'));
  });

  it('hashes text with a lone surrogate as its replacement', () => {
    expect(md5Hex('a\ud800b')).toBe(expectedHex('a\ufffdb'));
  });

  it('has the base64 form of the Content-MD5 header', () => {
    expect(md5Base64('ObjectContent')).toBe('mQ/fVh815F3k6TAUm8m0eg==');
    expect(md5Base64(toArrayBuffer(Buffer.from('ObjectContent')))).toBe('mQ/fVh815F3k6TAUm8m0eg==');
  });

  it('is the same at once and piece by piece, at any offset of the buffer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.nat(400)), fc.nat(7), (bytes, cuts, offset) => {
        const padded = new Uint8Array(bytes.length + offset + 3).fill(7);
        padded.set(bytes, offset);
        const view = padded.subarray(offset, offset + bytes.length);
        const hasher = new Md5();
        const borders = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length];
        borders.slice(1).forEach((end, i) => hasher.update(view.subarray(borders[i], end)));
        expect(hasher.digest()).toBe(expectedHex(bytes));
        expect(md5Hex(toArrayBuffer(bytes))).toBe(expectedHex(bytes));
      }),
    );
  });

  it('handles a megabyte', () => {
    const bytes = randomBytes(1048576);
    expect(md5Hex(toArrayBuffer(bytes))).toBe(expectedHex(bytes));
  });
});
