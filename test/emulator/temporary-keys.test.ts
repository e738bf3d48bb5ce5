import type { StsPolicy } from '../../emulator';
import { describePolicyProblem, matchesWildcards } from '../../emulator/auth/cam-policy';
import {
  exchange,
  testBucket,
  testHost,
  xmlTexts,
  type RawClient,
  type RawKeys,
  type RawResponse,
} from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());
afterEach(() => emulator.setClockOffset(0));

function issue(policy?: StsPolicy, durationSeconds?: number): RawKeys {
  const { credentials } = emulator.issueCredentials({ policy, durationSeconds });
  return { secretId: credentials.tmpSecretId, secretKey: credentials.tmpSecretKey, token: credentials.sessionToken };
}

type Statement = Exclude<StsPolicy['statement'], unknown[]>;

function allow(
  action: Statement['action'],
  resource: Statement['resource'],
  condition?: Statement['condition'],
): StsPolicy {
  return { version: '2.0', statement: [{ effect: 'allow', action, resource, condition }] };
}

function asGuest(policy: StsPolicy): RawClient {
  return client.withKeys(issue(policy));
}

const resource = (path: string): string => `qcs::cos:ap-guangzhou:uid/1250000000:${testBucket}/${path}`;

describe('temporary keys', () => {
  test('have the documented shape and do everything by default', async () => {
    const answer = emulator.issueCredentials();
    expect(answer).toEqual({
      credentials: {
        tmpSecretId: expect.stringMatching(/^AKID/),
        tmpSecretKey: expect.any(String),
        sessionToken: expect.any(String),
      },
      startTime: expect.any(Number),
      expiredTime: answer.startTime + 1800,
      expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      requestId: expect.any(String),
    });
    expect((await client.withKeys(issue()).put('t/1', 'x')).status).toBe(200);
  });

  test('need their token', async () => {
    const { secretId, secretKey, token } = issue();
    const answer = await client.withKeys({ secretId, secretKey }).get('t/1');
    expect([answer.status, answer.code]).toEqual([403, 'InvalidAccessKeyId']);
    const other = await client.withKeys({ ...issue(), token }).get('t/1');
    expect(other.code).toBe('InvalidAccessKeyId');
  });

  test('a forged token is not believed', async () => {
    const keys = issue(allow('name/cos:GetObject', '*'));
    const [content, seal] = keys.token!.split('.');
    const forged = {
      ...(JSON.parse(Buffer.from(content!, 'base64url').toString()) as object),
      policy: allow('*', '*'),
    };
    const token = `${Buffer.from(JSON.stringify(forged)).toString('base64url')}.${seal!}`;
    expect((await client.withKeys({ ...keys, token }).put('t/2', 'x')).code).toBe('InvalidAccessKeyId');
    expect((await client.withKeys({ ...keys, token: 'nonsense' }).put('t/2', 'x')).code).toBe('InvalidAccessKeyId');
  });

  test('a permanent key with a foreign token', async () => {
    const keys = { secretId: emulator.secretId, secretKey: emulator.secretKey, token: issue().token! };
    expect((await client.withKeys(keys).get('t/1')).code).toBe('InvalidAccessKeyId');
  });

  test('expire', async () => {
    const keys = issue(undefined, 60);
    emulator.setClockOffset(59_000);
    expect((await client.withKeys(keys).get('t/1')).status).toBe(200);
    emulator.setClockOffset(61_000);
    const answer = await client.withKeys(keys).get('t/1');
    expect([answer.status, answer.code]).toEqual([400, 'ExpiredToken']);
  });

  test.each([0, -1, 7201, 1.5, NaN])('a duration of %p is refused', (durationSeconds) => {
    expect(() => emulator.issueCredentials({ durationSeconds })).toThrow('durationSeconds');
  });
});

