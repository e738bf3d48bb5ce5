import { createHash } from 'node:crypto';
import { makeGif, makeJpeg, makePng } from './helpers/images';
import { xmlText, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';
import { setVersioning, versionOf } from './helpers/versions';

let emulator: TestEmulator['emulator'];
let client: RawClient;
beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

const info = (key: string, query: Record<string, string> = {}) =>
  client.send({ key, query: { imageInfo: '', ...query } });
const size = { width: 300, height: 7 };

test.each<[string, Buffer, string, number]>([
  ['a PNG', makePng(size), 'png', 1],
  ['an animated PNG', makePng(size, 4), 'png', 4],
  ['a JPEG', makeJpeg(size), 'jpeg', 1],
  ['a progressive JPEG', makeJpeg(size, 0xc2), 'jpeg', 1],
  ['a GIF', makeGif(size, 1), 'gif', 1],
  ['an animated GIF', makeGif(size, 5), 'gif', 5],
])('%s', async (_name, content, format, frames) => {
  await client.put('图 1', content, { 'content-type': 'text/plain' });
  const answer = await info('图 1');
  expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json']);
  expect(JSON.parse(answer.text)).toEqual({
    format,
    width: '300',
    height: '7',
    size: String(content.length),
    md5: createHash('md5').update(content).digest('hex'),
    frame_count: String(frames),
    bit_depth: '8',
  });
  expect((await client.get('图 1')).body.equals(content)).toBe(true);
});

test.each<[string, Buffer]>([
  ['text', Buffer.from('no image')],
  ['nothing', Buffer.alloc(0)],
  ['a PNG cut in its header', makePng(size).subarray(0, 20)],
  ['a JPEG cut before its frame', makeJpeg(size).subarray(0, 24)],
  ['a GIF cut in its header', makeGif(size, 1).subarray(0, 7)],
])('%s is no image', async (_name, content) => {
  await client.put('other', content);
  expect(await info('other')).toMatchObject({ status: 400, code: 'InvalidImageFormat' });
});

test('an image of several parts, and one that is too large', async () => {
  const part = Buffer.concat([makePng(size), Buffer.alloc(33 * 1024 * 1024)]);
  await client.put('large', part);
  expect(await info('large')).toMatchObject({ status: 400, code: 'ImageTooLarge' });
  const content = makeGif(size, 3);
  for (const [position, bytes] of [
    [0, content.subarray(0, 50)],
    [50, content.subarray(50)],
  ] as const)
    await client.send({ method: 'POST', key: 'log', query: { append: '', position: String(position) }, body: bytes });
  expect(JSON.parse((await info('log')).text)).toMatchObject({ format: 'gif', frame_count: '3' });
});

test('it takes the permission to read the object', async () => {
  await client.put('image', makePng(size));
  const anonymous = () => client.send({ key: 'image', query: { imageInfo: '' }, keys: false });
  expect(await anonymous()).toMatchObject({ status: 403, code: 'AccessDenied' });
  await client.put('image', makePng(size), { 'x-cos-acl': 'public-read' });
  expect((await anonymous()).status).toBe(200);
  expect(await info('none')).toMatchObject({ status: 404, code: 'NoSuchKey' });
});

test('other processing is not pretended, other methods are not allowed', async () => {
  expect((await client.send({ key: 'image', query: { 'imageMogr2/thumbnail/10x': '' } })).code).toBe('NotImplemented');
  expect((await client.send({ method: 'PUT', key: 'image', query: { imageInfo: '' }, body: 'x' })).status).toBe(405);
  expect((await client.send({ key: 'image', query: { 'ci-process': 'sensitive-content-recognition' } })).status).toBe(
    501,
  );
});

test('a version of an image, and an archived one', async () => {
  await setVersioning(client, 'Enabled');
  const first = versionOf(await client.put('v', makePng(size)));
  await client.put('v', makeJpeg(size), { 'x-cos-storage-class': 'ARCHIVE' });
  expect(JSON.parse((await info('v', { versionId: first })).text)).toMatchObject({ format: 'png' });
  const archived = await info('v');
  expect([archived.status, xmlText(archived.text, 'Code')]).toEqual([403, 'InvalidObjectState']);
});
