import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DownloadProgress } from '../../simulator';
import { closeHosts, failure, outcome, startHost } from './support/host';

interface Result {
  statusCode: number;
  tempFilePath?: string;
  filePath?: string;
  errMsg: string;
}

const url = 'https://a.b/c';
const content = Buffer.from(Array.from({ length: 500_000 }, (_value, index) => index % 249));

afterEach(closeHosts);

test('writes a new temporary file with the extension of its type, and tells headers and progress', async () => {
  const { wx, phone } = await startHost({}, (_received, response) =>
    response.writeHead(200, { 'Content-Type': 'image/png; x=y', 'Content-Length': content.length }).end(content),
  );
  const progress: DownloadProgress[] = [];
  const headers: unknown[] = [];
  const get = () =>
    outcome<Result>((callbacks) => {
      const task = wx.downloadFile({ url, ...callbacks });
      task.onProgressUpdate((event) => progress.push(event));
      task.onHeadersReceived((event) => headers.push(event.header['Content-Type']));
    });
  const first = await get();
  const second = await get();
  expect(first).toMatchObject({ statusCode: 200, errMsg: 'downloadFile:ok' });
  expect(first.tempFilePath).toMatch(/^wxfile:\/\/tmp_.*\.png$/);
  expect(second.tempFilePath).not.toBe(first.tempFilePath);
  expect(readFileSync(phone.realPath(first.tempFilePath!)).equals(content)).toBe(true);
  expect(progress.at(-1)).toEqual({
    progress: 100,
    totalBytesWritten: content.length,
    totalBytesExpectedToWrite: content.length,
  });
  expect(headers).toEqual(['image/png; x=y', 'image/png; x=y']);
});

test('filePath in the user data is written instead', async () => {
  const { wx, phone, root } = await startHost({}, (_received, response) => response.end(content));
  const filePath = `${wx.env.USER_DATA_PATH}/got.bin`;
  const result = await outcome<Result>((callbacks) => wx.downloadFile({ url, filePath, ...callbacks }));
  expect(result.filePath).toBe(filePath);
  expect(result.tempFilePath).toBeUndefined();
  expect(readFileSync(phone.realPath(filePath)).equals(content)).toBe(true);
  expect(readdirSync(join(root, 'temp'))).toEqual([]);
});

test('an error answer is a success with its body in the file', async () => {
  const { wx, phone } = await startHost({}, (_received, response) => response.writeHead(404).end('<Error/>'));
  const result = await outcome<Result>((callbacks) => wx.downloadFile({ url, ...callbacks }));
  expect(result.statusCode).toBe(404);
  expect(readFileSync(phone.realPath(result.tempFilePath!), 'utf8')).toBe('<Error/>');
});

test('without Content-Length the expected total is 0', async () => {
  const { wx } = await startHost({}, (_received, response) => {
    response.write('a');
    response.end('b');
  });
  const progress: DownloadProgress[] = [];
  await outcome<Result>((callbacks) => {
    wx.downloadFile({ url, ...callbacks }).onProgressUpdate((event) => progress.push(event));
  });
  expect(progress.at(-1)).toEqual({ progress: 0, totalBytesWritten: 2, totalBytesExpectedToWrite: 0 });
});

describe('fails, leaving no file', () => {
  test('above 200 MB', async () => {
    const { wx, root } = await startHost({}, (_received, response) => {
      response.writeHead(200, { 'Content-Length': String(200 * 1024 * 1024 + 1) });
      response.write('x');
    });
    const error = await failure((callbacks) => wx.downloadFile({ url, ...callbacks }));
    expect(error).toEqual({ errMsg: 'downloadFile:fail exceed max file size', errno: 603301 });
    expect(readdirSync(join(root, 'temp'))).toEqual([]);
  });

  test('when the answer breaks off', async () => {
    const { wx, root } = await startHost({}, (_received, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half', () => response.socket!.destroy());
    });
    const error = await failure((callbacks) => wx.downloadFile({ url, ...callbacks }));
    expect(error.errno).toBe(600001);
    expect(readdirSync(join(root, 'temp'))).toEqual([]);
  });

  test.each([
    ['outside the user data', 'wxfile://tmp_a.bin', 603303],
    ['in a folder that is not there', 'wxfile://usr/none/a.bin', 603300],
  ])('into a path %s', async (_name, filePath, errno) => {
    const { wx, root } = await startHost();
    const error = await failure((callbacks) => wx.downloadFile({ url, filePath, ...callbacks }));
    expect(error.errno).toBe(errno);
    expect(readdirSync(join(root, 'temp'))).toEqual([]);
  });

  test('when the user data is full; what was there stays', async () => {
    const { wx, phone } = await startHost({ quirks: { userSpaceBytes: 1000 } }, (_received, response) =>
      response.end(content),
    );
    const filePath = `${wx.env.USER_DATA_PATH}/old.bin`;
    writeFileSync(phone.realPath(filePath), 'old');
    const error = await failure((callbacks) => wx.downloadFile({ url, filePath, ...callbacks }));
    expect(error).toMatchObject({ errno: 603300 });
    expect(error.errMsg).toContain('the maximum size of the file storage limit is exceeded');
    expect(readFileSync(phone.realPath(filePath), 'utf8')).toBe('old');
  });

  test('for an empty body, on phones that do', async () => {
    const host = await startHost({ quirks: { emptyDownloadFails: true } }, (_received, response) => response.end());
    expect(await failure((callbacks) => host.wx.downloadFile({ url, ...callbacks }))).toMatchObject({ errno: 603302 });
    const usual = await startHost({}, (_received, response) => response.end());
    await outcome((callbacks) => usual.wx.downloadFile({ url, ...callbacks }));
  });
});