describe('policies', () => {
  const denied = (answer: RawResponse): void => expect([answer.status, answer.code]).toEqual([403, 'AccessDenied']);

  test('actions: exact, wildcard, several', async () => {
    const reader = asGuest(allow(['name/cos:GetObject', 'name/cos:Head*'], '*'));
    expect((await reader.get('t/1')).status).toBe(200);
    expect((await reader.send({ method: 'HEAD', key: 't/1' })).status).toBe(200);
    denied(await reader.put('t/1', 'x'));
    denied(await reader.send({ method: 'DELETE', key: 't/1' }));
    denied(await reader.send({ method: 'POST', key: 't/1', query: { uploads: '' } }));
  });

  test('resources: new form, older form, any region', async () => {
    const policies = [
      resource('user/1/*'),
      'qcs::cos:ap-guangzhou:uid/1250000000:prefix//1250000000/test/user/1/*',
      `qcs::cos:*:uid/1250000000:${testBucket}/user/1/*`,
      `qcs::cos::uid/1250000000:${testBucket}/user/1/*`,
    ];
    for (const path of policies) {
      const user = asGuest(allow('name/cos:PutObject', path));
      expect((await user.put('user/1/a', 'x')).status).toBe(200);
      denied(await user.put('user/2/a', 'x'));
      denied(await user.put('user/1', 'x'));
    }
    denied(
      await asGuest(allow('name/cos:PutObject', `qcs::cos:ap-beijing:uid/1250000000:${testBucket}/*`)).put(
        'user/1/a',
        'x',
      ),
    );
    denied(
      await asGuest(allow('name/cos:PutObject', `qcs::cos:*:uid/1250000001:${testBucket}/*`)).put('user/1/a', 'x'),
    );
  });

  test('deny wins', async () => {
    const user = asGuest({
      statement: [
        { effect: 'allow', action: '*', resource: '*' },
        { effect: 'deny', action: 'name/cos:DeleteObject', resource: resource('*') },
      ],
    });
    expect((await user.put('t/3', 'x')).status).toBe(200);
    denied(await user.send({ method: 'DELETE', key: 't/3' }));
  });

  test('listing is allowed by prefix', async () => {
    const user = asGuest(allow('name/cos:GetBucket', resource('user/1/*')));
    expect((await user.send({ query: { prefix: 'user/1/' } })).status).toBe(200);
    denied(await user.send({ query: { prefix: 'user/' } }));
    denied(await user.send({}));
  });

  test('conditions on type and size', async () => {
    const user = asGuest(
      allow('name/cos:PutObject', '*', {
        string_like_if_exist: { 'cos:content-type': 'image/*' },
        numeric_less_than_equal: { 'cos:content-length': 5 },
      }),
    );
    expect((await user.put('t/4', '12345', { 'content-type': 'image/png' })).status).toBe(200);
    expect((await user.put('t/4', '12345')).status).toBe(200);
    denied(await user.put('t/4', '123456', { 'content-type': 'image/png' }));
    denied(await user.put('t/4', '12345', { 'content-type': 'text/plain' }));
    denied(await user.send({ method: 'PUT', key: 't/4', headers: { 'transfer-encoding': 'chunked' }, body: 'x' }));
  });

  test.each<[string, Record<string, string | string[]>, boolean]>([
    ['string_equal', { 'cos:x-cos-acl': ['private', 'default'] }, true],
    ['string_equal', { 'cos:x-cos-acl': 'public-read' }, false],
    ['string_not_equal', { 'cos:x-cos-acl': ['private', 'public-read'] }, false],
    ['string_not_equal', { 'cos:x-cos-acl': 'public-read' }, true],
    ['string_not_like', { 'cos:x-cos-acl': 'public*' }, true],
    ['string_equal_ignore_case', { 'cos:x-cos-acl': 'PRIVATE' }, true],
    ['for_any_value:string_like', { 'cos:x-cos-acl': 'priv*' }, true],
    ['numeric_greater_than', { 'cos:content-length': '2' }, true],
    ['numeric_less_than', { 'cos:content-length': '3' }, false],
    ['string_equal', { 'cos:x-cos-storage-class': 'STANDARD' }, false],
    ['string_equal_if_exist', { 'cos:x-cos-storage-class': 'STANDARD' }, true],
  ])('condition %s %j holds: %p', async (operator, wanted, holds) => {
    const user = asGuest(allow('name/cos:PutObject', '*', { [operator]: wanted }));
    const answer = await user.put('t/5', '123', { 'x-cos-acl': 'private' });
    expect(answer.status).toBe(holds ? 200 : 403);
  });

  test('deleting many is decided key by key, under either action', async () => {
    for (const action of ['name/cos:DeleteObject', 'name/cos:DeleteMultipleObjects']) {
      await client.put('mine/1', 'x');
      await client.put('yours/1', 'x');
      const body = '<Delete><Object><Key>mine/1</Key></Object><Object><Key>yours/1</Key></Object></Delete>';
      const { createHash } = await import('node:crypto');
      const md5 = createHash('md5').update(body).digest('base64');
      const user = asGuest(allow(action, resource('mine/*')));
      const answer = await user.send({ method: 'POST', query: { delete: '' }, body, headers: { 'content-md5': md5 } });
      expect(answer.status).toBe(200);
      expect(xmlTexts(answer.text, 'Key')).toEqual(['mine/1', 'yours/1']);
      expect(answer.code).toBe('AccessDenied');
      expect((await client.get('mine/1')).status).toBe(404);
      expect((await client.get('yours/1')).status).toBe(200);
    }
  });

  test('a copy needs reading the source and writing the target', async () => {
    await client.put('source/1', 'x');
    const copy = (guest: RawClient) =>
      guest.send({
        method: 'PUT',
        key: 'target/1',
        headers: { 'x-cos-copy-source': `${testHost}/source/1`, 'content-length': '0' },
      });
    denied(await copy(asGuest(allow('name/cos:PutObject', resource('target/*')))));
    denied(await copy(asGuest(allow('name/cos:GetObject', resource('source/*')))));
    const both = allow(['name/cos:GetObject', 'name/cos:PutObject'], [resource('source/*'), resource('target/*')]);
    expect((await copy(asGuest(both))).status).toBe(200);
  });

  test('the account: listing and making buckets', async () => {
    const service = 'service.cos.myqcloud.com';
    expect((await asGuest(allow('name/cos:GetService', '*')).send({ host: service })).status).toBe(200);
    denied(await asGuest(allow('name/cos:GetObject', '*')).send({ host: service }));
    const host = 'made-1250000000.cos.ap-beijing.myqcloud.com';
    denied(await asGuest(allow('name/cos:PutBucket', resource('*'))).send({ method: 'PUT', host }));
    const maker = asGuest(allow('name/cos:PutBucket', 'qcs::cos:ap-beijing:uid/1250000000:made-*'));
    expect((await maker.send({ method: 'PUT', host })).status).toBe(200);
  });

  test.each([
    [{}, 'statement'],
    [{ statement: [] }, 'statement'],
    [{ statement: [{ effect: 'maybe', action: '*', resource: '*' }] }, 'effect'],
    [{ statement: [{ effect: 'allow', resource: '*' }] }, 'action'],
    [{ statement: [{ effect: 'allow', action: '*', resource: [1] }] }, 'resource'],
    [{ statement: [{ effect: 'allow', action: '*', resource: '*', condition: { date_equal: {} } }] }, 'date_equal'],
    [{ statement: [{ effect: 'allow', action: '*', resource: '*', condition: { string_like: 1 } }] }, 'condition'],
    ['text', 'object'],
  ])('policy %j is refused', (policy, problem) => {
    expect(describePolicyProblem(policy)).toContain(problem);
  });

  test('wildcards match in linear time', () => {
    expect(matchesWildcards('a*b*c', 'aXbYc')).toBe(true);
    expect(matchesWildcards('a*b*c', 'aXcYb')).toBe(false);
    expect(matchesWildcards('ab*ba', 'aba')).toBe(false);
    expect(matchesWildcards('*'.repeat(5000) + 'b', 'a'.repeat(50_000))).toBe(false);
  });
});

