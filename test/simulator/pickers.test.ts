import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createWx, phoneOf } from '../../simulator';
import { closeHosts, failure, makeFile, startHost } from './support/host';

afterEach(closeHosts);

test('every pick gives a new temporary path, even of the same file', async () => {
  const host = await startHost();
  const { wx, phone } = host;
  const original = makeFile(host, 'cat.JPG', 'meow');
  phone.nextPick([original]);
  phone.nextPick([original]);
  const first = await wx.chooseImage({});
  const second = await wx.chooseImage({});
  expect(first.tempFiles).toEqual([{ path: first.tempFilePaths[0], size: 4 }]);
  expect(first.tempFilePaths[0]).toMatch(/^wxfile:\/\/tmp_[0-9a-f]+\.jpg$/);
  expect(second.tempFilePaths[0]).not.toBe(first.tempFilePaths[0]);
  writeFileSync(phone.realPath(first.tempFilePaths[0]!), 'damaged');
  expect(readFileSync(original, 'utf8')).toBe('meow');
  expect(readFileSync(phone.realPath(second.tempFilePaths[0]!), 'utf8')).toBe('meow');
});

test('a linked pick shares the bytes of the original', async () => {
  const host = await startHost();
  const path = makeFile(host, 'a.mp4', 'film');
  host.phone.nextPick([{ path, hardLink: true }]);
  const { tempFiles } = await host.wx.chooseMedia({});
  writeFileSync(path, 'other');
  expect(readFileSync(host.phone.realPath(tempFiles[0]!.tempFilePath), 'utf8')).toBe('other');
});

test('chooseMedia has no file names, and counts up to 9, newer ones up to 20', async () => {
  for (const [baseLibrary, count] of [
    ['2.24.9', 9],
    ['2.25.0', 20],
  ] as const) {
    const host = await startHost({ baseLibrary });
    const files = Array.from({ length: 25 }, (_value, index) =>
      makeFile(host, `${index}.${index === 0 ? 'mp4' : 'png'}`, 'x'),
    );
    host.phone.nextPick(files);
    const { tempFiles, type } = await host.wx.chooseMedia({ count: 25 });
    expect(tempFiles).toHaveLength(count);
    expect(type).toBe('mix');
    expect(tempFiles[0]).toMatchObject({ fileType: 'video', size: 1 });
    expect(tempFiles[1]).toMatchObject({ fileType: 'image' });
    expect(tempFiles[0]).not.toHaveProperty('name');
  }
});

test('chooseMessageFile tells names and filters by extension', async () => {
  const host = await startHost();
  host.phone.nextPick([{ path: makeFile(host, 'a.bin', 'x'), name: '报告.pdf' }, makeFile(host, 'b.png', 'x')]);
  const { tempFiles } = await host.wx.chooseMessageFile({ count: 5, extension: ['.pdf'] });
  expect(tempFiles).toMatchObject([{ name: '报告.pdf', type: 'file', size: 1 }]);
  expect(tempFiles[0]!.path).toMatch(/\.pdf$/);
});

test('the user can cancel, and without a prepared file the picker says so', async () => {
  const { wx, phone } = await startHost();
  phone.userCancelsNextPick();
  expect(await failure((callbacks) => wx.chooseImage(callbacks))).toEqual({ errMsg: 'chooseImage:fail cancel' });
  expect((await failure((callbacks) => wx.chooseMedia(callbacks))).errMsg).toContain('nextPick()');
});

test('temporary files do not survive a restart of the app, user data does', async () => {
  const host = await startHost();
  host.phone.nextPick([makeFile(host, 'a.jpg', 'x')]);
  const { tempFilePaths } = await host.wx.chooseImage({});
  const temp = host.phone.realPath(tempFilePaths[0]!);
  host.wx.getFileSystemManager().writeFileSync(`${host.wx.env.USER_DATA_PATH}/kept`, 'x');
  await host.phone.dispose();
  const restarted = createWx({ root: host.root });
  expect(existsSync(temp)).toBe(false);
  expect(restarted.getFileSystemManager().readdirSync(restarted.env.USER_DATA_PATH)).toEqual(['kept']);
  await phoneOf(restarted).dispose();
});
