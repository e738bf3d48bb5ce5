import { gzipSync } from 'node:zlib';
import type { Received } from './support/peer';
import { closeHosts, failure, outcome, startHost } from './support/host';

interface Result {
  data: unknown;
  statusCode: number;
  header: Record<string, string>;
  cookies: string[];
  errMsg: string;
}

const url = 'https://bucket-125.cos.ap-guangzhou.myqcloud.com/a%20b/c?x=1';

afterEach(closeHosts);

describe('what wx.request sends', () => {
  test('connects to the emulator and keeps the host of the URL', async () => {
    const { wx, peer } = await startHost();
    await outcome<Result>((callbacks) => wx.request({ url, ...callbacks }));
    const [received] = peer.received as [Received];
    expect(received.method).toBe('GET');
    expect(received.url).toBe('/a%20b/c?x=1');
    expect(received.headers.host).toBe('bucket-125.cos.ap-guangzhou.myqcloud.com');
  });

  test.each([
    ['a string', 'text é', undefined, 'text é'],
    ['an ArrayBuffer', new Uint8Array([1, 2, 255]).buffer, undefined, '\u0001\u0002\u00ff'],
    ['an object as JSON', { a: 1, b: 'x' }, undefined, '{"a":1,"b":"x"}'],
    ['an object as form', { a: 1, b: 'x y' }, 'application/x-www-form-urlencoded', 'a=1&b=x%20y'],
    ['a typed array as the object it is to WeChat', new Uint8Array([7, 8]), undefined, '{"0":7,"1":8}'],
    ['nothing', undefined, undefined, ''],
  ])('POST data: %s', async (_name, data, type, expected) => {
    const { wx, peer } = await startHost();
    const header = type === undefined ? {} : { 'content-type': type };
    await outcome<Result>((callbacks) => wx.request({ url, method: 'POST', data, header, ...callbacks }));
    const [received] = peer.received as [Received];
    const encoding = data instanceof ArrayBuffer ? 'latin1' : 'utf8';
    expect(received.body.toString(encoding)).toBe(expected);
    expect(received.headers['content-type']).toBe(type ?? 'application/json');
    expect(received.headers['content-length']).toBe(String(received.body.length));
  });

  test('GET data becomes a query', async () => {
    const { wx, peer } = await startHost();
    await outcome<Result>((callbacks) => wx.request({ url, data: { q: 'ä b' }, ...callbacks }));
    expect(peer.received[0]!.url).toBe('/a%20b/c?x=1&q=%C3%A4%20b');
    expect(peer.received[0]!.body).toHaveLength(0);
  });

  test('Referer, Host and Content-Length cannot be set, other headers can, as text', async () => {
    const { wx, peer } = await startHost();
    const header = {
      Referer: 'https://evil.example',
      Host: 'evil.example',
      'Content-Length': 99,
      'X-Number': 5,
      'X-Name': '中',
    };
    await outcome<Result>((callbacks) => wx.request({ url, method: 'PUT', data: 'ab', header, ...callbacks }));
    const { headers } = peer.received[0]!;
    expect(headers.referer).toContain('https://servicewechat.com/');
    expect(headers.host).toBe('bucket-125.cos.ap-guangzhou.myqcloud.com');
    expect(headers['content-length']).toBe('2');
    expect(headers['x-number']).toBe('5');
    expect(Buffer.from(headers['x-name'] as string, 'latin1').toString('utf8')).toBe('中');
  });

  test.each([
    ['patch', { method: 'PATCH' }, 'request:fail method is invalid: PATCH', 600005],
    ['lower case', { method: 'put' }, 'request:fail method is invalid: put', 600005],
    [
      'a line break in a header',
      { header: { 'X-A': 'a\r\nX-B: b' } },
      'request:fail invalid value of header "X-A"',
      600005,
    ],
    ['a bad URL', { url: 'no url' }, 'request:fail invalid url "no url"', 600009],
    ['a URL of another scheme', { url: 'ftp://a.b/c' }, 'request:fail invalid url "ftp://a.b/c"', 600009],
  ])('refuses %s', async (_name, options, errMsg, errno) => {
    const { wx, peer } = await startHost();
    expect(await failure((callbacks) => wx.request({ url, ...options, ...callbacks }))).toMatchObject({
      errMsg,
      errno,
    });
    expect(peer.received).toHaveLength(0);
  });

  test('a body above the limit of this phone fails as 602300', async () => {
    const { wx } = await startHost({ quirks: { maxBufferBytes: 10 } });
    const error = await failure((callbacks) =>
      wx.request({ url, method: 'PUT', data: new ArrayBuffer(11), ...callbacks }),
    );
    expect(error.errno).toBe(602300);
  });
});

