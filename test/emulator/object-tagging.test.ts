import { formType, signForm, writeForm } from './helpers/form';
import { testHost, xmlText, xmlTexts, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';
import { putVersions, setVersioning } from './helpers/versions';

let emulator: TestEmulator['emulator'];
let client: RawClient;
beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

type Tag = readonly [key: string, value: string];
const tagging = (tags: readonly Tag[]): string =>
  `<Tagging><TagSet>${tags.map(([key, value]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`).join('')}</TagSet></Tagging>`;
const put = (key: string, body: string, query: Record<string, string> = {}) =>
  client.send({ method: 'PUT', key, query: { tagging: '', ...query }, body });
const read = async (key: string, query: Record<string, string> = {}) => {
  const { text } = await client.send({ key, query: { tagging: '', ...query } });
  return xmlTexts(text, 'Key').map((tag, index) => [tag, xmlTexts(text, 'Value')[index]]);
};

test('tags are put, replaced as a whole, and deleted', async () => {
  await client.put('a', 'x');
  expect((await put('a', tagging([['age', '18']]))).status).toBe(200);
  expect(
    await put(
      'a',
      tagging([
        ['名', 'a b'],
        ['c', ''],
      ]),
    ),
  ).toMatchObject({ status: 200 });
  expect(await read('a')).toEqual([
    ['名', 'a b'],
    ['c', ''],
  ]);
  expect((await client.send({ method: 'HEAD', key: 'a' })).headers['x-cos-tagging-count']).toBe('2');
  expect((await client.send({ method: 'DELETE', key: 'a', query: { tagging: '' } })).status).toBe(204);
  const none = await client.send({ key: 'a', query: { tagging: '' } });
  expect([none.status, none.text.includes('<TagSet></TagSet>')]).toEqual([200, true]);
  expect((await client.get('a')).text).toBe('x');
});

test.each<[string, Tag[], number]>([
  ['ten', Array.from({ length: 10 }, (_, n): Tag => [`k${n}`, 'v']), 200],
  ['eleven', Array.from({ length: 11 }, (_, n): Tag => [`k${n}`, 'v']), 400],
  ['a key of 127 characters', [['k'.repeat(127), 'v']], 200],
  ['a key of 128 characters', [['k'.repeat(128), 'v']], 400],
  ['a value of 255 characters', [['k', 'v'.repeat(255)]], 200],
  ['a value of 256 characters', [['k', 'v'.repeat(256)]], 400],
  ['an empty key', [['', 'v']], 400],
])('%s: by XML as by header', async (_name, tags, status) => {
  const header = tags.map((tag) => tag.map(encodeURIComponent).join('=')).join('&');
  expect((await put('a', tagging(tags))).status).toBe(status);
  expect((await client.put('b', 'x', { 'x-cos-tagging': header })).status).toBe(status);
});

test('the same key twice is an invalid tag', async () => {
  const twice: Tag[] = [
    ['k', '1'],
    ['k', '2'],
  ];
  expect((await put('a', tagging(twice))).code).toBe('InvalidTag');
  expect((await client.put('b', 'x', { 'x-cos-tagging': 'k=1&k=2' })).code).toBe('InvalidTag');
});

test('a value of the header keeps what follows its second equals sign', async () => {
  await client.put('equals', 'x', { 'x-cos-tagging': 'token=YQ==&b=%3D%26' });
  expect(await read('equals')).toEqual([
    ['token', 'YQ=='],
    ['b', '=&amp;'],
  ]);
});

test('tags come with every way to upload, and stay with a copy unless it replaces them', async () => {
  const tagged = { 'x-cos-tagging': 'a=1' };
  await client.put('put', 'x', tagged);
  const form: [string, string][] = [
    ['key', 'form'],
    ['x-cos-tagging', 'a=1'],
    ...signForm({ secretId: emulator.secretId, secretKey: emulator.secretKey }),
  ];
  const body = writeForm([...form, { file: 'x' }]);
  const posted = await client.send({ method: 'POST', keys: false, headers: { 'content-type': formType }, body });
  expect(posted.status).toBe(204);
  const begun = await client.send({ method: 'POST', key: 'parts', query: { uploads: '' }, headers: tagged, body: '' });
  const uploadId = xmlText(begun.text, 'UploadId')!;
  const part = await client.send({ method: 'PUT', key: 'parts', query: { partNumber: '1', uploadId }, body: 'x' });
  const list = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.etag}</ETag></Part></CompleteMultipartUpload>`;
  await client.send({ method: 'POST', key: 'parts', query: { uploadId }, body: list });
  const source = { 'x-cos-copy-source': `${testHost}/put` };
  await client.put('copy', '', source);
  await client.put('replaced', '', { ...source, 'x-cos-metadata-directive': 'Replaced', 'x-cos-tagging': 'b=2' });
  for (const key of ['put', 'form', 'parts', 'copy']) expect([key, await read(key)]).toEqual([key, [['a', '1']]]);
  expect(await read('replaced')).toEqual([['b', '2']]);
});

test('each version has its own tags', async () => {
  const versioned = await startTestEmulator();
  await setVersioning(versioned.client, 'Enabled');
  const [first = '', second = ''] = await putVersions(versioned.client, 'a', ['one', 'two']);
  const ask = (method: string, versionId: string, body?: string) =>
    versioned.client.send({ method, key: 'a', query: { tagging: '', versionId }, body });
  await ask('PUT', first, tagging([['v', '1']]));
  expect(xmlTexts((await ask('GET', first)).text, 'Value')).toEqual(['1']);
  expect(xmlTexts((await ask('GET', second)).text, 'Value')).toEqual([]);
  await ask('DELETE', first);
  expect(xmlTexts((await ask('GET', first)).text, 'Value')).toEqual([]);
  expect((await ask('GET', 'none')).code).toBe('NoSuchVersion');
  await versioned.emulator.close();
});

test('errors: no object, XML of another kind', async () => {
  expect((await put('none', tagging([]))).code).toBe('NoSuchKey');
  expect((await client.send({ key: 'none', query: { tagging: '' } })).code).toBe('NoSuchKey');
  expect((await put('put', '<Tags/>')).code).toBe('MalformedXML');
  expect((await put('put', '<Tagging><TagSet><Tag><Value>v</Value></Tag></TagSet></Tagging>')).code).toBe(
    'MalformedXML',
  );
  expect((await client.send({ key: 'put', query: { tagging: '' }, keys: false })).code).toBe('AccessDenied');
});
