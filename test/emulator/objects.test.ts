import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { authorize, exchange, testBucket, testHost, xmlText, xmlTexts, type RawClient } from './helpers/raw-client';
import { patternBytes, startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

const md5 = (content: Buffer | string): string => createHash('md5').update(content).digest('base64');

describe('PutObject, GetObject, HeadObject, DeleteObject', () => {
  test('content, digests and attributes come back', async () => {
    const put = await client.put('photo.jpg', '[Object Content]', {
      'content-type': 'image/jpeg',
      'cache-control': 'max-age=60',
      'content-disposition': 'inline',
      'content-encoding': 'identity',
      'content-language': 'zh',
      expires: 'Thu, 01 Dec 2044 16:00:00 GMT',
      'x-cos-meta-name': '名字',
      'x-cos-storage-class': 'STANDARD_IA',
    });
    expect(put.status).toBe(200);
    expect(put.headers.etag).toBe('"ee8de918d05640145b18f70f4c3aa602"');
    expect(put.headers['x-cos-hash-crc64ecma']).toBe('16749565679157681890');
    for (const method of ['GET', 'HEAD']) {
      const answer = await client.send({ method, key: 'photo.jpg' });
      expect(answer.status).toBe(200);
      expect(answer.body.toString()).toBe(method === 'GET' ? '[Object Content]' : '');
      expect(answer.headers).toMatchObject({
        'content-length': '16',
        'content-type': 'image/jpeg',
        'cache-control': 'max-age=60',
        'content-disposition': 'inline',
        'content-encoding': 'identity',
        'content-language': 'zh',
        expires: 'Thu, 01 Dec 2044 16:00:00 GMT',
        etag: '"ee8de918d05640145b18f70f4c3aa602"',
        'x-cos-hash-crc64ecma': '16749565679157681890',
        'x-cos-storage-class': 'STANDARD_IA',
        'accept-ranges': 'bytes',
        server: 'tencent-cos',
      });
      expect(Buffer.from(answer.headers['x-cos-meta-name'] as string, 'latin1').toString()).toBe('名字');
      expect(answer.headers['last-modified']).toMatch(/GMT$/);
    }
    expect((await client.send({ method: 'DELETE', key: 'photo.jpg' })).status).toBe(204);
    expect((await client.get('photo.jpg')).code).toBe('NoSuchKey');
    expect((await client.send({ method: 'DELETE', key: 'photo.jpg' })).status).toBe(204);
  });

  test('an empty object, and the defaults', async () => {
    await client.put('empty', '');
    const answer = await client.get('empty');
    expect([answer.status, answer.body.length]).toEqual([200, 0]);
    expect(answer.headers).toMatchObject({
      etag: '"d41d8cd98f00b204e9800998ecf8427e"',
      'x-cos-hash-crc64ecma': '0',
      'content-type': 'application/octet-stream',
    });
    expect(answer.headers['x-cos-storage-class']).toBeUndefined();
  });

  test('HEAD of a missing object has a status, ids and no body', async () => {
    const answer = await client.send({ method: 'HEAD', key: 'nothing' });
    expect([answer.status, answer.body.length]).toEqual([404, 0]);
    expect(answer.headers['x-cos-request-id']).toBeTruthy();
    expect(answer.headers['x-cos-trace-id']).toBeTruthy();
  });

  test.each([
    '../../../etc/passwd',
    '..',
    'a/../b',
    './x',
    '/absolute',
    '//double',
    'a\\b',
    'C:/x',
    'nul\u0000l',
    '%2e%2e/x',
    'con ',
    '.',
    'emoji 😀',
    'a?b#c',
  ])('the key %j is only a name', async (key) => {
    const answer = await client.put(key, `content of ${key}`);
    expect(answer.status).toBe(200);
    expect((await client.get(key)).text).toBe(`content of ${key}`);
    const names = await readdir(emulator.dataDir, { recursive: true });
    const allowed =
      /^(cos-emulator\.json|incoming|blobs(\/[0-9a-f]{2}(\/[0-9a-f-]{36})?)?|buckets(\/test-1250000000(\/(bucket\.json|uploads|objects(\/[0-9a-f]{2}(\/[0-9a-f]{62}\.json)?)?))?)?)$/;
    expect(names.filter((name) => !allowed.test(name))).toEqual([]);
    await client.send({ method: 'DELETE', key });
  });

  test('the longest key, and one byte more', async () => {
    expect((await client.put('中'.repeat(283) + 'x', 'x')).status).toBe(200);
    const answer = await client.put('中'.repeat(283) + 'xx', 'x');
    expect([answer.status, answer.code]).toEqual([400, 'KeyTooLong']);
  });

  test('Content-MD5: right, wrong, malformed', async () => {
    expect((await client.put('md5', 'abc', { 'content-md5': md5('abc') })).status).toBe(200);
    const wrong = await client.put('md5', 'abd', { 'content-md5': md5('abc') });
    expect([wrong.status, wrong.code]).toEqual([400, 'BadDigest']);
    expect((await client.get('md5')).text).toBe('abc');
    for (const value of ['abc', 'zzz=', `${md5('abc')} `.replace('==', '')]) {
      expect((await client.put('md5', 'abc', { 'content-md5': value })).code).toBe('InvalidDigest');
    }
    expect(await readdir(join(emulator.dataDir, 'incoming'))).toEqual([]);
  });

  test('x-cos-forbid-overwrite', async () => {
    await client.send({ method: 'DELETE', key: 'once' });
    expect((await client.put('once', '1', { 'x-cos-forbid-overwrite': 'true' })).status).toBe(200);
    const answer = await client.put('once', '2', { 'x-cos-forbid-overwrite': 'true' });
    expect([answer.status, answer.code]).toEqual([409, 'FileAlreadyExists']);
    expect((await client.get('once')).text).toBe('1');
    expect((await client.put('once', '3', { 'x-cos-forbid-overwrite': 'false' })).status).toBe(200);
  });

  test('one of many simultaneous forbid-overwrite uploads wins', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => client.put('race', String(index), { 'x-cos-forbid-overwrite': 'true' })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ code }) => code === 'FileAlreadyExists')).toHaveLength(7);
    const winner = answers.findIndex(({ status }) => status === 200);
    expect((await client.get('race')).text).toBe(String(winner));
  });

  test.each<[string, Record<string, string>, number, string]>([
    ['an unknown ACL', { 'x-cos-acl': 'everybody' }, 400, 'InvalidArgument'],
    ['an unknown storage class', { 'x-cos-storage-class': 'CHEAP' }, 400, 'InvalidArgument'],
    ['a malformed grant', { 'x-cos-grant-read': 'everybody' }, 400, 'InvalidArgument'],
    ['too much metadata', { 'x-cos-meta-a': 'x'.repeat(2048) }, 400, 'MetadataTooLarge'],
    ['too slow a traffic limit', { 'x-cos-traffic-limit': '819199' }, 400, 'InvalidArgument'],
    ['too fast a traffic limit', { 'x-cos-traffic-limit': '838860801' }, 400, 'InvalidArgument'],
    ['a traffic limit that is no number', { 'x-cos-traffic-limit': '1e6' }, 400, 'InvalidArgument'],
    ['over 5 GB', { 'content-length': String(5 * 1024 ** 3 + 1) }, 400, 'EntityTooLarge'],
    ['an unknown encryption', { 'x-cos-server-side-encryption': 'ROT13' }, 400, 'SSEContentNotSupported'],
    ['half a customer key', { 'x-cos-server-side-encryption-customer-algorithm': 'AES256' }, 400, 'InvalidArgument'],
  ])('%s is refused', async (_name, headers, status, code) => {
    const path = '/refused';
    const sent: Record<string, string> = { host: testHost, 'content-length': '0', ...headers };
    sent['authorization'] = authorize({ method: 'PUT', path, query: [], headers: sent }, emulator);
    // Only the head is sent: the refusal must not need the body.
    const answer = await sendHead(`PUT ${path} HTTP/1.1`, sent);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*<Code>${code}</Code>`));
    expect((await client.get('refused')).status).toBe(404);
  });

  test('an upload without a length', async () => {
    const headers: Record<string, string> = { host: testHost };
    headers['authorization'] = authorize({ method: 'PUT', path: '/x', query: [], headers }, emulator);
    expect(await sendHead('PUT /x HTTP/1.1', headers)).toMatch(/^HTTP\/1.1 411 [^]*<Code>MissingContentLength</);
  });

  test('a chunked upload', async () => {
    const answer = await client.send({
      method: 'PUT',
      key: 'chunked',
      headers: { 'transfer-encoding': 'chunked' },
      body: 'abc',
    });
    expect(answer.status).toBe(200);
    expect((await client.get('chunked')).text).toBe('abc');
  });

  test('server-side encryption is told on every answer', async () => {
    const sse = { 'x-cos-server-side-encryption': 'AES256' };
    expect((await client.put('sse', 'x', sse)).headers).toMatchObject(sse);
    expect((await client.get('sse')).headers).toMatchObject(sse);
  });

  test('a customer key is needed to read', async () => {
    const key = Buffer.alloc(32, 7);
    const prefix = 'x-cos-server-side-encryption-customer-';
    const headers = {
      [`${prefix}algorithm`]: 'AES256',
      [`${prefix}key`]: key.toString('base64'),
      [`${prefix}key-md5`]: md5(key),
    };
    const put = await client.put('sse-c', 'secret', headers);
    expect(put.headers[`${prefix}key-md5`]).toBe(md5(key));
    expect((await client.get('sse-c')).code).toBe('SsecDecryptHeaderInvalid');
    expect((await client.get('sse-c', headers)).text).toBe('secret');
  });

  test('archived objects must be restored first', async () => {
    await client.put('archived', 'x', { 'x-cos-storage-class': 'ARCHIVE' });
    expect((await client.get('archived')).code).toBe('InvalidObjectState');
    expect((await client.send({ method: 'HEAD', key: 'archived' })).status).toBe(200);
  });
});

/** Sends a request head over a bare socket and returns what comes back within the answer. */
function sendHead(line: string, headers: Record<string, string>, body = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(emulator.port, '127.0.0.1');
    const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk.toString();
      if (received.includes('</Error>')) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
    socket.write(`${line}\r\n${fields.join('')}\r\n${body}`);
  });
}

describe('ranges', () => {
  const content = patternBytes(300_000);
  beforeAll(() => client.put('ranged', content));

  test.each<[string, number, number]>([
    ['bytes=0-0', 0, 1],
    ['bytes=0-', 0, 300_000],
    ['bytes=131071-131073', 131_071, 131_074],
    ['bytes=299999-400000', 299_999, 300_000],
    ['bytes=-5', 299_995, 300_000],
    ['bytes=-400000', 0, 300_000],
  ])('%s', async (range, start, end) => {
    const answer = await client.get('ranged', { range });
    expect(answer.status).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end - 1}/300000`);
    expect(answer.headers['content-length']).toBe(String(end - start));
    expect(answer.body.equals(content.subarray(start, end))).toBe(true);
  });

  test.each(['bytes=300000-', 'bytes=-0'])('%s is not satisfiable', async (range) => {
    const answer = await client.get('ranged', { range });
    expect([answer.status, answer.code, answer.headers['content-range']]).toEqual([
      416,
      'InvalidRange',
      'bytes */300000',
    ]);
  });

  test.each(['bytes=5-1', 'lines=1-2', 'bytes=a-b', 'bytes=0-1,3-4'])('%s is ignored', async (range) => {
    const answer = await client.get('ranged', { range });
    expect([answer.status, answer.body.length]).toEqual([200, 300_000]);
  });
});