describe('what wx.request gives', () => {
  test('JSON is parsed unless dataType says otherwise; what is no JSON stays text', async () => {
    const { wx } = await startHost({}, ({ url: path }, response) =>
      response.end(path === '/json' ? '\uFEFF{"a":[1]}' : '<a>'),
    );
    const get = (path: string, dataType?: string) =>
      outcome<Result>((callbacks) => wx.request({ url: `https://a.b${path}`, dataType, ...callbacks }));
    expect((await get('/json')).data).toEqual({ a: [1] });
    expect((await get('/json', 'text')).data).toBe('{"a":[1]}');
    expect((await get('/xml')).data).toBe('<a>');
  });

  test('ArrayBuffers byte for byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 100000 }, (_value, index) => index % 251));
    const { wx } = await startHost({}, (_received, response) => response.end(bytes));
    const { data } = await outcome<Result>((callbacks) =>
      wx.request({ url, responseType: 'arraybuffer', ...callbacks }),
    );
    expect(data).toBeInstanceOf(ArrayBuffer);
    expect(Buffer.from(data as ArrayBuffer).equals(bytes)).toBe(true);
  });

  test('every status is a success', async () => {
    const { wx } = await startHost({}, (_received, response) => response.writeHead(503).end('<Error/>'));
    const result = await outcome<Result>((callbacks) => wx.request({ url, ...callbacks }));
    expect(result).toMatchObject({ statusCode: 503, data: '<Error/>', errMsg: 'request:ok' });
  });

  test.each([
    ['as-sent', 'ETag', 'x-cos-Request-Id'],
    ['lower', 'etag', 'x-cos-request-id'],
    ['upper', 'ETAG', 'X-COS-REQUEST-ID'],
  ] as const)('headers spelled %s, repeated ones joined, cookies apart', async (headerCase, etag, requestId) => {
    const { wx } = await startHost({ quirks: { headerCase } }, (_received, response) =>
      response
        .writeHead(
          200,
          [
            ['ETag', '"1"'],
            ['x-cos-Request-Id', 'a'],
            ['X-Cos-request-ID', 'b'],
            ['Set-Cookie', 'c=1'],
            ['Set-Cookie', 'd=2'],
          ].flat(),
        )
        .end(),
    );
    const { header, cookies } = await outcome<Result>((callbacks) => wx.request({ url, ...callbacks }));
    expect(header).toMatchObject({ [etag]: '"1"', [requestId]: 'a,b' });
    expect(cookies).toEqual(['c=1', 'd=2']);
  });

  test('a compressed body arrives unpacked; one that only claims to be fails', async () => {
    const { wx } = await startHost({}, ({ url: path }, response) =>
      response.setHeader('Content-Encoding', 'gzip').end(path === '/good' ? gzipSync('hello') : 'hello'),
    );
    const good = await outcome<Result>((callbacks) => wx.request({ url: 'https://a.b/good', ...callbacks }));
    expect(good.data).toBe('hello');
    const bad = await failure((callbacks) => wx.request({ url: 'https://a.b/bad', ...callbacks }));
    expect(bad.errMsg).toContain('ERR_CONTENT_DECODING_FAILED');
  });

  test('a HEAD answer with a length and no body ends', async () => {
    const { wx } = await startHost({}, (_received, response) => response.setHeader('Content-Length', '12345').end());
    const result = await outcome<Result>((callbacks) => wx.request({ url, method: 'HEAD', ...callbacks }));
    expect(result.header['Content-Length']).toBe('12345');
    expect(result.data).toBe('');
  });

  test('headers come before the result; DevTools leaves the status out', async () => {
    for (const [platform, statusCode] of [
      ['ios', 200],
      ['devtools', undefined],
    ] as const) {
      const { wx } = await startHost({ platform });
      const events: unknown[] = [];
      await outcome<Result>((callbacks) => {
        const task = wx.request({ url, ...callbacks });
        const unwanted = (): void => void events.push('removed');
        task.onHeadersReceived(unwanted);
        task.offHeadersReceived(unwanted);
        task.onHeadersReceived((received) => events.push(received.statusCode));
      });
      expect(events).toEqual([statusCode]);
    }
  });

  test('chunks are told when asked for', async () => {
    const { wx } = await startHost({}, (_received, response) => {
      response.write('one');
      setTimeout(() => response.end('two'), 20);
    });
    const chunks: string[] = [];
    const result = await outcome<Result>((callbacks) => {
      const task = wx.request({ url, enableChunked: true, ...callbacks });
      task.onChunkReceived(({ data }) => chunks.push(Buffer.from(data).toString()));
    });
    expect(chunks).toEqual(['one', 'two']);
    expect(result.data).toBe('onetwo');
  });
});

