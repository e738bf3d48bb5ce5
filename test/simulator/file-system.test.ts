import { createHash } from 'node:crypto';
import { readFileSync, truncateSync } from 'node:fs';
import type { FileSystemManager } from '../../simulator';
import type { Host } from './support/host';
import { closeHosts, failure, outcome, pickFile, startHost, thrown } from './support/host';

let host: Host;
let fs: FileSystemManager;
let user: string;

beforeEach(async () => {
  host = await startHost();
  fs = host.wx.getFileSystemManager();
  user = host.wx.env.USER_DATA_PATH;
});

afterEach(closeHosts);

const code = (call: () => unknown): number | undefined => thrown(call).errCode;
const text = (data: string | ArrayBuffer): string => (typeof data === 'string' ? data : Buffer.from(data).toString());

describe('readFile', () => {
  test('gives an ArrayBuffer, or text in an encoding', async () => {
    const filePath = await pickFile(host, 'hello é');
    const { data } = await outcome<{ data: string | ArrayBuffer }>((callbacks) =>
      fs.readFile({ filePath, ...callbacks }),
    );
    expect(data).toBeInstanceOf(ArrayBuffer);
    expect(text(data)).toBe('hello é');
    expect(fs.readFileSync(filePath, 'utf8')).toBe('hello é');
    expect(fs.readFileSync(filePath, 'hex')).toBe(Buffer.from('hello é').toString('hex'));
    expect(code(() => fs.readFileSync(filePath, 'gbk'))).toBe(1300022);
  });

  test('reads half-open ranges and stops at the end', async () => {
    const filePath = await pickFile(host, '0123456789');
    expect(fs.readFileSync(filePath, 'utf8', 2, 3)).toBe('234');
    expect(fs.readFileSync(filePath, 'utf8', 7)).toBe('789');
    expect(fs.readFileSync(filePath, 'utf8', 7, 10)).toBe('789');
    const { data } = await outcome<{ data: string | ArrayBuffer }>((callbacks) =>
      fs.readFile({ filePath, position: 9, length: 1, ...callbacks }),
    );
    expect(text(data)).toBe('9');
    expect(host.phone.stats.fileBytesRead).toBe(3 + 3 + 3 + 1);
  });

  test.each([
    ['position at the end', 10, 1, 1301009],
    ['negative position', -1, 1, 1301009],
    ['length 0', 0, 0, 1301006],
    ['length above the size', 0, 11, 1301006],
    ['a fraction', 0.5, 1, 1301009],
  ])('refuses %s', async (_name, position, length, errCode) => {
    const filePath = await pickFile(host, '0123456789');
    expect(code(() => fs.readFileSync(filePath, undefined, position, length))).toBe(errCode);
    expect(await failure((callbacks) => fs.readFile({ filePath, position, length, ...callbacks }))).toMatchObject({
      errCode,
    });
  });

  test('an empty file is read whole only', async () => {
    const filePath = await pickFile(host, '');
    expect(fs.readFileSync(filePath, 'utf8')).toBe('');
    expect(code(() => fs.readFileSync(filePath, 'utf8', 0))).toBe(1301009);
  });

  test('a file above 100 MB only in ranges; on some phones not even so', async () => {
    const size = 100 * 1024 * 1024 + 1;
    const filePath = await pickFile(host, 'begin');
    truncateSync(host.phone.realPath(filePath), size);
    expect(code(() => fs.readFileSync(filePath))).toBe(1300202);
    expect(fs.readFileSync(filePath, 'utf8', 0, 5)).toBe('begin');

    const limited = await startHost({ quirks: { rangedReadLimited: true } });
    const limitedPath = await pickFile(limited, 'begin');
    truncateSync(limited.phone.realPath(limitedPath), size);
    const limitedFs = limited.wx.getFileSystemManager();
    expect(code(() => limitedFs.readFileSync(limitedPath, 'utf8', 0, 5))).toBe(1300202);
  });
});

