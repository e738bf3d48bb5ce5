import type { SimulatorOptions } from '../../simulator';
import { createWx } from '../../simulator';
import { closeHosts, outcome, startHost } from './support/host';

afterEach(closeHosts);

async function namesOn(options: Partial<SimulatorOptions>): Promise<{ wx: string[]; files: string[] }> {
  const { wx } = await startHost(options);
  // Typed as present, which at run time it need not be.
  const manager = 'getFileSystemManager' in wx ? Object.keys(wx.getFileSystemManager()) : [];
  return { wx: Object.keys(wx), files: manager };
}

test.each([
  ['2.10.0', [], ['getAppBaseInfo', 'getRandomValues', 'onNetworkWeakChange', 'batchSetStorage', 'getSystemInfoAsync']],
  ['2.15.0', ['getRandomValues'], ['getAppBaseInfo', 'onNetworkWeakChange']],
  ['2.20.1', ['getAppBaseInfo', 'getDeviceInfo'], ['onNetworkWeakChange']],
  ['2.21.0', ['onNetworkWeakChange', 'offNetworkWeakChange'], ['batchSetStorage']],
  ['2.25.0', ['batchSetStorage', 'batchSetStorageSync'], []],
])('%s has %j and lacks %j', async (baseLibrary, present, absent) => {
  const { wx } = await namesOn({ baseLibrary });
  expect(wx).toEqual(
    expect.arrayContaining(['request', 'uploadFile', 'downloadFile', 'canIUse', 'onAppShow', ...present]),
  );
  expect(wx.filter((name) => absent.includes(name))).toEqual([]);
});

test('descriptors came with 2.16.1', async () => {
  const methods = ['open', 'openSync', 'read', 'readSync', 'write', 'close', 'fstat', 'ftruncate', 'truncate'];
  expect((await namesOn({ baseLibrary: '2.16.0' })).files.filter((name) => methods.includes(name))).toEqual([]);
  expect((await namesOn({ baseLibrary: '2.16.1' })).files).toEqual(expect.arrayContaining(methods));
});

test('plugins lack what they may not call', async () => {
  const { wx, files } = await namesOn({ plugin: true });
  const absent = [
    'canIUse',
    'getFileInfo',
    'chooseMessageFile',
    'onAppShow',
    'offAppShow',
    'onAppHide',
    'onNetworkWeakChange',
    'getRandomValues',
    'getStorageInfo',
    'getStorageInfoSync',
    'batchSetStorage',
  ];
  expect(wx.filter((name) => absent.includes(name))).toEqual([]);
  expect(wx).toEqual(
    expect.arrayContaining([
      'request',
      'uploadFile',
      'getFileSystemManager',
      'getAppBaseInfo',
      'setStorageSync',
      'onNetworkStatusChange',
    ]),
  );
  expect(
    files.filter((name) => ['getFileInfo', 'saveFile', 'getSavedFileList', 'removeSavedFile'].includes(name)),
  ).toEqual([]);
  expect(files).toEqual(expect.arrayContaining(['readFile', 'open', 'read', 'stat']));
});

test('plugins get files from 2.19.2 and the app base info from 2.21.3', async () => {
  expect((await namesOn({ plugin: true, baseLibrary: '2.19.1' })).wx).not.toContain('getFileSystemManager');
  expect((await namesOn({ plugin: true, baseLibrary: '2.19.2' })).wx).toContain('getFileSystemManager');
  expect((await namesOn({ plugin: true, baseLibrary: '2.21.2' })).wx).not.toContain('getAppBaseInfo');
  expect((await namesOn({ plugin: true, baseLibrary: '2.21.3' })).wx).toContain('getAppBaseInfo');
});

test('chunk events came with 2.20.1', async () => {
  for (const [baseLibrary, isThere] of [
    ['2.20.0', false],
    ['2.20.1', true],
  ] as const) {
    const { wx } = await startHost({ baseLibrary });
    const task = wx.request({ url: 'https://a.b' });
    expect('onChunkReceived' in task).toBe(isThere);
    expect('onHeadersReceived' in task).toBe(true);
  }
});

test('promises came with 2.10.2, and not where there are callbacks', async () => {
  const old = await startHost({ baseLibrary: '2.10.1' });
  expect(old.wx.getNetworkType({})).toBeUndefined();
  const { wx } = await startHost({ baseLibrary: '2.10.2' });
  expect(await wx.getNetworkType()).toMatchObject({ networkType: 'wifi', errMsg: 'getNetworkType:ok' });
  const complete = jest.fn();
  const call: (options: object) => unknown = wx.getNetworkType;
  expect(call({ complete })).toBeUndefined();
});

test.each([
  ['2.10.0', [], ['profile', 'exception', 'useHttpDNS']],
  ['2.10.4', ['profile'], ['exception', 'useHttpDNS']],
  ['3.0.0', ['profile', 'exception'], ['useHttpDNS']],
  ['3.4.10', ['profile', 'exception', 'useHttpDNS'], []],
])('request results of %s have %j, not %j', async (baseLibrary, present, absent) => {
  const { wx } = await startHost({ baseLibrary });
  const result = await outcome<object>((callbacks) => wx.request({ url: 'https://a.b', ...callbacks }));
  expect(Object.keys(result)).toEqual(expect.arrayContaining(present));
  expect(Object.keys(result).filter((name) => absent.includes(name))).toEqual([]);
});

test('canIUse knows APIs, methods and parameters', async () => {
  const { wx } = await startHost({ baseLibrary: '2.20.0' });
  expect(wx.canIUse('request')).toBe(true);
  expect(wx.canIUse('getAppBaseInfo')).toBe(false);
  expect(wx.canIUse('FileSystemManager.open')).toBe(true);
  expect(wx.canIUse('RequestTask.onChunkReceived')).toBe(false);
  expect(wx.canIUse('request.object.redirect')).toBe(false);
  expect(wx.canIUse('request.object.timeout')).toBe(true);
  expect(wx.canIUse('noSuchApi')).toBe(false);
});

test('the phone tells its base library and platform', async () => {
  const { wx } = await startHost({ baseLibrary: '2.32.1', platform: 'ohos' });
  expect(wx.getAppBaseInfo()).toMatchObject({ SDKVersion: '2.32.1' });
  expect(wx.getDeviceInfo()).toMatchObject({ platform: 'ohos' });
  expect(wx.getSystemInfoSync()).toMatchObject({ SDKVersion: '2.32.1', platform: 'ohos' });
  expect(await wx.getSystemInfoAsync({})).toMatchObject({ SDKVersion: '2.32.1' });
});

test('a base library older than 2.10.0 is refused', () => {
  expect(() => createWx({ root: '/nowhere', baseLibrary: '2.9.5' })).toThrow('2.10.0');
});

test('base64 and random bytes', async () => {
  const { wx } = await startHost();
  expect(wx.arrayBufferToBase64(new Uint8Array([0, 255, 128]).buffer)).toBe('AP+A');
  expect([...new Uint8Array(wx.base64ToArrayBuffer('AP+A'))]).toEqual([0, 255, 128]);
  const { randomValues } = await wx.getRandomValues({ length: 32 });
  const again = await wx.getRandomValues({ length: 32 });
  expect(randomValues.byteLength).toBe(32);
  expect(Buffer.from(randomValues).equals(Buffer.from(again.randomValues))).toBe(false);
});
