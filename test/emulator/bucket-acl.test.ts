import { contentMd5, documentOf, makeBucket, putConfiguration } from './helpers/bucket-configurations';
import { xmlTexts, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;
let host: string;
beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
  host = await makeBucket(client, 'acl');
  await client.send({ method: 'PUT', host, key: 'a', body: 'x' });
});
afterAll(() => emulator.close());

const me = 'qcs::cam::uin/100000000001:uin/100000000001';
const friend = 'qcs::cam::uin/100000000002:uin/100000000002';
const everybody = 'http://cam.qcloud.com/groups/global/AllUsers';
const customers = 'http://cam.qcloud.com/groups/global/AuthenticatedUsers';

const grant = (grantee: string, permission: string): string =>
  `<Grant><Grantee>${grantee}</Grantee><Permission>${permission}</Permission></Grant>`;
const policy = (grants: string): string =>
  `<AccessControlPolicy><Owner><ID>${me}</ID></Owner><AccessControlList>${grants}</AccessControlList></AccessControlPolicy>`;
const put = (xml: string) => putConfiguration(client, 'acl', xml, { host });
const putHeaders = (headers: Record<string, string>) =>
  client.send({ method: 'PUT', host, query: { acl: '' }, headers });
const get = async () => {
  const answer = await client.send({ host, query: { acl: '' } });
  const grants = [...answer.text.matchAll(/<Grant>.*?<(?:ID|URI)>([^<]*)<.*?<Permission>([^<]*)</g)];
  return { preset: answer.headers['x-cos-acl'], grants: grants.map(([, to, what]) => `${what} ${to}`) };
};

test('a new bucket is private; the answer is as documented', async () => {
  const fresh = await makeBucket(client, 'fresh');
  const answer = await client.send({ host: fresh, query: { acl: '' } });
  expect([answer.status, answer.headers['x-cos-acl']]).toEqual([200, 'private']);
  const owner = `<ID>${me}</ID><DisplayName>100000000001</DisplayName>`;
  expect(documentOf(answer)).toBe(
    `<AccessControlPolicy><Owner>${owner}</Owner><AccessControlList><Grant><Grantee>${owner}</Grantee><Permission>FULL_CONTROL</Permission></Grant></AccessControlList></AccessControlPolicy>`,
  );
});

test.each<[string, string[], number, number]>([
  ['private', [], 403, 403],
  ['public-read', [`READ ${everybody}`], 200, 403],
  ['public-read-write', [`READ ${everybody}`, `WRITE ${everybody}`], 200, 200],
  ['authenticated-read', [`READ ${customers}`], 403, 403],
])('the preset %s by header', async (preset, grants, readStatus, writeStatus) => {
  expect((await putHeaders({ 'x-cos-acl': preset })).status).toBe(200);
  expect(await get()).toEqual({ preset, grants: [`FULL_CONTROL ${me}`, ...grants] });
  expect((await client.send({ host, key: 'a', keys: false })).status).toBe(readStatus);
  expect((await client.send({ method: 'PUT', host, key: 'b', body: 'x', keys: false })).status).toBe(writeStatus);
});

test.each<[string, string]>([
  ['id="100000000002"', friend],
  ['id="100000000001/100000000011"', 'qcs::cam::uin/100000000001:uin/100000000011'],
  [`id="${friend}"`, friend],
  ['uin="100000000002"', friend],
])('a grant by the header %s reads as the account', async (header, id) => {
  expect((await putHeaders({ 'x-cos-grant-read': header, 'x-cos-grant-write-acp': header })).status).toBe(200);
  expect((await get()).grants).toEqual([`FULL_CONTROL ${me}`, `READ ${id}`, `WRITE_ACP ${id}`]);
});

test('several accounts of one header', async () => {
  await putHeaders({ 'x-cos-grant-full-control': 'id="100000000002",id="100000000003"' });
  expect((await get()).grants).toEqual([
    `FULL_CONTROL ${me}`,
    `FULL_CONTROL ${friend}`,
    'FULL_CONTROL qcs::cam::uin/100000000003:uin/100000000003',
  ]);
});

