import { createWx, phoneOf } from '../../simulator';
import { closeHosts, failure, startHost, thrown } from './support/host';

afterEach(closeHosts);

const MEGABYTE = 1024 * 1024;

test('keeps values of every kind, sync and async', async () => {
  const { wx } = await startHost();
  const date = new Date(123);
  for (const value of ['text', 5, true, null, { a: [1, { b: '中' }] }, [1, 2], date]) {
    wx.setStorageSync('key', value);
    expect(wx.getStorageSync('key')).toEqual(value);
    await wx.setStorage({ key: 'other', data: value });
    expect((await wx.getStorage({ key: 'other' })).data).toEqual(value);
  }
});

test('a missing key is an empty string, or a failure of the async call', async () => {
  const { wx } = await startHost();
  expect(wx.getStorageSync('none')).toBe('');
  expect(await failure((callbacks) => wx.getStorage({ key: 'none', ...callbacks }))).toEqual({
    errMsg: 'getStorage:fail data not found',
  });
  await expect(wx.getStorage({ key: 'none' })).rejects.toMatchObject({ errMsg: 'getStorage:fail data not found' });
});

test('values handed out are copies', async () => {
  const { wx } = await startHost();
  const value = { list: [1] };
  wx.setStorageSync('key', value);
  value.list.push(2);
  (wx.getStorageSync('key') as typeof value).list.push(3);
  expect(wx.getStorageSync('key')).toEqual({ list: [1] });
});

test('survives a restart of the app', async () => {
  const { wx, phone, root } = await startHost();
  wx.setStorageSync('../odd/key 中', { kept: true });
  wx.setStorageSync('gone', 1);
  wx.removeStorageSync('gone');
  await phone.dispose();
  const restarted = createWx({ root });
  expect(restarted.getStorageSync('../odd/key 中')).toEqual({ kept: true });
  expect(restarted.getStorageInfoSync().keys).toEqual(['../odd/key 中']);
  await phoneOf(restarted).dispose();
});

test('one key holds 1 MB', async () => {
  const { wx } = await startHost();
  wx.setStorageSync('key', 'x'.repeat(MEGABYTE - 100));
  expect(thrown(() => wx.setStorageSync('key', 'x'.repeat(MEGABYTE))).errMsg).toBe(
    'setStorageSync:fail:entry size limit reached',
  );
  expect(await failure((callbacks) => wx.setStorage({ key: 'key', data: 'x'.repeat(MEGABYTE), ...callbacks }))).toEqual(
    {
      errMsg: 'setStorage:fail:entry size limit reached',
    },
  );
  expect(wx.getStorageSync('key')).toHaveLength(MEGABYTE - 100);
});

test('all keys hold 10 MB; replacing frees what was there', async () => {
  const { wx } = await startHost();
  const value = 'x'.repeat(MEGABYTE - 100);
  for (let index = 0; index < 10; index++) wx.setStorageSync(`key${index}`, value);
  expect(thrown(() => wx.setStorageSync('more', value)).errMsg).toBe('setStorageSync:fail:quota reached');
  wx.setStorageSync('key0', value);
  expect(wx.getStorageInfoSync()).toMatchObject({ limitSize: 10240, currentSize: 10240 });
  wx.removeStorageSync('key0');
  wx.setStorageSync('more', value);
});

test('info, remove, clear and batches', async () => {
  const { wx } = await startHost();
  wx.batchSetStorageSync([
    { key: 'a', value: 1 },
    { key: 'b', value: 2 },
  ]);
  await wx.batchSetStorage({ kvList: [{ key: 'c', value: 3 }] });
  expect((await wx.getStorageInfo({})).keys).toEqual(['a', 'b', 'c']);
  await wx.removeStorage({ key: 'a' });
  expect(wx.getStorageInfoSync().keys).toEqual(['b', 'c']);
  wx.clearStorageSync();
  expect(wx.getStorageInfoSync()).toEqual({ keys: [], currentSize: 0, limitSize: 10240 });
});

test('a broken storage throws and fails until it is mended', async () => {
  const { wx, phone } = await startHost();
  wx.setStorageSync('key', 'old');
  phone.failStorage(true);
  expect(thrown(() => wx.setStorageSync('key', 'new')).errMsg).toContain('setStorageSync:fail');
  expect(thrown(() => wx.getStorageSync('key')).errMsg).toContain('getStorageSync:fail');
  expect((await failure((callbacks) => wx.removeStorage({ key: 'key', ...callbacks }))).errMsg).toContain(
    'removeStorage:fail',
  );
  phone.failStorage(false);
  expect(wx.getStorageSync('key')).toBe('old');
});

test('refuses keys that are none and values that JSON cannot hold', async () => {
  const { wx } = await startHost();
  expect(thrown(() => wx.setStorageSync('', 1)).errMsg).toContain('parameter.key');
  expect(thrown(() => wx.getStorageSync(undefined as unknown as string)).errMsg).toContain('parameter.key');
  const circle: { self?: unknown } = {};
  circle.self = circle;
  expect(thrown(() => wx.setStorageSync('key', circle)).errMsg).toBe('setStorageSync:fail data is not serialisable');
});
