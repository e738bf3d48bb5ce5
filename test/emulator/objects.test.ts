import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { authorize, testHost, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

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
