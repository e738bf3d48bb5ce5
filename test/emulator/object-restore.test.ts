import { currentKeyTime, testHost, xmlText, type RawClient, type RawRequest } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';
import { putVersions, setVersioning, versionOf } from './helpers/versions';

let emulator: TestEmulator['emulator'];
let client: RawClient;
/** How far the server's clock has been set forward; signatures follow it. */
let passedMs: number;
beforeEach(async () => {
  ({ emulator, client } = await startTestEmulator());
  passedMs = 0;
});
afterEach(() => emulator.close());

const dayMs = 24 * 3600 * 1000;
const wait = (ms: number): void => emulator.setClockOffset((passedMs += ms));
const send = (request: RawRequest) => client.send({ keyTime: currentKeyTime(passedMs / 1000), ...request });
const get = (key: string) => send({ key });
const copy = (key: string, source: string) =>
  send({ method: 'PUT', key, headers: { 'x-cos-copy-source': `${testHost}/${source}` }, body: '' });
const putArchived = (key: string, storageClass = 'ARCHIVE') =>
  client.put(key, 'cold', { 'x-cos-storage-class': storageClass });
const restore = (
  key: string,
  wish: { days?: number | string; tier?: string } = {},
  query: Record<string, string> = {},
) => {
  const { days = 1, tier = 'Standard' } = wish;
  const body = `<RestoreRequest><Days>${days}</Days><CASJobParameters><Tier>${tier}</Tier></CASJobParameters></RestoreRequest>`;
  return send({ method: 'POST', key, query: { restore: '', ...query }, body });
};
const head = async (key: string) => (await send({ method: 'HEAD', key })).headers;

test.each(['ARCHIVE', 'DEEP_ARCHIVE', 'MAZ_ARCHIVE'])('%s: accepted, going on, done, over', async (storageClass) => {
  await putArchived('a', storageClass);
  expect((await head('a'))['x-cos-storage-class']).toBe(storageClass);
  expect(await get('a')).toMatchObject({ status: 403, code: 'InvalidObjectState' });

  expect((await restore('a', { days: 2 })).status).toBe(202);
  expect((await head('a'))['x-cos-restore']).toBe('ongoing-request="true"');
  expect((await get('a')).code).toBe('InvalidObjectState');
  expect(await restore('a')).toMatchObject({ status: 409, code: 'RestoreAlreadyInProgress' });

  wait(dayMs);
  expect((await get('a')).text).toBe('cold');
  const [, until = ''] =
    /^ongoing-request="false", expiry-date="(.*)"$/.exec(String((await head('a'))['x-cos-restore'])) ?? [];
  expect(Math.round((Date.parse(until) - Date.parse(String((await head('a'))['last-modified']))) / dayMs)).toBe(2);
  expect((await restore('a', { days: 5 })).status).toBe(200);

  wait(3 * dayMs);
  expect((await get('a')).status).toBe(200);
  wait(3 * dayMs);
  expect((await get('a')).code).toBe('InvalidObjectState');
  expect((await head('a'))['x-cos-restore']).toBeUndefined();
  expect((await restore('a')).status).toBe(202);
});

test('archived content was copied without being restored', async () => {
  await putArchived('a');
  const source = { 'x-cos-copy-source': `${testHost}/a` };
  expect(await copy('copy', 'a')).toMatchObject({ status: 403, code: 'InvalidObjectState' });
  const begun = await send({ method: 'POST', key: 'parts', query: { uploads: '' }, body: '' });
  const query = { partNumber: '1', uploadId: xmlText(begun.text, 'UploadId') ?? '' };
  const part = () => send({ method: 'PUT', key: 'parts', query, headers: source, body: '' });
  expect((await part()).code).toBe('InvalidObjectState');
  await restore('a');
  wait(5000);
  expect((await copy('copy', 'a')).status).toBe(200);
  expect((await part()).status).toBe(200);
  expect((await get('copy')).text).toBe('cold');
});

test.each([
  ['no day', { days: 0 }, 'InvalidArgument'],
  ['half a day', { days: '0.5' }, 'MalformedXML'],
  ['an unknown tier', { tier: 'Fast' }, 'MalformedXML'],
  ['a deep archive in a hurry', { tier: 'Expedited' }, 'InvalidArgument'],
])('%s is refused', async (_name, wish, code) => {
  await putArchived('a', 'DEEP_ARCHIVE');
  expect(await restore('a', wish)).toMatchObject({ status: 400, code });
  expect((await head('a'))['x-cos-restore']).toBeUndefined();
});

test('only what is archived is restored', async () => {
  await client.put('warm', 'x');
  expect((await restore('warm')).status).toBe(405);
  expect(await restore('none')).toMatchObject({ status: 404, code: 'NoSuchKey' });
});

test('one version is restored, the others stay archived', async () => {
  await setVersioning(client, 'Enabled');
  const old = versionOf(await putArchived('a'));
  const [warm = ''] = await putVersions(client, 'a', ['warm']);
  const newest = versionOf(await putArchived('a'));
  expect((await restore('a', {}, { versionId: old })).status).toBe(202);
  expect((await restore('a', {}, { versionId: warm })).status).toBe(405);
  wait(5000);
  const read = (versionId: string) => send({ key: 'a', query: { versionId } });
  expect((await read(old)).text).toBe('cold');
  expect((await read(warm)).text).toBe('warm');
  expect((await read(newest)).code).toBe('InvalidObjectState');
});
