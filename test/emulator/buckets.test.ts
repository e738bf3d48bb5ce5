import { exchange, testHost, xmlText, xmlTexts, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator({
    buckets: [
      { Bucket: 'test-1250000000', Region: 'ap-guangzhou' },
      { Bucket: 'fast-1250000000', Region: 'ap-beijing', accelerate: true },
      { Bucket: 'old-1250000000', Region: 'cn-south' },
      {
        Bucket: 'web-1250000000',
        Region: 'ap-guangzhou',
        acl: 'public-read',
        cors: [
          {
            AllowedOrigin: ['https://*.example.com'],
            AllowedMethod: ['GET', 'PUT'],
            AllowedHeader: ['x-cos-*', 'Content-Type'],
            ExposeHeader: ['ETag'],
            MaxAgeSeconds: 300,
          },
        ],
      },
    ],
    domains: { 'files.example.com': { Bucket: 'test-1250000000', Region: 'ap-guangzhou' } },
  }));
  await client.put('here', 'found');
  await client.send({ method: 'PUT', host: 'fast-1250000000.cos.ap-beijing.myqcloud.com', key: 'here', body: 'fast' });
  await client.send({ method: 'PUT', host: 'old-1250000000.cn-south.myqcloud.com', key: 'here', body: 'old' });
});
afterAll(() => emulator.close());