test.each(['READ', 'WRITE', 'READ_ACP', 'WRITE_ACP', 'FULL_CONTROL'])('the grant %s by XML', async (permission) => {
  expect((await put(policy(grant(`<ID>${friend}</ID>`, permission)))).status).toBe(200);
  expect(await get()).toEqual({ preset: 'private', grants: [`FULL_CONTROL ${me}`, `${permission} ${friend}`] });
});

test.each<[string, string, string]>([
  ['everybody may read', grant(`<URI>${everybody}</URI>`, 'READ'), 'public-read'],
  [
    'everybody may read and write',
    grant(`<URI>${everybody}</URI>`, 'READ') + grant(`<URI>${everybody}</URI>`, 'WRITE'),
    'public-read-write',
  ],
  ['everybody by their id', grant('<ID>qcs::cam::anyone:anyone</ID>', 'READ'), 'public-read'],
  ['every customer may read', grant(`<URI>${customers}</URI>`, 'READ'), 'authenticated-read'],
])('%s by XML', async (_name, grants, preset) => {
  expect((await put(policy(grants))).status).toBe(200);
  expect((await get()).preset).toBe(preset);
});

test('a new ACL takes the place of the old one as a whole', async () => {
  await putHeaders({ 'x-cos-acl': 'public-read', 'x-cos-grant-write': 'id="100000000002"' });
  await put(policy(''));
  expect(await get()).toEqual({ preset: 'private', grants: [`FULL_CONTROL ${me}`] });
});

const everybodyOwns = policy(grant(`<URI>${everybody}</URI>`, 'FULL_CONTROL'));
test.each<[string, string, Record<string, string>, string]>([
  ['an unknown preset', '', { 'x-cos-acl': 'everybody' }, 'InvalidArgument'],
  ['a preset of objects', '', { 'x-cos-acl': 'default' }, 'InvalidArgument'],
  ['a grant that is none', '', { 'x-cos-grant-read': 'somebody' }, 'InvalidArgument'],
  ['neither header nor body', '', {}, 'MalformedXML'],
  ['header and body', policy(''), { 'x-cos-acl': 'private' }, 'UnexpectedContent'],
  ['an unknown permission', policy(grant(`<ID>${friend}</ID>`, 'DELETE')), {}, 'MalformedXML'],
  ['an account that is none', policy(grant('<ID>me</ID>', 'READ')), {}, 'MalformedXML'],
  ['no owner', '<AccessControlPolicy></AccessControlPolicy>', {}, 'MalformedXML'],
  ['what no preset grants to everybody', everybodyOwns, {}, 'InvalidArgument'],
])('%s is refused and changes nothing', async (_name, body, headers, code) => {
  await putHeaders({ 'x-cos-acl': 'public-read' });
  const sent = body === '' ? headers : { ...contentMd5(body), ...headers };
  const answer = await client.send({ method: 'PUT', host, query: { acl: '' }, headers: sent, body });
  expect([answer.status, answer.code]).toEqual([400, code]);
  expect((await get()).preset).toBe('public-read');
});

test('no such bucket; strangers, even where everybody may write', async () => {
  await putHeaders({ 'x-cos-acl': 'public-read-write' });
  const query = { acl: '' };
  for (const method of ['GET', 'PUT']) {
    const headers = { 'x-cos-acl': 'private' };
    expect((await client.send({ method, host, query, headers, keys: false })).code).toBe('AccessDenied');
    const nowhere = 'none-1250000000.cos.ap-guangzhou.myqcloud.com';
    expect((await client.send({ method, host: nowhere, query, headers })).code).toBe('NoSuchBucket');
  }
  expect(xmlTexts((await client.send({ host, query })).text, 'Permission')).toContain('WRITE');
});
