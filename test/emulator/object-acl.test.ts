import { testHost, xmlText, xmlTexts, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';
import { setVersioning, versionOf } from './helpers/versions';

let emulator: TestEmulator['emulator'];
let client: RawClient;
beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

const own = 'qcs::cam::uin/100000000001:uin/100000000001';
const other = 'qcs::cam::uin/100000000002:uin/100000000002';
const putAcl = (key: string, headers: Record<string, string>, body = '', query: Record<string, string> = {}) =>
  client.send({ method: 'PUT', key, query: { acl: '', ...query }, headers, body });
const getAcl = (key: string, query: Record<string, string> = {}) => client.send({ key, query: { acl: '', ...query } });
const readAnonymously = (key: string, query: Record<string, string> = {}) => client.send({ key, query, keys: false });
const policy = (grants: string): string =>
  `<AccessControlPolicy><Owner><ID>${own}</ID></Owner><AccessControlList>${grants}</AccessControlList></AccessControlPolicy>`;
const grant = (grantee: string, permission: string): string =>
  `<Grant><Grantee>${grantee}</Grantee><Permission>${permission}</Permission></Grant>`;

test('an object has the ACL of its bucket until it gets its own', async () => {
  await client.put('a', 'x');
  const acl = await getAcl('a');
  expect(acl.headers['x-cos-acl']).toBe('default');
  expect(acl.text).toContain(`<Owner><ID>${own}</ID>`);
  expect(xmlTexts(acl.text, 'Permission')).toEqual(['FULL_CONTROL']);
  expect((await readAnonymously('a')).code).toBe('AccessDenied');
});

test.each([
  ['public-read', 200],
  ['private', 403],
  ['default', 403],
])('%s, by the header of an ACL or of an upload', async (acl, status) => {
  expect((await putAcl('a', { 'x-cos-acl': acl })).status).toBe(200);
  await client.put('uploaded', 'x', { 'x-cos-acl': acl });
  for (const key of ['a', 'uploaded']) {
    expect((await getAcl(key)).headers['x-cos-acl']).toBe(acl);
    expect((await readAnonymously(key)).status).toBe(status);
  }
});

test('grants by headers are answered as XML', async () => {
  await putAcl('a', { 'x-cos-grant-read': 'id="100000000002"', 'x-cos-grant-full-control': `id="${other}"` });
  const { text } = await getAcl('a');
  const grants = [...text.matchAll(/<Grant>(.*?)<\/Grant>/g)].map(([, inner = '']) => [
    xmlText(inner, 'ID'),
    xmlText(inner, 'Permission'),
  ]);
  expect(grants).toEqual([
    [own, 'FULL_CONTROL'],
    [other, 'READ'],
    [other, 'FULL_CONTROL'],
  ]);
});

test('grants by XML: to everybody, to one account, to nobody', async () => {
  const everybody = '<URI>http://cam.qcloud.com/groups/global/AllUsers</URI>';
  expect((await putAcl('a', {}, policy(grant(everybody, 'READ')))).status).toBe(200);
  expect((await getAcl('a')).headers['x-cos-acl']).toBe('public-read');
  expect((await readAnonymously('a')).text).toBe('x');
  await putAcl('a', {}, policy(grant(`<ID>${other}</ID>`, 'WRITE_ACP')));
  expect(xmlTexts((await getAcl('a')).text, 'Permission')).toEqual(['FULL_CONTROL', 'WRITE_ACP']);
  expect((await readAnonymously('a')).status).toBe(403);
  await putAcl('a', {}, policy(''));
  expect(xmlTexts((await getAcl('a')).text, 'Permission')).toEqual(['FULL_CONTROL']);
});

test.each<[string, Record<string, string>, string, string]>([
  ['an unknown preset', { 'x-cos-acl': 'public' }, '', 'InvalidArgument'],
  ['grants that are no list of ids', { 'x-cos-grant-read': 'everybody' }, '', 'InvalidArgument'],
  ['an unknown permission', {}, policy(grant(`<ID>${other}</ID>`, 'ALL')), 'MalformedXML'],
  ['another root', {}, '<Policy/>', 'MalformedXML'],
  ['nothing at all', {}, '', 'MalformedXML'],
  ['headers and XML', { 'x-cos-acl': 'private' }, policy(''), 'UnexpectedContent'],
])('%s is refused', async (_name, headers, body, code) => {
  const answer = await putAcl('a', headers, body);
  expect([answer.status, answer.code]).toEqual([400, code]);
});

test('a missing object, and everybody else', async () => {
  expect((await putAcl('none', { 'x-cos-acl': 'private' })).code).toBe('NoSuchKey');
  expect((await getAcl('none')).code).toBe('NoSuchKey');
  expect((await client.send({ key: 'a', query: { acl: '' }, keys: false })).code).toBe('AccessDenied');
});

describe('versions', () => {
  let ids: { secret: string; open: string };
  beforeAll(async () => {
    await setVersioning(client, 'Enabled');
    const secret = versionOf(await client.put('v', 'secret', { 'x-cos-acl': 'private' }));
    ids = { secret, open: versionOf(await client.put('v', 'open', { 'x-cos-acl': 'public-read' })) };
  });

  test('a private old version of a public object was readable by everybody', async () => {
    expect((await readAnonymously('v')).text).toBe('open');
    expect((await readAnonymously('v', { versionId: ids.open })).text).toBe('open');
    expect((await readAnonymously('v', { versionId: ids.secret })).code).toBe('AccessDenied');
  });

  test('each has its own ACL', async () => {
    await putAcl('v', { 'x-cos-acl': 'public-read' }, '', { versionId: ids.secret });
    await putAcl('v', { 'x-cos-acl': 'private' }, '', { versionId: ids.open });
    expect((await getAcl('v', { versionId: ids.secret })).headers['x-cos-acl']).toBe('public-read');
    expect((await readAnonymously('v', { versionId: ids.secret })).text).toBe('secret');
    expect((await readAnonymously('v')).code).toBe('AccessDenied');
  });

  test('a delete marker has none', async () => {
    const marker = versionOf(await client.send({ method: 'DELETE', key: 'v' }));
    expect((await getAcl('v')).code).toBe('NoSuchKey');
    const named = await getAcl('v', { versionId: marker });
    expect([named.status, named.code]).toEqual([405, 'MethodNotAllowed']);
  });

  test('a copy does not take the ACL of its source along', async () => {
    await client.put('copy', '', { 'x-cos-copy-source': `${testHost}/v?versionId=${ids.secret}` });
    expect((await getAcl('copy')).headers['x-cos-acl']).toBe('default');
  });
});
