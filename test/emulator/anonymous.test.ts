import { testHost, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

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
