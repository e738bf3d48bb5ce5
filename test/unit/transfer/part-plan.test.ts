import fc from 'fast-check';
import { choosePartSize, planParts } from '../../../src/transfer/part-plan';

const mebibyte = 1024 * 1024;

test.each([
  ['the wanted size', 100 * mebibyte, 2 * mebibyte, 2 * mebibyte],
  ['at least 1 MiB', 100 * mebibyte, 1000, mebibyte],
  ['at most 5 GiB', 100 * mebibyte, 1e12, 5120 * mebibyte],
  ['larger where there would be too many', 30_000 * mebibyte, mebibyte, 4 * mebibyte],
  ['never smaller than wanted', 30_000 * mebibyte, 3 * mebibyte, 3 * mebibyte],
])('parts have %s', (_what, sizeBytes, wanted, expected) => {
  expect(choosePartSize(sizeBytes, wanted, 10_000)).toBe(expected);
});

test('parts cover the content without a gap, in order, and there are never too many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5e10 }), fc.integer({ min: 1, max: 1e8 }), (sizeBytes, wanted) => {
      const partBytes = choosePartSize(sizeBytes, wanted, 10_000);
      const parts = planParts(sizeBytes, partBytes);
      expect(parts.length).toBeLessThanOrEqual(10_000);
      let end = 0;
      parts.forEach(({ number, start, length }, index) => {
        expect([number, start]).toEqual([index + 1, end]);
        expect(length).toBeGreaterThan(0);
        end += length;
      });
      expect(end).toBe(sizeBytes);
    }),
    { numRuns: 30 },
  );
});
