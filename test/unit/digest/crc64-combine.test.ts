import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { createCrc64Factory } from '../../../src/digest/crc64';
import { combineCrc64, combineCrc64Parts } from '../../../src/digest/crc64-combine';

const startCrc64 = createCrc64Factory();

const crc64 = (bytes: Uint8Array): string => {
  const hasher = startCrc64();
  hasher.update(bytes);
  return hasher.digest();
};

describe('combineCrc64', () => {
  it('joins the published halves of 123456789', () => {
    expect(combineCrc64('14865968487149912872', '7598038797645275211', 5)).toBe('11051210869376104954');
  });

  it('is the checksum of both pieces together, empty ones included', () => {
    const piece = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(piece, piece, (a, b) => {
        expect(combineCrc64(crc64(a), crc64(b), b.length)).toBe(crc64(Buffer.concat([a, b])));
      }),
    );
  });

  it('holds for megabytes', () => {
    const bytes = randomBytes(4234568);
    const [a, b] = [bytes.subarray(0, 3000001), bytes.subarray(3000001)];
    expect(combineCrc64(crc64(a), crc64(b), b.length)).toBe(crc64(bytes));
  });

  it('holds for lengths beyond 32 bits', () => {
    const half = 3 * 2 ** 31;
    const stepwise = combineCrc64(combineCrc64('1', '0', half), '0', half);
    expect(combineCrc64('1', '0', half * 2)).toBe(stepwise);
  });
});

describe('combineCrc64Parts', () => {
  it('is the checksum of the whole object, with a shorter last part', () => {
    const bytes = randomBytes(10 * 1000 + 1);
    const parts = Array.from({ length: 11 }, (_, i) => bytes.subarray(i * 1000, (i + 1) * 1000));
    expect(combineCrc64Parts(parts.map((part) => ({ crc64: crc64(part), sizeBytes: part.length })))).toBe(crc64(bytes));
  });

  it('of no parts is that of an empty object', () => {
    expect(combineCrc64Parts([])).toBe('0');
  });
});