describe('errors', () => {
  test('are the documented ones, sync as thrown Errors', async () => {
    const error = thrown(() => fs.readFileSync(`${user}/none`));
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({
      errCode: 1300002,
      errno: 1300002,
      errMsg: `readFileSync:fail no such file or directory "${user}/none"`,
      message: `readFileSync:fail no such file or directory "${user}/none"`,
    });
    expect(await failure((callbacks) => fs.readFile({ filePath: `${user}/none`, ...callbacks }))).toEqual({
      errCode: 1300002,
      errno: 1300002,
      errMsg: `readFile:fail no such file or directory "${user}/none"`,
    });
  });

  test.each([
    ['a path of the computer', '/etc/passwd', 1300013],
    ['another scheme', 'file:///etc/passwd', 1300013],
    ['a way out of the user data', 'wxfile://usr/../storage/x', 1300014],
    ['a missing file of the package', 'images/logo.png', 1300002],
    ['a folder', 'wxfile://usr', 1301003],
    ['an empty path', '', 1300002],
  ])('reading %s', (_name, filePath, errCode) => {
    expect(code(() => fs.readFileSync(filePath))).toBe(errCode);
  });

  test('a missing parameter is named', async () => {
    const error = await failure((callbacks) => fs.stat({ ...callbacks, path: undefined as unknown as string }));
    expect(error.errMsg).toBe('stat:fail parameter error: parameter.path should be String instead of Undefined;');
  });

  test('temporary files are read-only', async () => {
    const filePath = await pickFile(host, 'x');
    for (const call of [
      () => fs.writeFileSync(filePath, 'y'),
      () => fs.appendFileSync(filePath, 'y'),
      () => fs.unlinkSync(filePath),
      () => fs.renameSync(filePath, `${user}/x`),
      () => fs.copyFileSync(`${user}/x`, filePath),
    ]) {
      expect(code(call)).toBe(1300013);
    }
    expect(readFileSync(host.phone.realPath(filePath), 'utf8')).toBe('x');
  });

  test('carry no errno before 2.24.0', async () => {
    const old = await startHost({ baseLibrary: '2.23.0' });
    const error = thrown(() => old.wx.getFileSystemManager().accessSync(`${user}/none`));
    expect(error.errCode).toBe(1300002);
    expect(error.errno).toBeUndefined();
  });

  test('methods give no promises', () => {
    const access: (params: { path: string }) => unknown = fs.access;
    expect(access({ path: user })).toBeUndefined();
  });
});

describe('writing', () => {
  test('text, bytes, encodings, and appending', async () => {
    const filePath = `${user}/a.txt`;
    fs.writeFileSync(filePath, 'abc');
    fs.appendFileSync(filePath, new Uint8Array([100]).buffer);
    fs.appendFileSync(filePath, 'ZWY=', 'base64');
    expect(fs.readFileSync(filePath, 'utf8')).toBe('abcdef');
    await outcome((callbacks) => fs.writeFile({ filePath, data: 'new', ...callbacks }));
    await outcome((callbacks) => fs.appendFile({ filePath, data: 'er', ...callbacks }));
    expect(fs.readFileSync(filePath, 'utf8')).toBe('newer');
    expect(host.phone.stats.fileBytesWritten).toBe(3 + 1 + 2 + 3 + 2);
  });

  test('refuses what it cannot write', () => {
    expect(code(() => fs.appendFileSync(`${user}/none`, 'x'))).toBe(1300002);
    expect(code(() => fs.writeFileSync(`${user}/none/a`, 'x'))).toBe(1300002);
    expect(code(() => fs.writeFileSync(user, 'x'))).toBe(1301003);
    expect(code(() => fs.writeFileSync(`${user}/a`, new Uint8Array(1) as unknown as ArrayBuffer))).toBe(1300022);
  });

  test('user data and saved files share their space', async () => {
    const small = await startHost({ quirks: { userSpaceBytes: 100 } });
    const smallFs = small.wx.getFileSystemManager();
    const tempFilePath = await pickFile(small, Buffer.alloc(60));
    smallFs.writeFileSync(`${user}/a`, new ArrayBuffer(50));
    expect(code(() => smallFs.saveFileSync(tempFilePath))).toBe(1300202);
    smallFs.writeFileSync(`${user}/a`, new ArrayBuffer(40));
    smallFs.saveFileSync(tempFilePath);
    expect(code(() => smallFs.appendFileSync(`${user}/a`, 'x'))).toBe(1300202);
    expect(code(() => smallFs.copyFileSync(`${user}/a`, `${user}/b`))).toBe(1300202);
    smallFs.writeFileSync(`${user}/a`, new ArrayBuffer(39));
    smallFs.appendFileSync(`${user}/a`, 'x');
    expect(smallFs.statSync(`${user}/a`)).toMatchObject({ size: 40 });
  });
});