describe('conditions', () => {
  const past = 'Thu, 01 Jan 2015 00:00:00 GMT';
  const future = 'Fri, 01 Jan 2100 00:00:00 GMT';
  const etag = '"900150983cd24fb0d6963f7d28e17f72"';
  beforeAll(() => client.put('conditional', 'abc'));

  test.each<[Record<string, string>, number]>([
    [{ 'if-match': etag }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': `"other", ${etag}` }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': future }, 304],
    [{ 'if-modified-since': past }, 200],
    [{ 'if-modified-since': 'nonsense' }, 200],
    [{ 'if-unmodified-since': past }, 412],
    [{ 'if-unmodified-since': future }, 200],
    [{ 'if-match': etag, 'if-unmodified-since': past }, 200],
    [{ 'if-none-match': '"other"', 'if-modified-since': future }, 200],
  ])('%j', async (headers, status) => {
    const got = await client.get('conditional', headers);
    expect(got.status).toBe(status);
    expect((await client.send({ method: 'HEAD', key: 'conditional', headers })).status).toBe(status);
    if (status === 412) expect(got.code).toBe('PreconditionFailed');
    if (status === 304) expect([got.body.length, got.headers.etag]).toEqual([0, etag]);
  });
});

describe('anonymous access', () => {
  const hosts = {
    public: 'public-1250000000.cos.ap-guangzhou.myqcloud.com',
    open: 'open-1250000000.cos.ap-guangzhou.myqcloud.com',
  };
  beforeAll(async () => {
    await client.send({ method: 'PUT', host: hosts.public, headers: { 'x-cos-acl': 'public-read' } });
    await client.send({ method: 'PUT', host: hosts.open, headers: { 'x-cos-acl': 'public-read-write' } });
    await client.put('shared', 'x', { 'x-cos-acl': 'public-read' });
    await client.put('own', 'x');
    await client.send({
      method: 'PUT',
      host: hosts.public,
      key: 'own',
      body: 'x',
      headers: { 'x-cos-acl': 'private' },
    });
    await client.send({ method: 'PUT', host: hosts.public, key: 'inherited', body: 'x' });
  });

  test.each<[string, string, string, number]>([
    ['GET', testHost, 'shared', 200],
    ['HEAD', testHost, 'shared', 200],
    ['GET', testHost, 'own', 403],
    ['GET', testHost, 'missing', 403],
    ['GET', testHost, '', 403],
    ['PUT', testHost, 'shared', 403],
    ['DELETE', testHost, 'shared', 403],
    ['GET', hosts.public, 'inherited', 200],
    ['GET', hosts.public, 'own', 403],
    ['GET', hosts.public, 'missing', 404],
    ['GET', hosts.public, '', 200],
    ['HEAD', hosts.public, '', 200],
    ['PUT', hosts.public, 'new', 403],
    ['PUT', hosts.open, 'new', 200],
    ['DELETE', hosts.open, 'new', 204],
    ['DELETE', hosts.open, '', 403],
    ['GET', 'absent-1250000000.cos.ap-guangzhou.myqcloud.com', 'x', 404],
    ['GET', 'service.cos.myqcloud.com', '', 403],
  ])('%s %s /%s -> %i', async (method, host, key, status) => {
    const answer = await client.send({ method, host, key, keys: false, body: method === 'PUT' ? 'x' : undefined });
    expect(answer.status).toBe(status);
    if (status === 403 && method !== 'HEAD') expect(answer.code).toBe('AccessDenied');
  });

  test('may not choose response headers', async () => {
    const answer = await client.send({ key: 'shared', keys: false, query: { 'response-content-type': 'text/html' } });
    expect([answer.status, answer.code]).toEqual([400, 'InvalidRequest']);
  });

  test('temporary keys without a word about a public object read it', async () => {
    const policy = { statement: [{ effect: 'allow' as const, action: 'name/cos:PutObject', resource: '*' }] };
    const { credentials } = emulator.issueCredentials({ policy });
    const keys = {
      secretId: credentials.tmpSecretId,
      secretKey: credentials.tmpSecretKey,
      token: credentials.sessionToken,
    };
    expect((await client.send({ key: 'shared', keys })).status).toBe(200);
    expect((await client.send({ key: 'own', keys })).status).toBe(403);
  });
});

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

