import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { hmacSha1Hex } from '../../../src/digest/hmac';

describe('hmacSha1Hex', () => {
  // RFC 2202, section 3: those cases whose key and message are text.
  it.each([
    ['\x0b'.repeat(20), 'Hi There', 'b617318655057264e28bc0b6fb378c8ef146be00'],
    ['Jefe', 'what do ya want for nothing?', 'effcdf6ae5eb2fa2d27416d5f184df9c259a7c79'],
    ['\x0c'.repeat(20), 'Test With Truncation', '4c1a03424b55e07fe7f27be1d58bb9324a9a5a04'],
  ])('of key %p and message %p is that of RFC 2202', (key, message, hex) => {
    expect(hmacSha1Hex(key, message)).toBe(hex);
  });

  it('agrees with another implementation, keys longer than a block included', () => {
    const text = fc.string({ unit: 'binary', maxLength: 100 });
    fc.assert(
      fc.property(text, text, (key, message) => {
        expect(hmacSha1Hex(key, message)).toBe(createHmac('sha1', key).update(message, 'utf8').digest('hex'));
      }),
    );
  });

  it('hashes keys of exactly one block as they are, longer ones first', () => {
    for (const size of [63, 64, 65, 80]) {
      const key = 'k'.repeat(size);
      expect(hmacSha1Hex(key, 'm')).toBe(createHmac('sha1', key).update('m').digest('hex'));
    }
  });
});