describe('the STS endpoint', () => {
  async function ask(method: string, path: string, body?: unknown): Promise<RawResponse> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return exchange(emulator.port, { method, path, headers: { host: `127.0.0.1:${emulator.port}` } }, text);
  }

  function guestOf(answer: RawResponse): RawClient {
    const { credentials } = JSON.parse(answer.text) as ReturnType<typeof emulator.issueCredentials>;
    return client.withKeys({
      secretId: credentials.tmpSecretId,
      secretKey: credentials.tmpSecretKey,
      token: credentials.sessionToken,
    });
  }

  test('issues keys on GET and POST', async () => {
    const answer = await ask('GET', '/_emulator/sts?durationSeconds=900');
    expect(answer.headers['content-type']).toBe('application/json');
    const { startTime, expiredTime } = JSON.parse(answer.text) as { startTime: number; expiredTime: number };
    expect(expiredTime - startTime).toBe(900);
    expect((await guestOf(answer).put('sts/1', 'x')).status).toBe(200);
    expect((await guestOf(await ask('POST', '/_emulator/sts')).put('sts/1', 'x')).status).toBe(200);
  });

  test('makes a policy of bucket, region and prefix', async () => {
    const answer = await ask('POST', '/_emulator/sts', {
      bucket: testBucket,
      region: 'ap-guangzhou',
      allowPrefix: 'sts/*',
    });
    expect((await guestOf(answer).put('sts/2', 'x')).status).toBe(200);
    expect((await guestOf(answer).put('other/2', 'x')).code).toBe('AccessDenied');
    const reader = await ask('GET', `/_emulator/sts?bucket=${testBucket}&allowActions=name/cos:GetObject`);
    expect((await guestOf(reader).get('sts/2')).status).toBe(200);
    expect((await guestOf(reader).put('sts/2', 'x')).code).toBe('AccessDenied');
  });

  test('takes a policy as object or text', async () => {
    const policy = allow('name/cos:PutObject', '*');
    for (const given of [policy, JSON.stringify(policy)]) {
      const guest = guestOf(await ask('POST', '/_emulator/sts', { policy: given }));
      expect((await guest.put('sts/3', 'x')).status).toBe(200);
      expect((await guest.get('sts/3')).code).toBe('AccessDenied');
    }
  });

  test.each([
    [{ durationSeconds: 10_000 }],
    [{ durationSeconds: 'long' }],
    [{ policy: '{' }],
    [{ policy: { statement: [] } }],
    [{ allowActions: 5 }],
  ])('refuses %j', async (body) => {
    const answer = await ask('POST', '/_emulator/sts', body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toEqual({ error: { Code: 'InvalidParameter', Message: expect.any(String) } });
  });

  test('is not reachable through a bucket host', async () => {
    expect((await client.send({ rawPath: '/_emulator/sts', keys: false })).code).toBe('AccessDenied');
  });
});
