import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DownloadFileParams } from '../../src';
import { createInstantClock } from '../helpers/instant-clock';
import { bufferOf, place, startWorld, type World } from '../helpers/world';

// Base libraries before 2.16.1 cannot write in place.
const baseLibrary = '2.10.0';
const mebibyte = 1024 * 1024;
const worlds: World[] = [];
let old: World;

async function start(options?: Parameters<typeof startWorld>[0]): Promise<World> {
  const started = await startWorld(options);
  worlds.push(started);
  return started;
}
afterEach(async () => {
  for (const each of worlds.splice(0)) await each.close();
});

const put = (Key: string, content: Uint8Array, at = old) =>
  at.newClient().putObject({ ...place, Key, Body: bufferOf(at.realm, content) });
const target = (name: string, at = old) => `${at.wx.env.USER_DATA_PATH}/${name}`;
const onDisk = (path: string) => readFileSync(old.phone.realPath(path));
const download = (params: Partial<DownloadFileParams>, at = old) =>
  at.newClient({ Host: { clock: createInstantClock() } }).downloadFile({ ...place, Key: 'x', ...params });
/** What lies in the app's folder. */
const files = (at = old) => readdirSync(dirname(at.phone.realPath(target('x', at))));

const content = randomBytes(2 * mebibyte);
beforeEach(async () => {
  old = await start({ phone: { baseLibrary } });
  await put('old.bin', content);
});

test.each([
  ['the MD5 in the ETag', 'a'.repeat(32)],
  ['the CRC-64, where the ETag is no MD5', 'multipart-2'],
])('notices damaged bytes by %s, and keeps the file that was there', async (_how, etag) => {
  writeFileSync(old.phone.realPath(target('old.bin')), 'old');
  old.emulator.faults.add({
    operation: 'GetObject',
    headers: { 'x-cos-hash-crc64ecma': '1', ETag: `"${etag}"` },
    times: Infinity,
  });
  await expect(download({ Key: 'old.bin' })).rejects.toMatchObject({ code: 'IntegrityError' });
  expect(onDisk(target('old.bin')).toString()).toBe('old');
  expect(files()).toEqual(['old.bin']);
});

test('downloads an empty object', async () => {
  await put('empty.bin', Buffer.alloc(0));
  const { FilePath } = await download({ Key: 'empty.bin' });
  expect(onDisk(FilePath)).toHaveLength(0);
});

test('replaces a file', async () => {
  writeFileSync(old.phone.realPath(target('old.bin')), 'x'.repeat(3 * mebibyte));
  const { FilePath } = await download({ Key: 'old.bin' });
  expect(content.equals(onDisk(FilePath))).toBe(true);
});

test('names an object that is not there', async () => {
  await expect(download({ Key: 'none' })).rejects.toMatchObject({ code: 'NoSuchKey', statusCode: 404 });
  expect(files()).toEqual([]);
});

test('names a storage that is full', async () => {
  const small = await start({ phone: { baseLibrary, quirks: { userSpaceBytes: mebibyte } } });
  await put('old.bin', content, small);
  await expect(download({ Key: 'old.bin' }, small)).rejects.toMatchObject({
    code: 'FileError',
    message: expect.stringMatching(/storage limit/) as string,
  });
  expect(files(small)).toEqual([]);
});
