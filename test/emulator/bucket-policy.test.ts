import { contentMd5 } from './helpers/bucket-configurations';
import type { RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;
beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

const query = { policy: '' };
const statement = {
  Principal: { qcs: ['qcs::cam::uin/100000000001:uin/100000000011'] },
  Effect: 'allow',
  Action: ['name/cos:GetBucket'],
  Resource: ['qcs::cos:ap-guangzhou:uid/1250000000:test-1250000000/文/*'],
};
const policy = { Statement: [statement], version: '2.0' };
const put = (body: string, headers: Record<string, string> = {}) =>
  client.send({ method: 'PUT', query, body, headers: { 'content-type': 'application/json', ...headers } });

test('not set, put, got to the byte, deleted', async () => {
  const unset = await client.send({ query });
  expect([unset.status, unset.code]).toEqual([404, 'NoSuchBucketPolicy']);
  const text = JSON.stringify(policy, null, 2);
  const answer = await put(text, contentMd5(text));
  expect([answer.status, answer.text]).toEqual([204, '']);
  expect((await client.send({ query })).text).toBe(text);
  expect((await client.send({ method: 'DELETE', query })).status).toBe(204);
  expect((await client.send({ query })).code).toBe('NoSuchBucketPolicy');
});

test('the policy is JSON under the type that COS documents', async () => {
  await put(JSON.stringify(policy));
  const { headers, text } = await client.send({ query });
  expect(headers['content-type']).toBe('application/xml');
  expect(JSON.parse(text)).toEqual(policy);
});

test('names in lower case, and one statement instead of a list', async () => {
  const lower = Object.fromEntries(Object.entries(statement).map(([name, value]) => [name.toLowerCase(), value]));
  expect((await put(JSON.stringify({ version: '2.0', statement: [lower] }))).status).toBe(204);
  expect((await put(JSON.stringify({ version: '2.0', Statement: statement }))).status).toBe(204);
});

const without = (name: string): string =>
  JSON.stringify({ Statement: [Object.fromEntries(Object.entries(statement).filter(([key]) => key !== name))] });

test.each([
  ['no body', ''],
  ['no JSON', '{'],
  ['no object', '"allow"'],
  ['null', 'null'],
  ['no statement', '{"version":"2.0"}'],
  ['an empty list of statements', '{"Statement":[]}'],
  ['a statement that is none', '{"Statement":["allow"]}'],
  ['no effect', without('Effect')],
  ['no principal', without('Principal')],
  ['no action', without('Action')],
  ['no resource', without('Resource')],
  ['an unknown effect', JSON.stringify({ Statement: [{ ...statement, Effect: 'maybe' }] })],
])('%s is refused and changes nothing', async (_name, body) => {
  await put(JSON.stringify(policy));
  const answer = await put(body);
  expect([answer.status, answer.code]).toEqual([400, 'MalformedPolicy']);
  expect(JSON.parse((await client.send({ query })).text)).toEqual(policy);
});

test('a body that does not fit its Content-MD5 is refused', async () => {
  expect((await put(JSON.stringify(policy), contentMd5('other'))).code).toBe('BadDigest');
});

test.each(['PUT', 'GET', 'DELETE'])('%s: no such bucket; strangers', async (method) => {
  const body = method === 'PUT' ? JSON.stringify(policy) : undefined;
  const host = 'none-1250000000.cos.ap-guangzhou.myqcloud.com';
  expect((await client.send({ method, query, body, host })).code).toBe('NoSuchBucket');
  expect((await client.send({ method, query, body, keys: false })).code).toBe('AccessDenied');
});
