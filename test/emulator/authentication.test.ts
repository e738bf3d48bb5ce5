import { RawClient, currentKeyTime, exchange, testHost, xmlText } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
  await client.put("a/中文 +~!*'()&=.txt", 'content');
});
afterAll(() => emulator.close());
afterEach(() => emulator.setClockOffset(0));

const key = "a/中文 +~!*'()&=.txt";

describe('published vectors over HTTP, at the time they were signed', () => {
  const secretId = 'AKIDtestSecretId0000000000000000000';
  const host = 'examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com';
  let signed: TestEmulator['emulator'];

  beforeAll(async () => {
    ({ emulator: signed } = await startTestEmulator({
      secretId,
      secretKey: 'testSecretKey00000000000000000000',
      buckets: [{ Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou' }],
    }));
    signed.setClockOffset(1_700_000_010_000 - Date.now());
  });
  afterAll(() => signed.close());

  function authorization(headers: string, parameters: string, signature: string): string {
    const time = '1700000000;1700003600';
    return `q-sign-algorithm=sha1&q-ak=${secretId}&q-sign-time=${time}&q-key-time=${time}&q-header-list=${headers}&q-url-param-list=${parameters}&q-signature=${signature}`;
  }

  test.each([
    [
      'V5',
      'GET',
      '/?prefix=a%2F%E4%B8%AD%20%E6%96%87%2F&delimiter=%2F&max-keys=100&encoding-type=url&marker=',
      'host',
      'delimiter;encoding-type;marker;max-keys;prefix',
      '674972597257815fc81f1b846434f33ab0fa8cae',
      200,
    ],
    ['V7', 'GET', '/k', '', '', 'e6c9d4bd1bbee4d45a367e49de53752736284699', 404],
    ['V8', 'GET', '/k', 'host', '', '2fce63d8e4c51441421d5faa36ab72463b67e062', 404],
  ])(
    '%s is accepted, and refused with one digit changed',
    async (_name, method, path, headerList, parameterList, signature, status) => {
      const send = (value: string) =>
        exchange(signed.port, {
          method,
          path,
          headers: { host, authorization: authorization(headerList, parameterList, value) },
        });
      expect((await send(signature)).status).toBe(status);
      expect((await send(signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')))).code).toBe(
        'SignatureDoesNotMatch',
      );
    },
  );

  test('V6 with a UTF-8 header value is accepted', async () => {
    const headers = {
      host,
      'content-type': 'video/mp4',
      'x-cos-meta-name': 'é',
      'content-length': '0',
      authorization: authorization(
        'content-type;host;x-cos-meta-name',
        'uploads',
        '94eeaa6e45b932462be474e979e327150a41b920',
      ),
    };
    expect((await exchange(signed.port, { method: 'POST', path: '/k?uploads', headers })).status).toBe(200);
  });
});

describe('signature in the header', () => {
  test('is accepted for a key with every special character', async () => {
    expect((await client.get(key)).text).toBe('content');
  });

  test('a wrong secret is answered with the text that the server signed', async () => {
    const wrong = client.withKeys({ secretId: emulator.secretId, secretKey: 'wrong' });
    const answer = await wrong.get(key);
    expect([answer.status, answer.code]).toEqual([403, 'SignatureDoesNotMatch']);
    expect(xmlText(answer.text, 'StringToSign')).toMatch(/^sha1&#xa;\d+;\d+&#xa;[0-9a-f]{40}&#xa;$/);
    expect(xmlText(answer.text, 'FormatString')).toContain(`host=${testHost}`);
    expect(xmlText(answer.text, 'RequestId')).toBe(answer.headers['x-cos-request-id']);
    expect(xmlText(answer.text, 'TraceId')).toBe(answer.headers['x-cos-trace-id']);
    expect(xmlText(answer.text, 'Resource')).toBe(`${testHost}/a/中文 +~!*'()&amp;=.txt`);
  });

  test('an unknown SecretId', async () => {
    const answer = await client.withKeys({ secretId: 'AKIDnobody', secretKey: 'x' }).get(key);
    expect([answer.status, answer.code]).toEqual([403, 'InvalidAccessKeyId']);
  });

  test('a signed header with another value than sent', async () => {
    const answer = await client.send({
      key,
      headers: { range: 'bytes=0-1' },
      signedHeaders: ['range'],
      tamper: (text) => text,
    });
    expect(answer.status).toBe(206);
    const port = emulator.port;
    const path = '/k';
    const headers: Record<string, string> = { host: testHost, range: 'bytes=0-1' };
    const { authorize } = await import('./helpers/raw-client');
    headers['authorization'] = authorize({ method: 'GET', path, query: [], headers }, emulator, {
      signedHeaders: ['range'],
    });
    headers['range'] = 'bytes=0-2';
    expect((await exchange(port, { method: 'GET', path, headers })).code).toBe('SignatureDoesNotMatch');
  });

  test('a listed header that was not sent', async () => {
    const answer = await client.send({ key, signedHeaders: ['x-cos-acl'] });
    expect(answer.code).toBe('SignatureDoesNotMatch');
  });

  test('a parameter that is sent but not listed is not covered; a listed one that is missing breaks the signature', async () => {
    const { authorize } = await import('./helpers/raw-client');
    const headers: Record<string, string> = { host: testHost };
    headers['authorization'] = authorize({ method: 'GET', path: '/', query: [['prefix', 'a']], headers }, emulator);
    const send = (path: string) => exchange(emulator.port, { method: 'GET', path, headers });
    expect((await send('/?prefix=a&x-unsigned=1')).status).toBe(200);
    expect((await send('/?prefix=b')).code).toBe('SignatureDoesNotMatch');
    expect((await send('/')).code).toBe('SignatureDoesNotMatch');
  });

  test('the method is part of the signature', async () => {
    const { authorize } = await import('./helpers/raw-client');
    const headers: Record<string, string> = { host: testHost };
    headers['authorization'] = authorize({ method: 'GET', path: '/x', query: [], headers }, emulator);
    expect((await exchange(emulator.port, { method: 'DELETE', path: '/x', headers })).code).toBe(
      'SignatureDoesNotMatch',
    );
  });

  test('the host is compared as sent', async () => {
    const { authorize } = await import('./helpers/raw-client');
    const signedFor = { host: 'test-1250000000.cos.accelerate.myqcloud.com' };
    const authorization = authorize({ method: 'GET', path: '/x', query: [], headers: signedFor }, emulator);
    const answer = await exchange(emulator.port, {
      method: 'GET',
      path: '/x',
      headers: { host: testHost, authorization },
    });
    expect(answer.code).toBe('SignatureDoesNotMatch');
  });

  test.each([
    ['a missing field', (text: string) => text.replace(/q-signature=.*/, '')],
    ['another algorithm', (text: string) => text.replace('=sha1', '=sha256')],
    ['times that are none', (text: string) => text.replace(/q-sign-time=[^&]*/, 'q-sign-time=yesterday')],
    ['an end before the start', (text: string) => text.replace(/q-key-time=[^&]*/, 'q-key-time=2;1')],
  ])('%s is malformed', async (_name, tamper) => {
    const answer = await client.send({ key, tamper });
    expect([answer.status, answer.code]).toEqual([403, 'AccessDenied']);
    expect(answer.text).toContain('malformed');
  });
});

describe('the clock', () => {
  test('a signature that has ended', async () => {
    const answer = await client.send({ key, keyTime: currentKeyTime(-1000) });
    expect([answer.status, answer.code, xmlText(answer.text, 'Message')]).toEqual([
      403,
      'AccessDenied',
      'Request has expired',
    ]);
    expect(Math.abs(Date.parse(xmlText(answer.text, 'ServerTime')!) - Date.now())).toBeLessThan(60_000);
  });

  test('a signature that begins in the future', async () => {
    const answer = await client.send({ key, keyTime: currentKeyTime(3600) });
    expect([answer.status, answer.code]).toEqual([403, 'RequestTimeTooSkewed']);
  });

  test('a phone that is a few seconds fast is let in', async () => {
    expect((await client.send({ key, keyTime: currentKeyTime(20) })).status).toBe(200);
  });

  test('the server clock moves Date header and validity', async () => {
    emulator.setClockOffset(7_200_000);
    const answer = await client.get(key);
    expect(answer.text).toContain('Request has expired');
    const ahead = Date.parse(answer.headers.date!) - Date.now();
    expect(Math.abs(ahead - 7_200_000)).toBeLessThan(10_000);
    emulator.setClockOffset(-7_200_000);
    expect((await client.get(key)).code).toBe('RequestTimeTooSkewed');
  });
});

describe('presigned URLs', () => {
  test('read with a signature in the query, with response headers of their own', async () => {
    const query = {
      'response-content-type': 'text/x-own',
      'response-content-disposition': 'attachment; filename="中.txt"',
    };
    const answer = await client.send({ key, query, presign: true });
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('text/x-own');
    expect(Buffer.from(answer.headers['content-disposition']!, 'latin1').toString()).toBe(
      'attachment; filename="中.txt"',
    );
  });

  test('a changed signed parameter', async () => {
    const answer = await client.send({
      key,
      query: { 'response-content-type': 'text/x-own' },
      presign: true,
      tamper: (text) => text.replace('response-content-type', 'response-content-language'),
    });
    expect(answer.code).toBe('SignatureDoesNotMatch');
  });

  test('expired', async () => {
    expect((await client.send({ key, presign: true, keyTime: currentKeyTime(-2000) })).text).toContain(
      'Request has expired',
    );
  });

  test('with temporary keys carry the token', async () => {
    const { credentials } = emulator.issueCredentials();
    const keys = {
      secretId: credentials.tmpSecretId,
      secretKey: credentials.tmpSecretKey,
      token: credentials.sessionToken,
    };
    expect((await client.send({ key, presign: true, keys })).text).toBe('content');
  });

  test('header injection through response-content-disposition is refused', async () => {
    const answer = await client.send({
      key,
      query: { 'response-content-disposition': 'a\r\nx-evil: 1' },
      presign: true,
    });
    expect([answer.status, answer.code]).toEqual([400, 'InvalidArgument']);
  });
});

test('malformed percent-encoding in path or query', async () => {
  for (const path of ['/%zz', '/a?b=%', '/%ff']) {
    const answer = await exchange(emulator.port, { method: 'GET', path, headers: { host: testHost } });
    expect([answer.status, answer.code]).toEqual([400, 'InvalidURI']);
  }
});