test('a reader gets the whole old object while it is overwritten and removed', async () => {
  const old = patternBytes(3_000_000, 1);
  await client.put('replaced', old);
  emulator.faults.add({ operation: 'GetObject', key: 'replaced', bandwidthBytesPerSecond: 10_000_000 });
  const reading = client.get('replaced');
  await new Promise((resolve) => setTimeout(resolve, 60));
  await client.put('replaced', patternBytes(3_000_000, 2));
  await client.send({ method: 'DELETE', key: 'replaced' });
  expect((await reading).body.equals(old)).toBe(true);
});

test('simultaneous overwrites leave exactly one of the contents', async () => {
  const contents = Array.from({ length: 6 }, (_, seed) => patternBytes(200_000, seed));
  const puts = contents.map((content) => client.put('contended-put', content));
  const reads = Array.from({ length: 6 }, () => client.get('contended-put'));
  const answers = [...(await Promise.all(reads)), await Promise.all(puts).then(() => client.get('contended-put'))];
  for (const answer of answers.filter(({ status }) => status === 200)) {
    expect(contents.some((content) => content.equals(answer.body))).toBe(true);
  }
  expect(answers.at(-1)!.status).toBe(200);
});

test('an upload that is cut off leaves no object and no file', async () => {
  await new Promise<void>((resolve) => {
    const headers: Record<string, string> = { host: testHost, 'content-length': '1000000' };
    headers['authorization'] = authorize({ method: 'PUT', path: '/cut', query: [], headers }, emulator);
    const socket = connect(emulator.port, '127.0.0.1');
    const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`PUT /cut HTTP/1.1\r\n${fields.join('')}\r\n`);
    socket.write(Buffer.alloc(300_000), () => setTimeout(() => socket.destroy(), 50));
    socket.on('close', () => resolve());
  });
  await waitFor(() => emulator.requests.some(({ key, status }) => key === 'cut' && status === 0));
  expect((await client.get('cut')).status).toBe(404);
  expect(await readdir(join(emulator.dataDir, 'incoming'))).toEqual([]);
});

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('the request log tells what was asked and answered', async () => {
  emulator.clearRequests();
  await client.put('logged', 'abc', { 'x-cos-meta-a': '1' });
  await client.get('unlogged');
  expect(emulator.requests).toMatchObject([
    {
      operation: 'PutObject',
      method: 'PUT',
      bucket: testBucket,
      region: 'ap-guangzhou',
      key: 'logged',
      status: 200,
      bodyBytes: 3,
      identity: 'root',
      headers: { 'x-cos-meta-a': '1', host: testHost },
    },
    { operation: 'GetObject', key: 'unlogged', status: 404, code: 'NoSuchKey', bodyBytes: 0 },
  ]);
});

test('an answer before the body keeps the connection usable', async () => {
  const answer = await client.send({ method: 'PUT', key: 'big', body: Buffer.alloc(2_000_000), keys: false });
  expect(answer.code).toBe('AccessDenied');
  expect((await exchange(emulator.port, { method: 'GET', path: '/', headers: { host: testHost } })).status).toBe(403);
});
