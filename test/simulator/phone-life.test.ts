import { FakeClock } from './support/fake-clock';
import { closeHosts, failure, outcome, pickFile, startHost, until } from './support/host';

const url = 'https://a.b/c';
const silent = (): void => undefined;

afterEach(closeHosts);

describe('background', () => {
  test.each([
    ['2.30.0', 'interrupted'],
    ['3.8.0', 'fail:network interrupted error'],
  ])('on %s tasks still running after 5 s fail as 600003', async (baseLibrary, reason) => {
    const clock = new FakeClock();
    const host = await startHost({ clock, baseLibrary }, silent);
    const filePath = await pickFile(host, 'content');
    const request = failure((callbacks) => host.wx.request({ url, ...callbacks }));
    const upload = failure((callbacks) => host.wx.uploadFile({ url, filePath, name: 'file', ...callbacks }));
    await until(() => host.peer.received.length === 2);
    host.phone.enterBackground();
    clock.advance(4999);
    expect(host.phone.stats).toMatchObject({ requestsInFlight: 1, uploadsInFlight: 1 });
    clock.advance(1);
    expect(await request).toMatchObject({ errMsg: `request:fail ${reason}`, errno: 600003 });
    expect(await upload).toMatchObject({ errMsg: `uploadFile:fail ${reason}`, errno: 600003 });
  });

  test('a task that ends within 5 s succeeds, and so does one whose user comes back', async () => {
    const clock = new FakeClock();
    let answer = silent;
    const { wx, phone, peer } = await startHost({ clock }, (_received, response) => {
      answer = () => void response.end('ok');
    });
    for (const comesBack of [false, true]) {
      const done = outcome<{ data: unknown }>((callbacks) => wx.request({ url, ...callbacks }));
      await until(() => peer.received.length === (comesBack ? 2 : 1));
      phone.enterBackground();
      clock.advance(4000);
      if (comesBack) {
        phone.enterForeground();
        clock.advance(20000);
      }
      answer();
      expect((await done).data).toBe('ok');
      phone.enterForeground();
    }
  });

  test('a request started in the background fails at once, and works again in the foreground', async () => {
    const { wx, phone } = await startHost();
    phone.enterBackground();
    expect(await failure((callbacks) => wx.request({ url, ...callbacks }))).toMatchObject({
      errMsg: 'request:fail createRequestTask:fail:interrupted',
      errno: 600003,
    });
    phone.enterForeground();
    await outcome((callbacks) => wx.request({ url, ...callbacks }));
  });

  test('fires onAppHide and onAppShow once per change', async () => {
    const { wx, phone } = await startHost();
    const events: string[] = [];
    const removed = (): void => void events.push('removed');
    wx.onAppHide(() => events.push('hide'));
    wx.onAppShow(({ scene }) => events.push(`show ${typeof scene}`));
    wx.onAppShow(removed);
    wx.offAppShow(removed);
    expect(phone.stats.listeners).toBe(2);
    phone.enterBackground();
    phone.enterBackground();
    phone.enterForeground();
    phone.enterForeground();
    expect(events).toEqual(['hide', 'show number']);
  });
});

describe('network', () => {
  test('a switch ends every running task with the text WeChat gives, and is told', async () => {
    const { wx, phone, peer } = await startHost({}, silent);
    const statuses: unknown[] = [];
    wx.onNetworkStatusChange((status) => statuses.push(status));
    const error = failure((callbacks) => wx.request({ url, ...callbacks }));
    await until(() => peer.received.length === 1);
    phone.switchNetwork('4g');
    expect(await error).toMatchObject({
      errMsg: 'request:fail errcode:10011 cronet_error_code:0 error_msg:network change, cancel all task',
      errno: 600001,
    });
    expect(statuses).toEqual([{ isConnected: true, networkType: '4g' }]);
    expect(await wx.getNetworkType({})).toMatchObject({ networkType: '4g', weakNet: false });
  });

  test.each([
    ['android', '3.8.0', 'errcode:-106 cronet_error_code:-106 error_msg:net::ERR_INTERNET_DISCONNECTED'],
    ['android', '2.20.0', 'request unknow host error'],
    ['ios', '3.8.0', '似乎已断开与互联网的连接。'],
    ['windows', '3.8.0', 'net::ERR_INTERNET_DISCONNECTED'],
  ] as const)('offline on %s %s', async (platform, baseLibrary, text) => {
    const { wx, phone, peer } = await startHost({ platform, baseLibrary });
    phone.goOffline();
    const error = await failure((callbacks) => wx.request({ url, ...callbacks }));
    expect(error.errMsg).toBe(`request:fail ${text}`);
    expect(peer.received).toHaveLength(0);
    expect(await wx.getNetworkType({})).toMatchObject({ networkType: 'none' });
    phone.goOnline('5g');
    await outcome((callbacks) => wx.request({ url, ...callbacks }));
    expect(await wx.getNetworkType({})).toMatchObject({ networkType: '5g' });
  });

  test('a weak signal is told', async () => {
    const { wx, phone } = await startHost();
    const events: unknown[] = [];
    wx.onNetworkWeakChange((event) => events.push(event));
    phone.setWeakNetwork(true);
    phone.setWeakNetwork(true);
    expect(events).toEqual([{ weakNet: true, networkType: 'wifi' }]);
  });
});

test('memory warnings carry a level on Android only', async () => {
  const levels: unknown[] = [];
  for (const platform of ['android', 'ios'] as const) {
    const { wx, phone } = await startHost({ platform });
    wx.onMemoryWarning(({ level }) => levels.push(level));
    phone.warnMemory(15);
  }
  expect(levels).toEqual([15, undefined]);
});

describe('a killed app', () => {
  test('gets no callback any more, holds no descriptor, no timer and no socket', async () => {
    const clock = new FakeClock();
    const host = await startHost({ clock }, silent);
    const { wx, phone, peer } = host;
    const calls: string[] = [];
    const filePath = await pickFile(host, Buffer.alloc(5_000_000));
    wx.getFileSystemManager().openSync({ filePath });
    wx.request({ url, complete: () => calls.push('request') });
    wx.uploadFile({ url, filePath, name: 'file', complete: () => calls.push('upload') });
    wx.downloadFile({ url, complete: () => calls.push('download') });
    await until(() => peer.received.length === 3);
    await phone.dispose();
    wx.request({ url, complete: () => calls.push('too late') });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(calls).toEqual([]);
    expect(phone.stats).toMatchObject({
      requestsInFlight: 0,
      uploadsInFlight: 0,
      downloadsInFlight: 0,
      openFileDescriptors: 0,
    });
    expect(clock.pending).toBe(0);
    expect(peer.received).toHaveLength(3);
  });
});