describe('host names', () => {
  test.each([
    ['test-1250000000.cos.ap-guangzhou.myqcloud.com', 'found'],
    ['test-1250000000.cos.ap-guangzhou.myqcloud.com:8080', 'found'],
    ['TEST-1250000000.COS.ap-guangzhou.myqcloud.com', 'found'],
    ['test-1250000000.cos.ap-guangzhou.tencentcos.cn', 'found'],
    ['test-1250000000.cos-internal.ap-guangzhou.tencentcos.cn', 'found'],
    ['test-1250000000.cos.ap-guangzhou.localhost', 'found'],
    ['test-1250000000.cos.ap-guangzhou.localhost:9000', 'found'],
    ['test-1250000000.localhost:9000', 'found'],
    ['files.example.com', 'found'],
    ['fast-1250000000.cos.accelerate.myqcloud.com', 'fast'],
    ['fast-1250000000.localhost', 'fast'],
    ['old-1250000000.cn-south.myqcloud.com', 'old'],
    ['old-1250000000.cos.cn-south.myqcloud.com', 'old'],
  ])('%s', async (host, content) => {
    expect((await client.send({ host, key: 'here' })).text).toBe(content);
  });

  test.each([
    ['another region', 'test-1250000000.cos.ap-beijing.myqcloud.com', 404, 'NoSuchBucket'],
    ['no such bucket', 'none-1250000000.cos.ap-guangzhou.myqcloud.com', 404, 'NoSuchBucket'],
    ['a foreign host', 'www.example.com', 404, 'NoSuchBucket'],
    ['a foreign domain that looks like COS', 'test-1250000000.cos.ap-guangzhou.example.com', 404, 'NoSuchBucket'],
    ['acceleration that is off', 'test-1250000000.cos.accelerate.myqcloud.com', 400, 'BucketAccelerateNotEnabled'],
  ])('%s', async (_name, host, status, code) => {
    const answer = await client.send({ host, key: 'here' });
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  test('an acceleration domain changes no bucket', async () => {
    const host = 'fast-1250000000.cos.accelerate.myqcloud.com';
    expect((await client.send({ method: 'DELETE', host })).code).toBe('ActionAccelerateNotSupported');
    expect((await client.send({ method: 'PUT', host })).code).toBe('ActionAccelerateNotSupported');
    expect((await client.send({ host })).status).toBe(200);
  });

  test('a request line in the form for proxies', async () => {
    const { authorize } = await import('./helpers/raw-client');
    const headers: Record<string, string> = { host: testHost };
    headers['authorization'] = authorize({ method: 'GET', path: '/here', query: [], headers }, emulator);
    const answer = await exchange(emulator.port, { method: 'GET', path: `http://${testHost}/here`, headers });
    expect(answer.text).toBe('found');
  });

  test('a data processing host verifies the signature and says that it does not process', async () => {
    const host = 'test-1250000000.ci.ap-guangzhou.myqcloud.com';
    const answer = await client.send({ host, key: 'jobs' });
    expect([answer.status, answer.code]).toEqual([501, 'NotImplemented']);
    const json = await client.send({ host, key: 'jobs', headers: { accept: 'application/json' } });
    expect(JSON.parse(json.text)).toMatchObject({ Code: 'NotImplemented', RequestId: expect.any(String) });
    expect((await client.withKeys({ secretId: emulator.secretId, secretKey: 'x' }).send({ host })).code).toBe(
      'SignatureDoesNotMatch',
    );
    expect((await client.send({ host, keys: false })).code).toBe('AccessDenied');
    const { credentials } = emulator.issueCredentials();
    const keys = { secretId: credentials.tmpSecretId, secretKey: credentials.tmpSecretKey };
    const headers = { 'x-ci-security-token': credentials.sessionToken };
    expect((await client.send({ host, keys, headers })).code).toBe('NotImplemented');
    expect((await client.send({ host, keys: { ...keys, token: credentials.sessionToken } })).code).toBe(
      'InvalidAccessKeyId',
    );
    emulator.faults.add({ operation: 'CI', body: '<Response><ok/></Response>' });
    expect((await client.send({ host, key: 'jobs' })).text).toBe('<Response><ok/></Response>');
  });
});

describe('buckets', () => {
  test('made, listed, used, emptied, deleted', async () => {
    const host = 'made-1250000000.cos.ap-shanghai.myqcloud.com';
    expect((await client.send({ method: 'HEAD', host })).status).toBe(404);
    expect((await client.send({ method: 'PUT', host })).status).toBe(200);
    expect((await client.send({ method: 'HEAD', host })).status).toBe(200);
    const again = await client.send({ method: 'PUT', host });
    expect([again.status, again.code]).toEqual([409, 'BucketAlreadyOwnedByYou']);
    const service = await client.send({ host: 'service.cos.myqcloud.com' });
    expect(xmlTexts(service.text, 'Name')).toEqual([
      'fast-1250000000',
      'made-1250000000',
      'old-1250000000',
      'test-1250000000',
      'web-1250000000',
    ]);
    const regional = await client.send({ host: 'cos.ap-shanghai.myqcloud.com' });
    expect(xmlTexts(regional.text, 'Name')).toEqual(['made-1250000000']);
    expect(xmlText(regional.text, 'Location')).toBe('ap-shanghai');
    await client.send({ method: 'PUT', host, key: 'a', body: 'x' });
    expect((await client.send({ method: 'DELETE', host })).code).toBe('BucketNotEmpty');
    await client.send({ method: 'DELETE', host, key: 'a' });
    expect((await client.send({ method: 'DELETE', host })).status).toBe(204);
    expect((await client.send({ method: 'HEAD', host })).status).toBe(404);
  });

  test.each([
    ['-a-1250000000', 'ap-guangzhou', 'InvalidBucketName'],
    ['noappid', 'ap-guangzhou', 'InvalidBucketName'],
    ['a'.repeat(30) + '-1250000000', 'ap-guangzhou', 'BucketNameTooLong'],
  ])('the name %s is refused', async (name, region, code) => {
    const answer = await client.send({ method: 'PUT', host: `${name}.cos.${region}.myqcloud.com` });
    expect([answer.status, answer.code]).toEqual([400, code]);
  });

  test('an unknown ACL is refused', async () => {
    const host = 'acl-1250000000.cos.ap-guangzhou.myqcloud.com';
    expect((await client.send({ method: 'PUT', host, headers: { 'x-cos-acl': 'everybody' } })).code).toBe(
      'InvalidArgument',
    );
  });

  test('the list of buckets comes in pages', async () => {
    const host = 'service.cos.myqcloud.com';
    const first = await client.send({ host, query: { 'max-keys': '2' } });
    expect(xmlText(first.text, 'IsTruncated')).toBe('true');
    const second = await client.send({ host, query: { marker: xmlText(first.text, 'NextMarker')!, 'max-keys': '2' } });
    expect(xmlTexts(second.text, 'Name')).toEqual(['test-1250000000', 'web-1250000000']);
  });
});

describe('CORS', () => {
  const host = 'web-1250000000.cos.ap-guangzhou.myqcloud.com';
  const ask = (headers: Record<string, string>) =>
    client.send({ method: 'OPTIONS', host, key: 'x', keys: false, headers });
  const origin = 'https://app.example.com';

  test('a preflight that a rule allows', async () => {
    const answer = await ask({
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-cos-acl, content-type',
    });
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET,PUT',
      'access-control-allow-headers': 'x-cos-acl,content-type',
      'access-control-expose-headers': 'ETag',
      'access-control-max-age': '300',
    });
  });

  test.each<[string, Record<string, string>]>([
    ['another origin', { origin: 'https://example.org', 'access-control-request-method': 'PUT' }],
    ['another method', { origin, 'access-control-request-method': 'DELETE' }],
    [
      'another header',
      { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' },
    ],
  ])('%s is forbidden', async (_name, headers) => {
    const answer = await ask(headers);
    expect([answer.status, answer.code]).toEqual([403, 'AccessForbidden']);
  });

  test('a bucket without rules forbids every preflight', async () => {
    const headers = { origin, 'access-control-request-method': 'GET' };
    expect((await client.send({ method: 'OPTIONS', key: 'x', headers, keys: false })).code).toBe('AccessForbidden');
  });

  test('ordinary answers carry the headers for allowed origins only', async () => {
    const read = (from: string) => client.send({ host, headers: { origin: from } });
    expect((await read(origin)).headers['access-control-allow-origin']).toBe(origin);
    expect((await read('https://example.org')).headers['access-control-allow-origin']).toBeUndefined();
  });
});

test('with the option cors every origin may do everything, errors and STS included', async () => {
  const open = await startTestEmulator({ cors: true });
  try {
    const origin = 'http://localhost:5173';
    const asked = {
      origin,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'authorization,x-cos-acl',
    };
    for (const host of [testHost, `127.0.0.1:${open.emulator.port}`]) {
      const preflight = await open.client.send({
        method: 'OPTIONS',
        host,
        rawPath: '/_emulator/sts',
        headers: asked,
        keys: false,
      });
      expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([200, '*']);
      expect(preflight.headers['access-control-allow-headers']).toBe('authorization,x-cos-acl');
    }
    const put = await open.client.put('x', 'abc', { origin });
    expect(put.headers['access-control-expose-headers']).toMatch(/ETag.*x-cos-hash-crc64ecma/);
    expect((await open.client.get('none', { origin })).headers['access-control-allow-origin']).toBe('*');
  } finally {
    await open.emulator.close();
  }
});
