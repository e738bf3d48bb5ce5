import { createHash } from 'node:crypto';
import { testHost, xmlText, xmlTexts, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

const md5 = (content: Buffer | string): string => createHash('md5').update(content).digest('base64');

describe('DeleteMultipleObjects', () => {
  const remove = (body: string, headers: Record<string, string> = { 'content-md5': md5(body) }) =>
    client.send({ method: 'POST', query: { delete: '' }, body, headers });
  const list = (keys: string[], quiet = false): string =>
    `<Delete><Quiet>${quiet}</Quiet>${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join('')}</Delete>`;

  test('reports each key, or only errors when quiet', async () => {
    await client.put('多/1 &', 'x');
    const answer = await remove(list(['多/1 &amp;', ' never there ']));
    expect(xmlTexts(answer.text, 'Key')).toEqual(['多/1 &amp;', ' never there ']);
    expect((await client.get('多/1 &')).status).toBe(404);
    const quiet = await remove(list(['x'], true));
    expect([quiet.status, xmlTexts(quiet.text, 'Key')]).toEqual([200, []]);
  });

  test.each<[string, string, string]>([
    ['no keys', list([]), 'MalformedXML'],
    ['1001 keys', list(Array.from({ length: 1001 }, (_, index) => String(index))), 'MalformedXML'],
    ['broken XML', '<Delete><Object>', 'MalformedXML'],
    ['another root', '<Remove/>', 'MalformedXML'],
    ['an object without key', '<Delete><Object><VersionId>1</VersionId></Object></Delete>', 'MalformedXML'],
    ['a DOCTYPE', '<!DOCTYPE x [<!ENTITY a "b">]><Delete><Object><Key>&a;</Key></Object></Delete>', 'MalformedXML'],
  ])('%s', async (_name, body, code) => {
    const answer = await remove(body);
    expect([answer.status, answer.code]).toEqual([400, code]);
  });

  test('1000 keys with entities', async () => {
    const answer = await remove(list(Array.from({ length: 1000 }, (_, index) => `&quot;k&quot;&amp;${index}`)));
    expect(xmlTexts(answer.text, 'Key')).toHaveLength(1000);
  });

  test('needs a right Content-MD5', async () => {
    expect((await remove(list(['x']), {})).code).toBe('InvalidRequest');
    expect((await remove(list(['x']), { 'content-md5': md5('other') })).code).toBe('BadDigest');
  });
});

describe('AppendObject', () => {
  const append = (position: number | string, body: string) =>
    client.send({ method: 'POST', key: 'log', query: { append: '', position: String(position) }, body });

  test('grows an object and tells where to go on', async () => {
    const first = await append(0, '12345');
    expect(first.headers['x-cos-next-append-position']).toBe('5');
    const second = await append(5, '6789');
    expect(second.headers['x-cos-next-append-position']).toBe('9');
    expect(second.headers['x-cos-hash-crc64ecma']).toBe('11051210869376104954');
    const got = await client.get('log');
    expect(got.text).toBe('123456789');
    expect(got.headers['x-cos-object-type']).toBe('appendable');
    expect((await client.get('log', { range: 'bytes=3-6' })).text).toBe('4567');
  });

  test('errors', async () => {
    const wrong = await append(3, 'x');
    expect([wrong.status, wrong.code, wrong.headers['x-cos-next-append-position']]).toEqual([
      409,
      'AppendPositionErr',
      '9',
    ]);
    expect((await append('', 'x')).code).toBe('InvalidArgument');
    expect((await append('-1', 'x')).code).toBe('InvalidArgument');
    await client.put('log', 'normal now');
    const normal = await append(10, 'x');
    expect([normal.status, normal.code]).toEqual([409, 'ObjectNotAppendable']);
    expect(
      (await client.send({ method: 'POST', key: 'new-log', query: { append: '', position: '4' }, body: 'x' })).code,
    ).toBe('AppendPositionErr');
  });

  test('of two simultaneous appends one wins', async () => {
    const both = await Promise.all(
      ['a', 'b'].map((body) =>
        client.send({ method: 'POST', key: 'contended', query: { append: '', position: '0' }, body }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await client.get('contended')).body).toHaveLength(1);
  });
});

describe('PutObjectCopy', () => {
  const copy = (key: string, source: string, headers: Record<string, string> = {}) =>
    client.send({ method: 'PUT', key, headers: { 'content-length': '0', 'x-cos-copy-source': source, ...headers } });
  const source = `${testHost}/${encodeURIComponent('源 1')}`;
  beforeAll(() => client.put('源 1', 'copied', { 'content-type': 'text/x-source', 'x-cos-meta-a': '1' }));

  test('keeps content and metadata', async () => {
    const answer = await copy('copy', source);
    expect(answer.status).toBe(200);
    expect(xmlText(answer.text, 'ETag')).toBe(`&quot;${createHash('md5').update('copied').digest('hex')}&quot;`);
    const got = await client.get('copy');
    expect([got.text, got.headers['content-type'], got.headers['x-cos-meta-a']]).toEqual([
      'copied',
      'text/x-source',
      '1',
    ]);
  });

  test('replaces metadata on request, even in place', async () => {
    const headers = { 'x-cos-metadata-directive': 'Replaced', 'content-type': 'text/x-new' };
    expect((await copy('copy', `${testHost}/copy`, headers)).status).toBe(200);
    const got = await client.get('copy');
    expect([got.text, got.headers['content-type'], got.headers['x-cos-meta-a']]).toEqual([
      'copied',
      'text/x-new',
      undefined,
    ]);
  });

  test.each<[string, string, Record<string, string>, number, string]>([
    ['a missing source', `${testHost}/none`, {}, 404, 'NoSuchKey'],
    ['a missing source bucket', 'none-1250000000.cos.ap-guangzhou.myqcloud.com/x', {}, 404, 'NoSuchBucket'],
    ['no host', '/x', {}, 400, 'InvalidCopySource'],
    ['no key', testHost, {}, 400, 'InvalidCopySource'],
    ['another ETag', source, { 'x-cos-copy-source-if-match': '"x"' }, 412, 'PreconditionFailed'],
    ['the same ETag', source, { 'x-cos-copy-source-if-none-match': '*' }, 412, 'PreconditionFailed'],
    [
      'too old',
      source,
      { 'x-cos-copy-source-if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' },
      412,
      'PreconditionFailed',
    ],
    [
      'too new',
      source,
      { 'x-cos-copy-source-if-unmodified-since': 'Thu, 01 Jan 2015 00:00:00 GMT' },
      412,
      'PreconditionFailed',
    ],
    ['an existing target', source, { 'x-cos-forbid-overwrite': 'true' }, 409, 'FileAlreadyExists'],
  ])('%s', async (_name, from, headers, status, code) => {
    const answer = await copy('copy', from, headers);
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  test('onto itself without a change', async () => {
    expect((await copy('copy', `${testHost}/copy`)).code).toBe('InvalidRequest');
  });
});

describe('what is not there is said so', () => {
  test.each<[string, Record<string, string>, string, number, string]>([
    ['GET', { torrent: '' }, 'x', 501, 'NotImplemented'],
    ['PUT', { symlink: '' }, 'x', 501, 'NotImplemented'],
    ['GET', { 'imageMogr2/thumbnail/100x': '' }, 'x', 501, 'NotImplemented'],
    ['PUT', { uploadId: '1' }, 'x', 405, 'MethodNotAllowed'],
    ['PATCH', {}, 'x', 405, 'MethodNotAllowed'],
    ['POST', {}, 'x', 405, 'MethodNotAllowed'],
  ])('%s ?%j', async (method, query, key, status, code) => {
    const answer = await client.send({ method, query, key, body: method === 'GET' ? undefined : '' });
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  test('an upload to ?torrent stores nothing', async () => {
    await client.send({ method: 'PUT', key: 'swallowed', query: { torrent: '' }, body: 'x' });
    expect((await client.get('swallowed')).status).toBe(404);
  });
});
