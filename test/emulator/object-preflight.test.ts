import type { RawClient, RawRequest } from './helpers/raw-client';
import { testBucket, testRegion } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

const cors = [
  {
    AllowedOrigin: ['https://*.example.com'],
    AllowedMethod: ['PUT', 'GET'],
    AllowedHeader: ['x-cos-*', 'content-type'],
    ExposeHeader: ['ETag', 'x-cos-request-id'],
    MaxAgeSeconds: 300,
  },
  { AllowedOrigin: ['*'], AllowedMethod: ['HEAD'] },
];
let emulator: TestEmulator['emulator'];
let client: RawClient;
beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator({
    buckets: [
      { Bucket: testBucket, Region: testRegion, cors },
      { Bucket: 'plain-1250000000', Region: testRegion },
    ],
  }));
});
afterAll(() => emulator.close());

const origin = 'https://www.example.com';
const ask = (headers: Record<string, string>, more: RawRequest = {}) =>
  client.send({ method: 'OPTIONS', key: 'any/中', keys: false, headers, ...more });

test('what a rule allows, for a key that need not exist, without a signature', async () => {
  const { status, headers } = await ask({
    origin,
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'X-Cos-Acl, content-type',
  });
  expect(status).toBe(200);
  expect(headers).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-methods': 'PUT,GET',
    'access-control-allow-headers': 'x-cos-acl,content-type',
    'access-control-expose-headers': 'ETag,x-cos-request-id',
    'access-control-max-age': '300',
  });
});

test.each<[string, Record<string, string>]>([
  ['another origin', { origin: 'https://example.org', 'access-control-request-method': 'PUT' }],
  ['another scheme', { origin: 'http://www.example.com', 'access-control-request-method': 'PUT' }],
  ['another method', { origin, 'access-control-request-method': 'DELETE' }],
  [
    'another header',
    { origin, 'access-control-request-method': 'PUT', 'access-control-request-headers': 'authorization' },
  ],
])('%s is forbidden', async (_name, headers) => {
  expect(await ask(headers)).toMatchObject({ status: 403, code: 'AccessForbidden' });
});

test('a bucket without rules forbids, a bucket that is not there is not there', async () => {
  const headers = { origin, 'access-control-request-method': 'PUT' };
  const on = (bucket: string) => ask(headers, { host: `${bucket}.cos.${testRegion}.myqcloud.com` });
  expect(await on('plain-1250000000')).toMatchObject({ status: 403, code: 'AccessForbidden' });
  expect(await on('none-1250000000')).toMatchObject({ status: 404, code: 'NoSuchBucket' });
});

test.each<[string, Record<string, string>]>([
  ['origin', { 'access-control-request-method': 'PUT' }],
  ['method', { origin }],
])('a preflight without %s is no preflight', async (_name, headers) => {
  expect((await ask(headers)).status).toBe(400);
});

test('a rule for all origins answers the star, also to ordinary requests', async () => {
  const preflight = await ask({ origin: 'https://example.org', 'access-control-request-method': 'HEAD' });
  expect(preflight.headers['access-control-allow-origin']).toBe('*');
  await client.put('a', 'x');
  const head = await client.send({ method: 'HEAD', key: 'a', headers: { origin: 'https://example.org' } });
  expect(head.headers['access-control-allow-origin']).toBe('*');
  const got = await client.get('a', { origin: 'https://example.org' });
  expect(got.headers['access-control-allow-origin']).toBeUndefined();
});