describe('entries and folders', () => {
  test('copy, rename, unlink, access', async () => {
    const srcPath = await pickFile(host, 'x');
    await outcome((callbacks) => fs.copyFile({ srcPath, destPath: `${user}/a`, ...callbacks }));
    fs.renameSync(`${user}/a`, `${user}/b`);
    expect(code(() => fs.accessSync(`${user}/a`))).toBe(1300002);
    fs.accessSync(`${user}/b`);
    fs.unlinkSync(`${user}/b`);
    expect(code(() => fs.accessSync(`${user}/b`))).toBe(1300002);
    expect(code(() => fs.unlinkSync(`${user}/b`))).toBe(1300002);
    expect(code(() => fs.unlinkSync(user))).toBe(1300001);
  });

  test('folders', async () => {
    fs.mkdirSync(`${user}/a/b`, true);
    fs.writeFileSync(`${user}/a/b/c.txt`, 'x');
    expect(fs.readdirSync(`${user}/a`)).toEqual(['b']);
    const { files } = await outcome<{ files: string[] }>((callbacks) => fs.readdir({ dirPath: user, ...callbacks }));
    expect(files).toEqual(['a']);
    expect(code(() => fs.mkdirSync(`${user}/a`))).toBe(1301005);
    expect(code(() => fs.mkdirSync(`${user}/none/b`))).toBe(1300002);
    expect(code(() => fs.rmdirSync(`${user}/a`))).toBe(1300066);
    expect(code(() => fs.rmdirSync(`${user}/a/b/c.txt`))).toBe(1300020);
    expect(code(() => fs.readdirSync('wxfile://'))).toBe(1300013);
    fs.rmdirSync(`${user}/a`, true);
    expect(fs.readdirSync(user)).toEqual([]);
  });

  test('stats of a file, of a folder and of all in it', async () => {
    fs.mkdirSync(`${user}/a/b`, true);
    fs.writeFileSync(`${user}/a/b/c.txt`, 'four');
    const { stats } = await outcome<{ stats: unknown }>((callbacks) =>
      fs.stat({ path: `${user}/a/b/c.txt`, ...callbacks }),
    );
    const file = stats as { size: number; lastModifiedTime: number; isFile(): boolean; isDirectory(): boolean };
    expect([file.size, file.isFile(), file.isDirectory()]).toEqual([4, true, false]);
    expect(Math.abs(file.lastModifiedTime - Date.now() / 1000)).toBeLessThan(60);
    const tree = fs.statSync(`${user}/a`, true) as { path: string; stats: { size: number; isFile(): boolean } }[];
    expect(tree.map(({ path, stats: inner }) => [path, inner.isFile()])).toEqual([
      ['/', false],
      ['/b', false],
      ['/b/c.txt', true],
    ]);
  });

  test('truncate cuts and extends', () => {
    fs.writeFileSync(`${user}/a`, '12345');
    fs.truncateSync({ filePath: `${user}/a`, length: 2 });
    expect(fs.readFileSync(`${user}/a`, 'utf8')).toBe('12');
    fs.truncateSync({ filePath: `${user}/a`, length: 3 });
    expect(fs.readFileSync(`${user}/a`, 'hex')).toBe('313200');
    expect(code(() => fs.truncateSync({ filePath: `${user}/a`, length: -1 }))).toBe(1301006);
  });
});

test('saveFile moves the temporary file, and saved files are listed and removed', async () => {
  const tempFilePath = await pickFile(host, 'x', 'a.png');
  const { savedFilePath } = await outcome<{ savedFilePath: string }>((callbacks) =>
    fs.saveFile({ tempFilePath, ...callbacks }),
  );
  expect(savedFilePath).toMatch(/^wxfile:\/\/store_.*\.png$/);
  expect(fs.readFileSync(savedFilePath, 'utf8')).toBe('x');
  expect(code(() => fs.accessSync(tempFilePath))).toBe(1300002);
  expect(code(() => fs.saveFileSync(tempFilePath))).toBe(1301112);
  const list = await outcome<{ fileList: { filePath: string; size: number }[] }>((callbacks) =>
    fs.getSavedFileList(callbacks),
  );
  expect(list.fileList).toMatchObject([{ filePath: savedFilePath, size: 1 }]);
  await outcome((callbacks) => fs.removeSavedFile({ filePath: savedFilePath, ...callbacks }));
  expect(code(() => fs.accessSync(savedFilePath))).toBe(1300002);
});

test.each(['md5', 'sha1', 'sha256'])('getFileInfo tells size and %s', async (digestAlgorithm) => {
  const content = Buffer.alloc(1_500_000, 7);
  const filePath = await pickFile(host, content);
  const expected = { size: content.length, digest: createHash(digestAlgorithm).update(content).digest('hex') };
  expect(await outcome((callbacks) => fs.getFileInfo({ filePath, digestAlgorithm, ...callbacks }))).toMatchObject(
    expected,
  );
  expect(await host.wx.getFileInfo({ filePath, digestAlgorithm })).toMatchObject(expected);
});

test('DevTools has paths of its own', async () => {
  const tools = await startHost({ platform: 'devtools' });
  const filePath = await pickFile(tools, 'x');
  expect(filePath).toMatch(/^http:\/\/tmp\/[^/]+\.jpg$/);
  expect(tools.wx.env.USER_DATA_PATH).toBe('http://usr');
  const toolsFs = tools.wx.getFileSystemManager();
  expect(toolsFs.readFileSync(filePath, 'utf8')).toBe('x');
  const saved = toolsFs.saveFileSync(filePath);
  expect(saved).toMatch(/^http:\/\/store\//);
  expect(toolsFs.readFileSync(saved, 'utf8')).toBe('x');
});
