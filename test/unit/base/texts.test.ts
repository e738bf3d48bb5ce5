import * as fc from 'fast-check';
import { encodeBase64, hexToBytes } from '../../../src/base/base64';
import { guessMimeType } from '../../../src/base/mime';
import { nearestName } from '../../../src/base/nearest-name';
import { decodePercent, encodeKeyPath, encodePercent } from '../../../src/base/percent';
import { toKebabCase } from '../../../src/base/kebab-case';

test('base64 and hex are those of Node', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect([...hexToBytes(Buffer.from(bytes).toString('hex'))]).toEqual([...bytes]);
    }),
  );
});

test('percent-encoding leaves A-Z a-z 0-9 - _ . ~ alone and comes back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const independent = [...Buffer.from(text)]
        .map((byte) =>
          /[\w.~-]/.test(String.fromCharCode(byte)) && byte < 128
            ? String.fromCharCode(byte)
            : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
        )
        .join('');
      expect(encodePercent(text)).toBe(independent);
      expect(decodePercent(encodePercent(text))).toBe(text);
      expect(encodeKeyPath(text)).toBe(independent.replace(/%2F/g, '/'));
    }),
  );
  expect(decodePercent('100%')).toBe('100%');
});

test.each([
  ['a.jpg', 'image/jpeg'],
  ['A.JPEG', 'image/jpeg'],
  ['b.png', 'image/png'],
  ['c.svg', 'image/svg+xml'],
  ['v.mp4', 'video/mp4'],
  ['v.mov', 'video/quicktime'],
  ['s.mp3', 'audio/mpeg'],
  ['t.txt', 'text/plain'],
  ['d.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['f.woff2', 'font/woff2'],
  ['dir.jpg/file', 'application/octet-stream'],
  ['none', 'application/octet-stream'],
  ['odd.', 'application/octet-stream'],
])('%s is %s', (name, type) => expect(guessMimeType(name)).toBe(type));

test.each([
  ['ChunkSise', 'ChunkSize'],
  ['chunksize', 'ChunkSize'],
  ['Entirely', undefined],
])('the nearest name to %s is %s', (name, nearest) => {
  expect(nearestName(name, ['ChunkSize', 'SliceSize', 'Domain'])).toBe(nearest);
});

test('names become those of headers and queries', () => {
  expect(['MaxKeys', 'ContentMD5', 'ACL', 'CopySourceIfNoneMatch'].map(toKebabCase)).toEqual([
    'Max-Keys',
    'Content-MD5',
    'ACL',
    'Copy-Source-If-None-Match',
  ]);
});
