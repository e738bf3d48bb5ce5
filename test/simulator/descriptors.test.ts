import type { FileSystemManager } from '../../simulator';
import type { Host } from './support/host';
import { closeHosts, failure, outcome, pickFile, startHost, thrown } from './support/host';

let host: Host;
let fs: FileSystemManager;
let filePath: string;

beforeEach(async () => {
  host = await startHost({ quirks: { fdLimit: 3, userSpaceBytes: 1000 } });
  fs = host.wx.getFileSystemManager();
  filePath = `${host.wx.env.USER_DATA_PATH}/a.bin`;
  fs.writeFileSync(filePath, '0123456789');
});

afterEach(closeHosts);

const code = (call: () => unknown): number | undefined => thrown(call).errCode;

test('read fills the buffer given, from a position or from where the file stands', async () => {
  const { fd } = await outcome<{ fd: string }>((callbacks) => fs.open({ filePath, ...callbacks }));
  expect(typeof fd).toBe('string');
  const arrayBuffer = new ArrayBuffer(6);
  const read = await outcome<{ bytesRead: number; arrayBuffer: ArrayBuffer }>((callbacks) =>
    fs.read({ fd, arrayBuffer, offset: 1, length: 3, position: 4, ...callbacks }),
  );
  expect(read.arrayBuffer).toBe(arrayBuffer);
  expect(read.bytesRead).toBe(3);
  expect(Buffer.from(arrayBuffer).toString()).toBe('\0' + '456' + '\0\0');
  expect(fs.readSync({ fd, arrayBuffer, length: 2 }).bytesRead).toBe(2);
  expect(Buffer.from(arrayBuffer).toString('utf8', 0, 2)).toBe('01');
  fs.readSync({ fd, arrayBuffer, length: 2, position: null });
  expect(Buffer.from(arrayBuffer).toString('utf8', 0, 2)).toBe('23');
  expect(fs.readSync({ fd, arrayBuffer, length: 6, position: 8 }).bytesRead).toBe(2);
  expect(fs.readSync({ fd, arrayBuffer, length: 1, position: 10 }).bytesRead).toBe(0);
  await outcome((callbacks) => fs.close({ fd, ...callbacks }));
  expect(host.phone.stats.openFileDescriptors).toBe(0);
});

test('read without a length reads nothing', () => {
  const fd = fs.openSync({ filePath });
  expect(fs.readSync({ fd, arrayBuffer: new ArrayBuffer(5) }).bytesRead).toBe(0);
});

test.each([
  ['no buffer', {}, 1302005],
  ['a typed array', { arrayBuffer: new Uint8Array(5) }, 1302005],
  ['an offset past the buffer', { arrayBuffer: new ArrayBuffer(5), offset: 6 }, 1301007],
  ['a length past the buffer', { arrayBuffer: new ArrayBuffer(5), offset: 3, length: 3 }, 1301006],
  ['a negative position', { arrayBuffer: new ArrayBuffer(5), length: 1, position: -1 }, 1301009],
])('read refuses %s', async (_name, params, errCode) => {
  const fd = fs.openSync({ filePath });
  const given = { fd, ...params } as { fd: string; arrayBuffer: ArrayBuffer };
  expect(code(() => fs.readSync(given))).toBe(errCode);
  expect(await failure((callbacks) => fs.read({ ...given, ...callbacks }))).toMatchObject({ errCode });
});

test('write puts bytes or text at a position, or on from where the file stands', async () => {
  const fd = fs.openSync({ filePath, flag: 'r+' });
  const data = new Uint8Array([65, 66, 67, 68]).buffer;
  expect(fs.writeSync({ fd, data, offset: 1, length: 2, position: 8 })).toMatchObject({ bytesWritten: 2 });
  const written = await outcome<{ bytesWritten: number }>((callbacks) => fs.write({ fd, data: 'xy', ...callbacks }));
  expect(written.bytesWritten).toBe(2);
  expect(fs.readFileSync(filePath, 'utf8')).toBe('xy234567BC');
  expect(fs.fstatSync({ fd }).size).toBe(10);
  fs.ftruncateSync({ fd, length: 4 });
  expect(fs.readFileSync(filePath, 'utf8')).toBe('xy23');
});

test('flags decide what a descriptor may do', () => {
  const reading = fs.openSync({ filePath });
  expect(code(() => fs.writeSync({ fd: reading, data: 'x' }))).toBe(1302001);
  const writing = fs.openSync({ filePath, flag: 'a' });
  expect(code(() => fs.readSync({ fd: writing, arrayBuffer: new ArrayBuffer(1), length: 1 }))).toBe(1302001);
  fs.writeSync({ fd: writing, data: '!', position: 0 });
  expect(fs.readFileSync(filePath, 'utf8')).toBe('0123456789!');
  expect(code(() => fs.openSync({ filePath, flag: 'wx' }))).toBe(1301005);
  expect(code(() => fs.openSync({ filePath, flag: 'rw' }))).toBe(1302003);
});

test('temporary files open for reading only', async () => {
  const temp = await pickFile(host, 'x');
  fs.closeSync({ fd: fs.openSync({ filePath: temp, flag: 'r' }) });
  expect(code(() => fs.openSync({ filePath: temp, flag: 'r+' }))).toBe(1302004);
});

test('folders and missing files do not open', () => {
  expect(code(() => fs.openSync({ filePath: host.wx.env.USER_DATA_PATH }))).toBe(1301003);
  expect(code(() => fs.openSync({ filePath: `${filePath}.none` }))).toBe(1300002);
});

test('one descriptor too many fails until another is closed', () => {
  const fds = [1, 2, 3].map(() => fs.openSync({ filePath }));
  expect(code(() => fs.openSync({ filePath }))).toBe(1302002);
  expect(host.phone.stats.openFileDescriptors).toBe(3);
  fs.closeSync({ fd: fds[0]! });
  fs.openSync({ filePath });
});

test('a closed or invented descriptor is a bad one', async () => {
  const fd = fs.openSync({ filePath });
  fs.closeSync({ fd });
  expect(code(() => fs.closeSync({ fd }))).toBe(1300009);
  expect(await failure((callbacks) => fs.fstat({ fd: 'x', ...callbacks }))).toMatchObject({ errCode: 1300009 });
});

test('writing counts against the space of the mini program', async () => {
  const fd = fs.openSync({ filePath, flag: 'r+' });
  const data = new ArrayBuffer(900);
  fs.writeSync({ fd, data, position: 100 });
  fs.writeSync({ fd, data, position: 0 });
  const error = await failure((callbacks) => fs.write({ fd, data, position: 101, ...callbacks }));
  expect(error.errCode).toBe(1300202);
});
