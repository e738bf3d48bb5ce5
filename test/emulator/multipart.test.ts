import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { testHost, xmlText, xmlTexts, type RawClient, type RawResponse } from './helpers/raw-client';
import { patternBytes, startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

const mebibyte = 1024 * 1024;
const parts = [patternBytes(mebibyte, 1), patternBytes(mebibyte + 3, 2), patternBytes(77, 3)];
const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');

async function initiate(key: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await client.send({ method: 'POST', key, query: { uploads: '' }, headers, body: '' });
  expect(answer.status).toBe(200);
  return xmlText(answer.text, 'UploadId')!;
}

function uploadPart(key: string, uploadId: string, partNumber: number | string, body: Buffer): Promise<RawResponse> {
  return client.send({ method: 'PUT', key, query: { partNumber: String(partNumber), uploadId }, body });
}

function complete(key: string, uploadId: string, list: [number, string][]): Promise<RawResponse> {
  const items = list.map(([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>"${etag}"</ETag></Part>`);
  const body = `<CompleteMultipartUpload>${items.join('')}</CompleteMultipartUpload>`;
  return client.send({ method: 'POST', key, query: { uploadId }, body });
}

const listing = (): [number, string][] => parts.map((part, index) => [index + 1, md5(part)]);

async function uploadAll(key: string, headers: Record<string, string> = {}): Promise<string> {
  const uploadId = await initiate(key, headers);
  await Promise.all(parts.map((part, index) => uploadPart(key, uploadId, index + 1, part)));
  return uploadId;
}

test('parts become an object, with the CRC of the whole', async () => {
  const uploadId = await uploadAll('big 大', {
    'content-type': 'video/mp4',
    'x-cos-meta-a': '1',
    'x-cos-acl': 'public-read',
  });
  expect(uploadId).toMatch(/^\d{10}[0-9a-f]{64}$/);
  expect((await client.get('big 大')).status).toBe(404);
  const answer = await complete('big 大', uploadId, listing());
  const digests = Buffer.concat(parts.map((part) => Buffer.from(md5(part), 'hex')));
  const etag = `"${md5(digests)}-3"`;
  expect(answer.status).toBe(200);
  expect(xmlText(answer.text, 'ETag')).toBe(etag.replaceAll('"', '&quot;'));
  expect(xmlText(answer.text, 'Location')).toBe(`${testHost}/big 大`);
  const whole = Buffer.concat(parts);
  const simple = await client.put('simple', whole);
  expect(answer.headers['x-cos-hash-crc64ecma']).toBe(simple.headers['x-cos-hash-crc64ecma']);
  const got = await client.send({ key: 'big 大', keys: false });
  expect(got.body.equals(whole)).toBe(true);
  expect(got.headers).toMatchObject({ etag, 'content-type': 'video/mp4', 'x-cos-meta-a': '1' });
  const range = await client.get('big 大', { range: `bytes=${mebibyte - 10}-${2 * mebibyte + 10}` });
  expect(range.body.equals(whole.subarray(mebibyte - 10, 2 * mebibyte + 11))).toBe(true);
  expect((await complete('big 大', uploadId, listing())).code).toBe('NoSuchUpload');
});

test('a part answers its MD5 and CRC, and may be sent again', async () => {
  const uploadId = await initiate('again');
  const answer = await uploadPart('again', uploadId, 1, Buffer.from('123456789'));
  expect(answer.headers.etag).toBe(`"${md5(Buffer.from('123456789'))}"`);
  expect(answer.headers['x-cos-hash-crc64ecma']).toBe('11051210869376104954');
  await uploadPart('again', uploadId, 1, Buffer.from('new'));
  expect((await complete('again', uploadId, [[1, md5(Buffer.from('123456789'))]])).code).toBe('InvalidPart');
  expect((await complete('again', uploadId, [[1, md5(Buffer.from('new'))]])).status).toBe(200);
  expect((await client.get('again')).text).toBe('new');
});

describe('completing with a wrong list', () => {
  let uploadId: string;
  beforeAll(async () => {
    uploadId = await uploadAll('wrong');
    await uploadPart('wrong', uploadId, 4, Buffer.from('small'));
  });
  const [first, second, third] = listing() as [[number, string], [number, string], [number, string]];

  test.each<[string, [number, string][], string]>([
    ['descending', [second, first], 'InvalidPartOrder'],
    ['twice the same', [first, first], 'InvalidPartOrder'],
    [
      'a part that was not uploaded',
      [first, second, third, [4, md5(Buffer.from('small'))], [5, first[1]]],
      'InvalidPart',
    ],
    ['another ETag', [first, [2, first[1]]], 'InvalidPart'],
    ['a gap', [first, third], 'InvalidPart'],
    ['not from one', [second, third], 'InvalidPart'],
    ['a small part that is not the last', [first, second, third, [4, md5(Buffer.from('small'))]], 'EntityTooSmall'],
    ['an empty list', [], 'MalformedXML'],
  ])('%s', async (_name, list, code) => {
    const answer = await complete('wrong', uploadId, list);
    expect([answer.status, answer.code]).toEqual([400, code]);
  });

  test('broken XML, and the upload still goes on', async () => {
    const answer = await client.send({
      method: 'POST',
      key: 'wrong',
      query: { uploadId },
      body: '<CompleteMultipartUpload>',
    });
    expect(answer.code).toBe('MalformedXML');
    expect((await complete('wrong', uploadId, [first, second, third])).status).toBe(200);
  });
});

test.each(['0', '10001', 'x', '1.5', ''])('part number %j is refused', async (partNumber) => {
  const uploadId = await initiate('numbers');
  const answer = await uploadPart('numbers', uploadId, partNumber, Buffer.from('x'));
  expect([answer.status, answer.code]).toEqual([400, 'InvalidArgument']);
});

test('an upload id of another key, or of none, does not exist', async () => {
  const uploadId = await initiate('mine');
  for (const [key, id] of [
    ['other', uploadId],
    ['mine', 'nonsense'],
    ['mine', '../../x'],
  ] as const) {
    expect((await uploadPart(key, id, 1, Buffer.from('x'))).code).toBe('NoSuchUpload');
    expect((await complete(key, id, [[1, 'x']])).code).toBe('NoSuchUpload');
    expect((await client.send({ key, query: { uploadId: id } })).code).toBe('NoSuchUpload');
    const aborted = await client.send({ method: 'DELETE', key, query: { uploadId: id } });
    expect([aborted.status, aborted.code]).toEqual([404, 'NoSuchUpload']);
  }
});

test('aborting removes the parts from the disk', async () => {
  const before = await countBlobs();
  const uploadId = await uploadAll('aborted');
  expect(await countBlobs()).toBe(before + 3);
  expect((await client.send({ method: 'DELETE', key: 'aborted', query: { uploadId } })).status).toBe(204);
  expect(await countBlobs()).toBe(before);
  expect((await client.send({ key: 'aborted', query: { uploadId } })).code).toBe('NoSuchUpload');
});

test('completing removes parts that the list leaves out, and what was there before', async () => {
  await client.put('replaced', 'old');
  const before = await countBlobs();
  const uploadId = await uploadAll('replaced');
  await complete('replaced', uploadId, listing().slice(0, 2));
  expect(await countBlobs()).toBe(before + 1);
});

async function countBlobs(): Promise<number> {
  const names = await readdir(`${emulator.dataDir}/blobs`, { recursive: true });
  return names.filter((name) => name.includes('/')).length;
}

test('the bucket cannot be deleted while an upload is unfinished', async () => {
  const host = 'parts-1250000000.cos.ap-guangzhou.myqcloud.com';
  await client.send({ method: 'PUT', host });
  const begun = await client.send({ method: 'POST', host, key: 'x', query: { uploads: '' }, body: '' });
  expect((await client.send({ method: 'DELETE', host })).code).toBe('BucketNotEmpty');
  await client.send({ method: 'DELETE', host, key: 'x', query: { uploadId: xmlText(begun.text, 'UploadId')! } });
  expect((await client.send({ method: 'DELETE', host })).status).toBe(204);
});

test('forbid-overwrite holds at initiate and at complete', async () => {
  const uploadId = await uploadAll('guarded');
  await client.put('guarded', 'first');
  const begun = await client.send({
    method: 'POST',
    key: 'guarded',
    query: { uploads: '' },
    body: '',
    headers: { 'x-cos-forbid-overwrite': 'true' },
  });
  expect([begun.status, begun.code]).toEqual([409, 'FileAlreadyExists']);
  const items = listing().map(
    ([number, etag]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`,
  );
  const answer = await client.send({
    method: 'POST',
    key: 'guarded',
    query: { uploadId },
    body: `<CompleteMultipartUpload>${items.join('')}</CompleteMultipartUpload>`,
    headers: { 'x-cos-forbid-overwrite': 'true' },
  });
  expect(answer.code).toBe('FileAlreadyExists');
  expect((await client.get('guarded')).text).toBe('first');
  expect((await complete('guarded', uploadId, listing())).status).toBe(200);
});

test('parts are listed in pages', async () => {
  const uploadId = await initiate('listed 列');
  for (const number of [3, 1, 10, 2]) await uploadPart('listed 列', uploadId, number, Buffer.from(`part ${number}`));
  const list = (query: Record<string, string>) => client.send({ key: 'listed 列', query: { uploadId, ...query } });
  const all = await list({});
  expect(xmlTexts(all.text, 'PartNumber')).toEqual(['1', '2', '3', '10']);
  expect(xmlTexts(all.text, 'Size')).toEqual(['6', '6', '6', '7']);
  expect(xmlTexts(all.text, 'ETag')[0]).toBe(`&quot;${md5(Buffer.from('part 1'))}&quot;`);
  expect(xmlText(all.text, 'NextPartNumberMarker')).toBeUndefined();
  const page = await list({ 'max-parts': '2', 'encoding-type': 'url' });
  expect([xmlText(page.text, 'IsTruncated'), xmlText(page.text, 'NextPartNumberMarker')]).toEqual(['true', '2']);
  expect(decodeURIComponent(xmlText(page.text, 'Key')!)).toBe('listed 列');
  const rest = await list({ 'part-number-marker': '2' });
  expect(xmlTexts(rest.text, 'PartNumber')).toEqual(['3', '10']);
});

test('uploads are listed by prefix, delimiter and in pages', async () => {
  const host = 'uploads-1250000000.cos.ap-guangzhou.myqcloud.com';
  await client.send({ method: 'PUT', host });
  const ids: Record<string, string[]> = {};
  for (const key of ['b', 'a/1', 'a/1', 'a/2', 'c/1']) {
    const begun = await client.send({ method: 'POST', host, key, query: { uploads: '' }, body: '' });
    (ids[key] ??= []).push(xmlText(begun.text, 'UploadId')!);
  }
  const list = (query: Record<string, string>) => client.send({ host, query: { uploads: '', ...query } });
  expect(xmlTexts((await list({})).text, 'Key')).toEqual(['a/1', 'a/1', 'a/2', 'b', 'c/1']);
  expect(xmlTexts((await list({ prefix: 'a/1' })).text, 'UploadId')).toEqual([...ids['a/1']!].sort());
  const folders = await list({ delimiter: '/' });
  expect(xmlTexts(folders.text, 'Key')).toEqual(['b']);
  expect([...folders.text.matchAll(/<CommonPrefixes><Prefix>([^<]*)</g)].map((match) => match[1])).toEqual([
    'a/',
    'c/',
  ]);
  const found: string[] = [];
  let markers: Record<string, string> = {};
  for (let isTruncated = true; isTruncated;) {
    const page = await list({ 'max-uploads': '1', ...markers });
    found.push(...xmlTexts(page.text, 'UploadId'));
    isTruncated = xmlText(page.text, 'IsTruncated') === 'true';
    markers = {
      'key-marker': xmlText(page.text, 'NextKeyMarker') ?? '',
      'upload-id-marker': xmlText(page.text, 'NextUploadIdMarker') ?? '',
    };
  }
  expect(found.sort()).toEqual(Object.values(ids).flat().sort());
});

test('parts may be copied from objects', async () => {
  const whole = Buffer.concat(parts);
  await client.put('copy-source', whole);
  const uploadId = await initiate('copied');
  const copyPart = (partNumber: string, range?: string) =>
    client.send({
      method: 'PUT',
      key: 'copied',
      query: { partNumber, uploadId },
      headers: {
        'content-length': '0',
        'x-cos-copy-source': `${testHost}/copy-source`,
        ...(range ? { 'x-cos-copy-source-range': range } : {}),
      },
    });
  const first = await copyPart('1', `bytes=0-${mebibyte - 1}`);
  const second = await copyPart('2', `bytes=${mebibyte}-${whole.length - 1}`);
  expect((await copyPart('3', 'bytes=5-1')).code).toBe('InvalidArgument');
  expect((await copyPart('3', `bytes=${whole.length}-`)).code).toBe('InvalidRange');
  const etags = [first, second].map((answer) => xmlText(answer.text, 'ETag')!.replaceAll('&quot;', ''));
  expect(
    (
      await complete('copied', uploadId, [
        [1, etags[0]!],
        [2, etags[1]!],
      ])
    ).status,
  ).toBe(200);
  expect((await client.get('copied')).body.equals(whole)).toBe(true);
});

test('of two simultaneous completions one wins', async () => {
  const uploadId = await uploadAll('twice');
  const answers = await Promise.all([complete('twice', uploadId, listing()), complete('twice', uploadId, listing())]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
});
