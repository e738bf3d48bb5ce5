import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWx, phoneOf, type SimulatorOptions, type Wx } from '../../simulator';
import { neverStops, StopSource } from '../../src/base/signal';
import type { Host } from '../../src/host/host';
import type { HttpRequest } from '../../src/host/transport';
import { createWxHost } from '../../src/wx/host';

/** What the SDK relies on of a platform, shown on the WeChat implementation over the simulator. */
let folder: string;
let server: Server;
let wx: Wx;
let host: Host;
const phones: Wx[] = [];

function startPhone(options: Partial<SimulatorOptions> = {}): void {
  wx = createWx({ root: join(folder, `phone-${phones.length}`), ArrayBuffer, ...options });
  phones.push(wx);
  // In an app `wx` is a global.
  (globalThis as Record<string, unknown>)['wx'] = wx;
  host = createWxHost();
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cos-contract-'));
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (request.url === '/slow') return;
      const status = Number(/status=(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
      response.writeHead(status, {
        'X-Method': request.method,
        'X-Bytes': body.length,
        'X-Type': request.headers['content-type'],
      });
      response.end(request.method === 'HEAD' ? undefined : `echo ${body.toString('latin1').slice(0, 40)}`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => startPhone());
afterAll(async () => {
  await Promise.all(phones.map((phone) => phoneOf(phone).dispose()));
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

const userFile = (name: string): string => `${wx.env.USER_DATA_PATH}/${name}`;
const makeFile = (name: string, content: Buffer): string => {
  const path = userFile(name);
  wx.getFileSystemManager().writeFileSync(path, '');
  writeFileSync(phoneOf(wx).realPath(path), content);
  return path;
};

describe('files', () => {
  test('tell size and kind', async () => {
    const path = makeFile('a', Buffer.alloc(7));
    expect(await host.files.stat(path)).toMatchObject({ size: 7, isDirectory: false, modifiedMs: expect.any(Number) });
    expect(await host.files.stat(wx.env.USER_DATA_PATH)).toMatchObject({ isDirectory: true });
    await expect(host.files.stat(userFile('none'))).rejects.toMatchObject({ name: 'FileFailure', kind: 'missing' });
  });

  test.each([{}, { quirks: { rangedReadLimited: true } }, { baseLibrary: '2.10.0' }])(
    'are read in parts (%j)',
    async (options) => {
      startPhone(options);
      const content = randomBytes(3000);
      const path = makeFile('parts', content);
      for (const [start, length] of [
        [0, 3000],
        [0, 1],
        [2999, 1],
        [1000, 1500],
        [3000, 0],
      ] as const) {
        expect(
          Buffer.from(await host.files.read(path, start, length)).equals(content.subarray(start, start + length)),
        ).toBe(true);
      }
    },
  );

  test('of more than 100 MB are read by descriptor where readFile refuses', async () => {
    startPhone({ quirks: { rangedReadLimited: true } });
    const path = makeFile('huge', Buffer.from('begin'));
    truncateSync(phoneOf(wx).realPath(path), 120 * 1024 * 1024);
    expect(Buffer.from(await host.files.read(path, 0, 5)).toString()).toBe('begin');
    expect(phoneOf(wx).stats.openFileDescriptors).toBe(0);
  });

  test('that end too early are told', async () => {
    const path = makeFile('short', Buffer.alloc(10));
    await expect(host.files.read(path, 5, 10)).rejects.toMatchObject({ name: 'FileFailure' });
  });

  test('have a native digest, but not in plugins', async () => {
    const content = randomBytes(1000);
    const digest = await host.files.digest?.(makeFile('digest', content));
    expect(digest).toBe(createHash('md5').update(content).digest('hex'));
    startPhone({ plugin: true });
    expect(host.files.digest).toBeUndefined();
  });

  test('are written at any position, renamed over others, and removed', async () => {
    const writer = await host.files.openForWrite?.(userFile('new.part'));
    await writer?.write(3, Uint8Array.from([52, 53]).buffer);
    await writer?.write(0, Uint8Array.from([49, 50, 51]).buffer);
    await writer?.close();
    makeFile('new', Buffer.from('old'));
    await host.files.rename(userFile('new.part'), userFile('new'));
    expect(wx.getFileSystemManager().readFileSync(userFile('new'), 'utf8')).toBe('12345');
    await host.files.remove(userFile('new'));
    await host.files.remove(userFile('new'));
    await expect(host.files.stat(userFile('new'))).rejects.toMatchObject({ kind: 'missing' });
    expect(phoneOf(wx).stats.openFileDescriptors).toBe(0);
  });

  test('cannot be written in place before base library 2.16.1', () => {
    startPhone({ baseLibrary: '2.10.0' });
    expect(host.files.openForWrite).toBeUndefined();
  });
});

describe('storage', () => {
  test('keeps texts', () => {
    expect(host.storage.get('a')).toBeUndefined();
    host.storage.set('a', 'text');
    expect(host.storage.get('a')).toBe('text');
    host.storage.remove('a');
    expect(host.storage.get('a')).toBeUndefined();
  });
  test('may throw', () => {
    phoneOf(wx).failStorage(true);
    expect(() => host.storage.set('a', 'text')).toThrow();
    phoneOf(wx).failStorage(false);
  });
});

describe('app events', () => {
  test('come until unsubscribed', () => {
    const seen: unknown[] = [];
    const off = [
      host.events.onBackground(() => seen.push('background')),
      host.events.onForeground(() => seen.push('foreground')),
      host.events.onNetwork((isConnected) => seen.push(isConnected)),
    ];
    const act = (): void => {
      phoneOf(wx).enterBackground();
      phoneOf(wx).enterForeground();
      phoneOf(wx).goOffline();
      phoneOf(wx).goOnline();
    };
    act();
    off.forEach((unsubscribe) => unsubscribe());
    act();
    expect(seen).toEqual(['background', 'foreground', false, true]);
  });
  test('are silent where a plugin has none', () => {
    startPhone({ plugin: true });
    expect(() => host.events.onForeground(() => undefined)()).not.toThrow();
  });
});

describe('transport', () => {
  const request = (extra: Partial<HttpRequest> = {}, path = '/'): HttpRequest => ({
    method: 'PUT',
    // A server that listens on TCP has an address with a port.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    headers: { 'Content-Type': 'x/y' },
    responseType: 'text',
    timeoutMs: 0,
    ...extra,
  });

  test('sends text and bytes, and answers any status with lower-case headers', async () => {
    expect(await host.transport.send(request({ body: '文' }), neverStops)).toMatchObject({
      statusCode: 200,
      headers: { 'x-bytes': '3', 'x-type': 'x/y' },
    });
    const body = Uint8Array.from([1, 2, 3, 4]).buffer;
    const answer = await host.transport.send(
      request({ body, responseType: 'arraybuffer' }, '/?status=503'),
      neverStops,
    );
    expect(answer).toMatchObject({ statusCode: 503, headers: { 'x-bytes': '4', 'x-method': 'PUT' } });
    expect(Buffer.from(answer.body as ArrayBuffer).toString()).toMatch(/^echo/);
    expect(await host.transport.send(request({ method: 'HEAD' }), neverStops)).toMatchObject({
      statusCode: 200,
      body: '',
    });
  });

  test('sends a form with its file and tells the progress', async () => {
    const filePath = makeFile('form', Buffer.alloc(400_000));
    const sent: number[] = [];
    const body = { filePath, name: 'file', fields: { key: 'a' } };
    const answer = await host.transport.send(
      request({ method: 'POST', body, headers: {} }),
      neverStops,
      (bytes) => void sent.push(bytes),
    );
    expect(Number(answer.headers['x-bytes'])).toBeGreaterThan(400_000);
    expect([...sent].sort((a, b) => a - b)).toEqual(sent);
  });

  test('saves a success to a file and answers the text of a failure', async () => {
    const saveTo = userFile('saved');
    expect(await host.transport.send(request({ method: 'GET', saveTo }), neverStops)).toMatchObject({
      statusCode: 200,
      body: '',
    });
    expect(wx.getFileSystemManager().readFileSync(saveTo, 'utf8')).toMatch(/^echo/);
    const failed = await host.transport.send(
      request({ method: 'GET', saveTo: userFile('not') }, '/?status=404'),
      neverStops,
    );
    expect(failed).toMatchObject({ statusCode: 404, body: expect.stringMatching(/^echo/) });
    expect(() => wx.getFileSystemManager().accessSync(userFile('not'))).toThrow();
  });

  test('tells why there is no answer', async () => {
    await expect(host.transport.send(request({ timeoutMs: 30 }, '/slow'), neverStops)).rejects.toMatchObject({
      name: 'TransportFailure',
      kind: 'timeout',
    });
    phoneOf(wx).goOffline();
    await expect(host.transport.send(request(), neverStops)).rejects.toMatchObject({ kind: 'offline' });
    phoneOf(wx).goOnline();
    const body = { filePath: userFile('none'), name: 'file', fields: {} };
    await expect(host.transport.send(request({ method: 'POST', body }), neverStops)).rejects.toMatchObject({
      kind: 'file',
    });
  });

  test('aborts at once when stopped', async () => {
    const stop = new StopSource();
    const answer = host.transport.send(request({}, '/slow'), stop);
    await new Promise((resolve) => setTimeout(resolve, 20));
    stop.stop('canceled');
    await expect(answer).rejects.toMatchObject({ name: 'StoppedError', reason: 'canceled' });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(phoneOf(wx).stats.requestsInFlight).toBe(0);
  });

  test('keeps places free for the app itself', async () => {
    const stop = new StopSource();
    const answers = Array.from({ length: 20 }, () =>
      host.transport.send(request({}, '/slow'), stop).catch(() => undefined),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(phoneOf(wx).stats.requestsInFlight).toBe(8);
    stop.stop('paused');
    await Promise.all(answers);
  });
});
