import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { SimulatorOptions } from '../../simulator';
import { createWx, phoneOf } from '../../simulator';
import { FakeClock } from './support/fake-clock';
import type { Host } from './support/host';
import { closeHosts, failure, outcome, pickFile, startHost, until } from './support/host';

const url = 'https://a.b/c';
const silent = (): void => undefined;

afterEach(closeHosts);

const request = (host: Host, options: object = {}) =>
  failure((callbacks) => host.wx.request({ url, ...options, ...callbacks }));

describe('timeouts', () => {
  test.each([
    ['the default', undefined, 60000],
    ['the caller’s', 1500, 1500],
    ['values above 60 s', 300000, 60000],
  ])('%s', async (_name, timeout, ms) => {
    const clock = new FakeClock();
    const host = await startHost({ clock }, silent);
    const failing = request(host, { timeout });
    await until(() => host.peer.received.length === 1);
    clock.advance(ms - 1);
    expect(host.phone.stats.requestsInFlight).toBe(1);
    clock.advance(1);
    expect(await failing).toMatchObject({ errMsg: 'request:fail timeout', errno: 5 });
    expect(clock.pending).toBe(0);
  });

  test('counts the time of the body too', async () => {
    const clock = new FakeClock();
    const host = await startHost({ clock }, (_received, response) => void response.write('beginning'));
    const failing = failure((callbacks) => {
      host.wx.request({ url, ...callbacks }).onHeadersReceived(() => clock.advance(60000));
    });
    expect((await failing).errMsg).toBe('request:fail timeout');
  });
});

describe('abort', () => {
  test.each(['request', 'uploadFile', 'downloadFile'] as const)('%s', async (api) => {
    const host = await startHost({}, silent);
    const filePath = await pickFile(host, 'content');
    const error = await failure((callbacks) => {
      const options = { url, name: 'file', ...callbacks };
      const task = api === 'downloadFile' ? host.wx.downloadFile(options) : host.wx[api]({ ...options, filePath });
      void until(() => host.peer.received.length === 1).then(() => task.abort());
    });
    expect(error.errMsg).toBe(`${api}:fail abort`);
  });

  test('after the end nothing happens', async () => {
    const { wx } = await startHost();
    const calls: string[] = [];
    const task = await new Promise<{ abort(): void }>((resolve) => {
      const started = wx.request({ url, fail: () => calls.push('fail'), success: () => resolve(started) });
    });
    task.abort();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(calls).toEqual([]);
  });
});

describe('connection errors', () => {
  const cases: [Partial<SimulatorOptions>, string][] = [
    [
      { platform: 'android', baseLibrary: '3.8.0' },
      'request:fail errcode:-102 cronet_error_code:-102 error_msg:net::ERR_CONNECTION_REFUSED',
    ],
    [{ platform: 'android', baseLibrary: '3.4.0' }, 'request:fail -102:net::ERR_CONNECTION_REFUSED'],
    [{ platform: 'ios' }, 'request:fail 未能连接到服务器。'],
    [{ platform: 'devtools' }, 'request:fail net::ERR_CONNECTION_REFUSED'],
  ];

  test.each(cases)('a refused connection on %j', async (options, errMsg) => {
    const host = await startHost(options);
    await host.peer.close();
    expect(await request(host)).toMatchObject({ errMsg, errno: 600001 });
  });

  test.each([
    ['before the answer', (socket: Socket) => void socket.destroy(), 'ERR_EMPTY_RESPONSE'],
    ['by a reset', (socket: Socket) => void socket.resetAndDestroy(), 'ERR_CONNECTION_RESET'],
  ])('closed %s', async (_name, cut, text) => {
    const host = await startHost({}, (_received, response) => cut(response.socket!));
    expect((await request(host)).errMsg).toContain(text);
  });

  test('closed in the middle of the answer', async () => {
    const host = await startHost({}, (_received, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('half', () => response.socket!.destroy());
    });
    expect((await request(host)).errno).toBe(600001);
  });

  test('an answer that is no HTTP', async () => {
    const server = createServer((socket) => void socket.end('NONSENSE\r\n\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const host = await startHost({ emulator: { port: (server.address() as AddressInfo).port } });
    expect((await request(host)).errMsg).toContain('ERR_INVALID_HTTP_RESPONSE');
    server.close();
  });

  test('without an emulator the URL itself is called', async () => {
    const host = await startHost();
    const wx = createWx({ root: `${host.root}/other` });
    const result = await outcome<{ data: unknown }>((callbacks) =>
      wx.request({ url: `http://127.0.0.1:${host.peer.port}/direct`, ...callbacks }),
    );
    expect(result.data).toBe('ok');
    expect(host.peer.received[0]).toMatchObject({ url: '/direct', headers: { host: `127.0.0.1:${host.peer.port}` } });
    await phoneOf(wx).dispose();
  });
});

describe('fail objects by base library', () => {
  test.each([
    ['2.23.4', { errMsg: 'request:fail invalid url "x"' }],
    ['2.24.0', { errMsg: 'request:fail invalid url "x"', errno: 600009 }],
    [
      '3.8.10',
      {
        errMsg: 'request:fail invalid url "x"',
        errno: 600009,
        exception: { retryCount: 0, reasons: [] },
        useHttpDNS: false,
      },
    ],
  ])('%s', async (baseLibrary, expected) => {
    const host = await startHost({ baseLibrary });
    expect(await request(host, { url: 'x' })).toEqual(expected);
  });

  test('none has an errno on a phone without', async () => {
    const host = await startHost({ quirks: { noErrno: true } });
    expect(await request(host, { url: 'x' })).not.toHaveProperty('errno');
  });
});

describe('legal domains', () => {
  const domains = { request: ['https://a.b', 'https://ported.example:8443'], uploadFile: [] };

  test.each([
    ['https://a.b/c', true],
    ['https://a.b:443/c', false],
    ['http://a.b/c', false],
    ['https://x.a.b/c', false],
    ['https://a.b:8443/c', false],
    ['https://ported.example:8443/c', true],
    ['https://ported.example/c', false],
  ])('%s: %s', async (target, isLegal) => {
    const { wx } = await startHost({ domains });
    const call = outcome((callbacks) => wx.request({ url: target, ...callbacks })).then(
      () => 'ok',
      (error: unknown) => error,
    );
    expect(await call).toEqual(
      isLegal ? 'ok' : expect.objectContaining({ errMsg: 'request:fail url not in domain list', errno: 600002 }),
    );
  });

  test('are listed per API', async () => {
    const host = await startHost({ domains });
    const filePath = await pickFile(host, 'x');
    const error = await failure((callbacks) => host.wx.uploadFile({ url, filePath, name: 'file', ...callbacks }));
    expect(error).toMatchObject({ errMsg: 'uploadFile:fail url not in domain list', errno: 600002 });
    await outcome((callbacks) => host.wx.downloadFile({ url, ...callbacks }));
  });
});

test('latency is added to each request', async () => {
  const clock = new FakeClock();
  const { wx, peer } = await startHost({ clock, latencyMs: 30 });
  const done = outcome((callbacks) => wx.request({ url, ...callbacks }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(peer.received).toHaveLength(0);
  clock.advance(30);
  await done;
  expect(clock.pending).toBe(0);
});
