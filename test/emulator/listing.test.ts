import { compareUtf8 } from '../../emulator/storage/sorted-keys';
import { xmlText, xmlTexts, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;

const keys = [
  'a',
  'a/',
  'a/1',
  'a/2',
  'a/b/3',
  'a0',
  'b',
  '中/文',
  '\uff5e',
  '😀',
  'sp ace',
  'trailing ',
  'plus+&<>"\'',
];

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
  for (const key of keys) await client.put(key, key);
});
afterAll(() => emulator.close());

const list = async (query: Record<string, string> = {}) => client.send({ query });

/** Key elements of the Contents, unescaped. */
function keysOf(text: string): string[] {
  const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
  return xmlTexts(text, 'Key').map((key) => key.replace(/&\w+;/g, (entity) => entities[entity]!));
}

function prefixesOf(text: string): string[] {
  return [...text.matchAll(/<CommonPrefixes><Prefix>([^<]*)</g)].map((match) => match[1]!);
}

test('keys come in UTF-8 binary order, whole', async () => {
  const answer = await list();
  const sorted = [...keys].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  expect(keysOf(answer.text)).toEqual(sorted);
  expect(xmlText(answer.text, 'MaxKeys')).toBe('1000');
  expect(xmlText(answer.text, 'IsTruncated')).toBe('false');
  expect(answer.text).toMatch(
    /<Contents><Key>a<\/Key><LastModified>[\d-]+T[\d:.]+Z<\/LastModified><ETag>&quot;0cc175b9c0f1b6a831c399e269772661&quot;<\/ETag><Size>1<\/Size><Owner><ID>1250000000<\/ID><DisplayName>1250000000<\/DisplayName><\/Owner><StorageClass>STANDARD<\/StorageClass><\/Contents>/,
  );
});

test('the order is that of the bytes for any pair', () => {
  const samples = ['', 'a', 'ab', 'z', '\u007f', 'é', '中', '\ue000', '\uffff', '😀', '\u{10ffff}', 'a😀', 'a\uffff'];
  for (const a of samples) {
    for (const b of samples) {
      expect(Math.sign(compareUtf8(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }
  }
});

test('a prefix and a delimiter make folders', async () => {
  const root = await list({ delimiter: '/' });
  expect(prefixesOf(root.text)).toEqual(['a/', '中/']);
  expect(keysOf(root.text)).not.toContain('a/1');
  const folder = await list({ prefix: 'a/', delimiter: '/' });
  expect([keysOf(folder.text), prefixesOf(folder.text)]).toEqual([['a/', 'a/1', 'a/2'], ['a/b/']]);
  const long = await list({ prefix: 'a', delimiter: '/b' });
  expect(prefixesOf(long.text)).toEqual(['a/b']);
});

test.each([1, 2, 3, 5])('pages of %i together give everything once', async (size) => {
  for (const delimiter of ['', '/']) {
    const whole = await list({ delimiter });
    const found: string[] = [];
    let marker: string | undefined = '';
    while (marker !== undefined) {
      const page = await list({ delimiter, marker, 'max-keys': String(size), 'encoding-type': 'url' });
      const entries = [...keysOf(page.text), ...prefixesOf(page.text)].map(decodeURIComponent);
      expect(entries.length).toBeLessThanOrEqual(size);
      found.push(...entries);
      const next = xmlText(page.text, 'NextMarker');
      expect(xmlText(page.text, 'IsTruncated')).toBe(String(next !== undefined));
      marker = next === undefined ? undefined : decodeURIComponent(next);
    }
    expect(found.sort()).toEqual([...keysOf(whole.text), ...prefixesOf(whole.text)].sort());
  }
});

test('encoding-type=url writes what XML cannot hold', async () => {
  const key = 'control\u0001 中/+';
  await client.put(key, 'x');
  const encoded = await list({ prefix: 'control', 'encoding-type': 'url', delimiter: '+' });
  expect(xmlText(encoded.text, 'EncodingType')).toBe('url');
  expect(decodeURIComponent(prefixesOf(encoded.text)[0]!)).toBe(key);
  expect(xmlText(encoded.text, 'Delimiter')).toBe('%2B');
  const plain = await list({ prefix: 'control' });
  expect(plain.text).toContain('<Key>control&#x1; 中/+</Key>');
  await client.send({ method: 'DELETE', key });
});

test('max-keys: none, too many, nonsense', async () => {
  const none = await list({ 'max-keys': '0' });
  expect([keysOf(none.text), xmlText(none.text, 'IsTruncated')]).toEqual([[], 'false']);
  expect(xmlText((await list({ 'max-keys': '5000' })).text, 'MaxKeys')).toBe('1000');
  for (const value of ['-1', 'x', '1.5']) expect((await list({ 'max-keys': value })).code).toBe('InvalidArgument');
  expect((await list({ 'encoding-type': 'base64' })).code).toBe('InvalidArgument');
});
