import { xmlText, xmlTexts, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';
import { listVersions, putVersions, setVersioning, versionOf, type ListedVersion } from './helpers/versions';

let emulator: TestEmulator['emulator'];
let client: RawClient;
let ids: { a: string[]; other: string; marker: string };
beforeEach(async () => {
  ({ emulator, client } = await startTestEmulator());
  await setVersioning(client, 'Enabled');
  const a = await putVersions(client, 'p/a', ['1', '22', '333']);
  const [other = ''] = await putVersions(client, 'p/b &', ['x']);
  await putVersions(client, 'p/x/1', ['x']);
  await putVersions(client, 'p/x/2', ['x']);
  await putVersions(client, '中\u0001', ['x']);
  ids = { a: a.reverse(), other, marker: versionOf(await client.send({ method: 'DELETE', key: 'p/b &' })) };
});
afterEach(() => emulator.close());

const namesOf = (versions: readonly ListedVersion[]) => versions.map(({ key, id }) => `${key} ${id}`);

test('keys in order, versions newest first, the newest marked', async () => {
  const { text, versions } = await listVersions(client, { prefix: 'p/a' });
  expect(versions).toEqual(ids.a.map((id, index) => ({ key: 'p/a', id, isLatest: index === 0, isMarker: false })));
  expect(xmlTexts(text, 'Size')).toEqual(['3', '2', '1']);
  expect(xmlTexts(text, 'StorageClass')).toEqual(['STANDARD', 'STANDARD', 'STANDARD']);
  expect(xmlText(text, 'IsTruncated')).toBe('false');
  expect(xmlText(text, 'NextKeyMarker')).toBeUndefined();
});

test('delete markers stand in a list of their own', async () => {
  const { text, versions } = await listVersions(client, { prefix: 'p/b' });
  expect(versions).toEqual([
    { key: 'p/b &amp;', id: ids.other, isLatest: false, isMarker: false },
    { key: 'p/b &amp;', id: ids.marker, isLatest: true, isMarker: true },
  ]);
  const [, marker = ''] = /<DeleteMarker>(.*?)<\/DeleteMarker>/.exec(text) ?? [];
  expect([marker.includes('<LastModified>'), marker.includes('<ETag>'), marker.includes('<Size>')]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a delimiter rolls folders up', async () => {
  const { text, versions } = await listVersions(client, { prefix: 'p/', delimiter: '/' });
  expect(/<CommonPrefixes>(.*?)<\/CommonPrefixes>/.exec(text)?.[1]).toBe('<Prefix>p/x/</Prefix>');
  expect(new Set(versions.map(({ key }) => key))).toEqual(new Set(['p/a', 'p/b &amp;']));
});

test('encoding-type=url encodes keys and markers', async () => {
  const { text } = await listVersions(client, { 'encoding-type': 'url', prefix: 'p/b &', 'max-keys': '1' });
  expect(xmlText(text, 'EncodingType')).toBe('url');
  expect([xmlText(text, 'Key'), xmlText(text, 'NextKeyMarker')]).toEqual(['p/b%20%26', 'p/b%20%26']);
  expect(xmlText((await listVersions(client, { 'encoding-type': 'url', prefix: '中' })).text, 'Key')).toBe(
    '%E4%B8%AD%01',
  );
});

test.each([1, 2, 3, 7])('pages of %i lead through everything once', async (size) => {
  const all = (await listVersions(client, { delimiter: '' })).versions;
  const seen: ListedVersion[] = [];
  let markers: Record<string, string> | undefined = {};
  while (markers) {
    const { text, versions }: Awaited<ReturnType<typeof listVersions>> = await listVersions(client, {
      'max-keys': String(size),
      ...markers,
    });
    expect(versions.length).toBeLessThanOrEqual(size);
    seen.push(...versions);
    markers =
      xmlText(text, 'IsTruncated') === 'true'
        ? {
            'key-marker': (xmlText(text, 'NextKeyMarker') ?? '').replace('&amp;', '&').replace('&#x1;', '\u0001'),
            'version-id-marker': xmlText(text, 'NextVersionIdMarker') ?? '',
          }
        : undefined;
  }
  expect(namesOf(seen).sort()).toEqual(namesOf(all).sort());
});

test('a key marker alone goes on after all versions of the key', async () => {
  const { versions } = await listVersions(client, { prefix: 'p/', 'key-marker': 'p/a' });
  expect(new Set(versions.map(({ key }) => key))).toEqual(new Set(['p/b &amp;', 'p/x/1', 'p/x/2']));
});

test('emptying a key page by page skipped versions once the version of the marker was deleted', async () => {
  const first = await listVersions(client, { prefix: 'p/a', 'max-keys': '1' });
  const marker = xmlText(first.text, 'NextVersionIdMarker') ?? '';
  await client.send({ method: 'DELETE', key: 'p/a', query: { versionId: marker } });
  const rest = await listVersions(client, { prefix: 'p/a', 'key-marker': 'p/a', 'version-id-marker': marker });
  expect(rest.versions.map(({ id }) => id)).toEqual(ids.a.slice(1));
});

test.each([
  ['0', 200, undefined],
  ['5000', 200, undefined],
  ['-1', 400, 'InvalidArgument'],
  ['x', 400, 'InvalidArgument'],
])('max-keys=%s', async (maxKeys, status, code) => {
  expect(await listVersions(client, { 'max-keys': maxKeys })).toMatchObject({ status, code });
});

test('other encodings, and everybody else, are refused', async () => {
  expect((await listVersions(client, { 'encoding-type': 'base64' })).code).toBe('InvalidArgument');
  expect((await client.send({ query: { versions: '' }, keys: false })).code).toBe('AccessDenied');
});
