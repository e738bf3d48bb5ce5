import * as fc from 'fast-check';
import { countUtf8Bytes, decodeUtf8, encodeUtf8, hasLoneSurrogate } from '../../../src/base/utf8';

const bufferOf = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
const anyText = fc.string({ unit: 'binary', maxLength: 40 });

test('text becomes the bytes that Node makes of it', () => {
  fc.assert(fc.property(anyText, (text) => expect([...encodeUtf8(text)]).toEqual([...Buffer.from(text)])));
});

test('bytes, well-formed or not, become the text that the encoding standard says', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(decodeUtf8(bufferOf(bytes))).toBe(new TextDecoder().decode(bytes));
    }),
    { numRuns: 2000 },
  );
});

test('long text comes back whole', () => {
  const text = '汉字😀abc'.repeat(20_000);
  expect(decodeUtf8(bufferOf(encodeUtf8(text)))).toBe(text);
  expect(countUtf8Bytes(text)).toBe(Buffer.byteLength(text));
});

test.each(['\ud800', 'a\udc00b', '\udc00\ud800'])('half a character in %j is seen', (text) => {
  expect(hasLoneSurrogate(text)).toBe(true);
  expect(hasLoneSurrogate('😀')).toBe(false);
});
