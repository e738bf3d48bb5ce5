import { combineCrc64, Crc64 } from '../../emulator/digest/crc64';
import { patternBytes } from './helpers/test-emulator';

function crc64(bytes: Uint8Array | string): string {
  const crc = new Crc64();
  crc.update(Buffer.from(bytes));
  return crc.digest();
}

test.each([
  ['', '0'],
  ['a', '3675645893302102789'],
  ['123456789', '11051210869376104954'],
  ['[Object Content]', '16749565679157681890'],
  ['ObjectContent', '2900061071848923409'],
  ['中国', '11679856028459232798'],
  [Buffer.alloc(1024 * 1024), '6947770692288575170'],
])('CRC-64 of %#', (content, expected) => {
  expect(crc64(content)).toBe(expected);
});

test('CRC-64 does not depend on how the content is cut', () => {
  const content = patternBytes(10_007);
  const pieces = new Crc64();
  for (let start = 0, size = 1; start < content.length; start += size, size = (size % 13) + 1) {
    pieces.update(content.subarray(start, start + size));
  }
  expect(pieces.digest()).toBe(crc64(content));
});

test('CRC-64 values of two pieces combine to that of the whole', () => {
  expect(combineCrc64(crc64('1234'), crc64('56789'), 5)).toBe('11051210869376104954');
  const content = patternBytes(3_000_001);
  const [first, second] = [content.subarray(0, 1_234_567), content.subarray(1_234_567)];
  expect(combineCrc64(crc64(first), crc64(second), second.length)).toBe(crc64(content));
  expect(combineCrc64(crc64(content), '0', 0)).toBe(crc64(content));
  expect(combineCrc64('0', crc64(content), content.length)).toBe(crc64(content));
});