describe('redirects', () => {
  const answer = ({ url: path }: Received, response: import('node:http').ServerResponse): void => {
    if (path === '/loop') response.writeHead(302, { Location: '/loop' }).end();
    else if (path === '/start') response.writeHead(307, { Location: 'https://other.example/end' }).end();
    else if (path === '/post') response.writeHead(302, { Location: '/end' }).end();
    else response.end('arrived');
  };

  test('are followed, with the method and body of a 307 and the Authorization header', async () => {
    const { wx, peer } = await startHost({}, answer);
    const header = { Authorization: 'secret' };
    const result = await outcome<Result>((callbacks) =>
      wx.request({ url: 'https://a.b/start', method: 'PUT', data: 'body', header, ...callbacks }),
    );
    expect(result.data).toBe('arrived');
    expect(peer.received[1]).toMatchObject({
      method: 'PUT',
      headers: { host: 'other.example', authorization: 'secret' },
    });
    expect(peer.received[1]!.body.toString()).toBe('body');
  });

  test('a 302 of a POST becomes a GET without body', async () => {
    const { wx, peer } = await startHost({}, answer);
    await outcome<Result>((callbacks) =>
      wx.request({ url: 'https://a.b/post', method: 'POST', data: 'body', ...callbacks }),
    );
    expect(peer.received[1]!.method).toBe('GET');
    expect(peer.received[1]!.body).toHaveLength(0);
  });

  test.each([
    ['3.2.2', 'android', 307],
    ['3.2.1', 'android', 200],
    ['3.8.0', 'windows', 200],
  ] as const)('manual on %s %s ends with %i', async (baseLibrary, platform, statusCode) => {
    const { wx } = await startHost({ baseLibrary, platform }, answer);
    const result = await outcome<Result>((callbacks) =>
      wx.request({ url: 'https://a.b/start', redirect: 'manual', ...callbacks }),
    );
    expect(result.statusCode).toBe(statusCode);
  });

  test('too many fail as 600008', async () => {
    const { wx } = await startHost({}, answer);
    const error = await failure((callbacks) => wx.request({ url: 'https://a.b/loop', ...callbacks }));
    expect(error.errno).toBe(600008);
  });
});

describe('callbacks', () => {
  test('success or fail, then complete, never before wx.request returned', async () => {
    const { wx } = await startHost();
    const calls: string[] = [];
    const run = (target: string): Promise<void> =>
      new Promise((resolve) => {
        wx.request({
          url: target,
          success: () => calls.push('success'),
          fail: () => calls.push('fail'),
          complete: () => {
            calls.push('complete');
            resolve();
          },
        });
        calls.push('returned');
      });
    await run(url);
    await run('bad');
    expect(calls).toEqual(['returned', 'success', 'complete', 'returned', 'fail', 'complete']);
  });

  test('what they throw goes to onUnhandled and stops nothing', async () => {
    const errors: unknown[] = [];
    const { wx } = await startHost({ onUnhandled: (error) => errors.push(error) });
    const boom = new Error('boom');
    await new Promise<void>((resolve) => {
      wx.request({
        url,
        success: () => {
          throw boom;
        },
        complete: () => resolve(),
      });
    });
    expect(errors).toEqual([boom]);
  });

  test('wx.request gives a task, never a promise', async () => {
    const { wx } = await startHost();
    expect(wx.request({ url })).not.toHaveProperty('then');
  });
});

test('the log tells what was sent and what came', async () => {
  const { wx, phone } = await startHost({}, (_received, response) => response.writeHead(404).end());
  await outcome<Result>((callbacks) =>
    wx.request({ url, method: 'PUT', data: 'abc', header: { 'X-A': 1 }, ...callbacks }),
  );
  await failure((callbacks) => wx.request({ url: 'bad', ...callbacks }));
  expect(phone.requests).toMatchObject([
    { api: 'request', method: 'PUT', url, bodyBytes: 3, statusCode: 404, headers: { 'X-A': '1' } },
    { api: 'request', url: 'bad', error: 'request:fail invalid url "bad"' },
  ]);
  expect(phone.stats).toMatchObject({ bytesSent: 3, requestsInFlight: 0, maxRequestsInFlight: 1 });
});
