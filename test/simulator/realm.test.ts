import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Realm } from '../../simulator';
import { createRealm } from '../../simulator';
import { FakeClock } from './support/fake-clock';
import type { Host } from './support/host';
import { closeHosts, pickFile, startHost, until } from './support/host';

let host: Host;
let realm: Realm;

beforeEach(async () => {
  host = await startHost({}, ({ body }, response) => response.end(JSON.stringify({ list: [body.length] })));
  realm = createRealm(host.wx);
});

afterEach(closeHosts);

/** Evaluates code that calls \`done\` with a value. */
function evaluateLater(code: string): Promise<unknown> {
  return new Promise((resolve) => {
    realm.globals['done'] = resolve;
    realm.evaluate(code);
  });
}

const ABSENT = [
  'globalThis',
  'BigInt',
  'BigInt64Array',
  'BigUint64Array',
  'WeakRef',
  'FinalizationRegistry',
  'AggregateError',
  'Atomics',
  'SharedArrayBuffer',
  'WebAssembly',
  'Proxy',
  'Intl',
  'Iterator',
  'TextDecoder',
  'TextEncoder',
  'URL',
  'URLSearchParams',
  'fetch',
  'XMLHttpRequest',
  'Buffer',
  'process',
  'require',
  'module',
  'global',
  'window',
  'self',
  'document',
  'AbortController',
  'Blob',
  'FileReader',
  'atob',
  'btoa',
  'structuredClone',
  'queueMicrotask',
  'setImmediate',
  'performance',
  'crypto',
];

const ABSENT_MEMBERS = [
  '[].flat',
  '[].flatMap',
  '[].at',
  '[].findLast',
  '[].toSorted',
  '[].toReversed',
  '[].with',
  '"".replaceAll',
  '"".matchAll',
  '"".at',
  '"".trimStart',
  '"".trimEnd',
  'Object.fromEntries',
  'Object.hasOwn',
  'Object.groupBy',
  'Promise.allSettled',
  'Promise.any',
  'Promise.withResolvers',
  'Array.fromAsync',
  'Symbol("x").description',
  'new Uint8Array(1).at',
  'new ArrayBuffer(1).transfer',
  'new DataView(new ArrayBuffer(8)).getBigInt64',
  'new Set().union',
];

const PRESENT = [
  'Promise',
  'Map',
  'WeakMap',
  'Symbol',
  'Reflect',
  'Uint8Array',
  'DataView',
  'Object.entries',
  '[].includes',
  '"".padStart',
  'Promise.prototype.finally',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'console.log',
  'wx.request',
];

describe('purity', () => {
  test.each(ABSENT)('%s is absent', (name) => {
    expect(realm.evaluate(`typeof ${name}`)).toBe('undefined');
  });

  test.each(ABSENT_MEMBERS)('%s is absent', (name) => {
    expect(realm.evaluate(`typeof ${name}`)).toBe('undefined');
  });

  test.each(PRESENT)('%s is present', (name) => {
    expect(realm.evaluate(`typeof ${name}`)).not.toBe('undefined');
  });

  test('no other global than those of ES2018, timers, console and wx', () => {
    const names = realm.evaluate('Object.getOwnPropertyNames(this)') as string[];
    const lowerCase = names.filter(
      (name) => /^[a-z]/.test(name) && !/^(parse|is|decode|encode|escape|unescape|undefined)/.test(name),
    );
    expect([...lowerCase].sort()).toEqual([
      'clearInterval',
      'clearTimeout',
      'console',
      'eval',
      'setInterval',
      'setTimeout',
      'wx',
    ]);
  });

  test.each([
    'eval("1")',
    'new Function("return 1")()',
    '(function () {}).constructor("return 1")()',
    '(async function () {}).constructor("")',
  ])('%s is forbidden', (code) => {
    expect(() => realm.evaluate(code)).toThrow('Code generation from strings disallowed');
  });

  test('Proxy can be kept', () => {
    expect(createRealm(host.wx, { proxy: true }).evaluate('typeof Proxy')).toBe('function');
  });
});

describe('values of wx are of the realm', () => {
  test('results, headers, parsed JSON and promises', async () => {
    const isOwn = await evaluateLater(`wx.request({ url: 'https://a.b', success: function (res) {
      done([res instanceof Object, res.header instanceof Object, res.cookies instanceof Array, res.data instanceof Object,
        res.data.list instanceof Array, wx.getNetworkType({}) instanceof Promise]);
    } })`);
    expect([...(isOwn as boolean[])]).toEqual([true, true, true, true, true, true]);
  });

  test('ArrayBuffers of requests, files and base64, whose bytes are right', async () => {
    const path = await pickFile(host, 'abc');
    const answer = await evaluateLater(`
      var file = wx.getFileSystemManager().readFileSync(${JSON.stringify(path)});
      var bytes = new Uint8Array(file);
      wx.request({ url: 'https://a.b', method: 'PUT', data: new ArrayBuffer(7), responseType: 'arraybuffer', success: function (res) {
        done({ own: [file, res.data, wx.base64ToArrayBuffer('AA==')].every(function (b) { return b instanceof ArrayBuffer; }),
          text: String.fromCharCode.apply(null, bytes), response: String.fromCharCode.apply(null, new Uint8Array(res.data)) });
      } })`);
    expect(answer).toMatchObject({ own: true, text: 'abc', response: '{"list":[7]}' });
  });

  test('errors, stats and stored objects', () => {
    const answer = realm.evaluate(`
      var fs = wx.getFileSystemManager(), error, file = wx.env.USER_DATA_PATH + '/a';
      try { fs.readFileSync(file); } catch (e) { error = e; }
      fs.writeFileSync(file, new Uint8Array([1, 2]).buffer);
      wx.setStorageSync('key', { list: [new Date(5)], when: 1 });
      wx.setStorageSync('date', new Date(5));
      [error instanceof Error, error.errCode, fs.statSync(file).isFile(), fs.statSync(file).size,
        wx.getStorageSync('key').list instanceof Array, wx.getStorageSync('date') instanceof Date]`);
    expect([...(answer as unknown[])]).toEqual([true, 1300002, true, 2, true, true]);
  });

  test('fail objects', async () => {
    const isOwn = await evaluateLater(
      `wx.request({ url: 'x', fail: function (error) { done(error instanceof Object); } })`,
    );
    expect(isOwn).toBe(true);
  });
});

describe('require', () => {
  function project(files: Record<string, string>): string {
    const folder = join(host.root, 'project');
    mkdirSync(join(folder, 'lib'), { recursive: true });
    for (const [name, code] of Object.entries(files)) writeFileSync(join(folder, name), code);
    return join(folder, 'index.js');
  }

  test('loads CommonJS files of its own folder, each once', () => {
    const file = project({
      'index.js': `var a = require('./lib/a'), b = require('./lib/index.js'); exports.same = a === require('./lib/a.js'); exports.b = b;`,
      'lib/a.js': `module.exports = { top: this === undefined, file: typeof __filename };`,
      'lib/index.js': `exports.name = 'b';`,
    });
    expect(realm.require(file)).toMatchObject({ same: true, b: { name: 'b' } });
    expect(realm.require(file)).toBe(realm.require(file));
  });

  test.each(['fs', 'node:fs', '../secret', './none', '/etc/passwd'])('refuses %s', (request) => {
    const file = project({ 'index.js': `require(${JSON.stringify(request)})` });
    expect(() => realm.require(file)).toThrow(`module '${request}' is not defined`);
  });

  test('a module may read the names of the browser, which WeChat hides by parameters', () => {
    const file = project({ 'index.js': `exports.values = [window, self, document, XMLHttpRequest];` });
    expect(realm.require(file)).toMatchObject({ values: [undefined, undefined, undefined, undefined] });
  });

  test('module, exports and require are no globals', () => {
    const file = project({ 'index.js': `exports.types = typeof module + typeof require;` });
    expect(realm.require(file)).toMatchObject({ types: 'objectfunction' });
    expect(realm.evaluate('typeof module + typeof require')).toBe('undefinedundefined');
  });
});

describe('timers and console', () => {
  test('follow the clock of the phone, and so does Date', async () => {
    const clock = new FakeClock();
    const timed = await startHost({ clock });
    const fake = createRealm(timed.wx);
    fake.evaluate(`var ticks = [], start = Date.now(); var id = setInterval(function () { ticks.push(Date.now() - start); }, 100);
      setTimeout(function (x) { ticks.push(x); clearInterval(id); }, 250, 'end'); var never = setTimeout(function () { ticks.push('never'); }, 10);
      clearTimeout(never);`);
    clock.advance(1000);
    expect([...(fake.evaluate('ticks') as unknown[])]).toEqual([100, 200, 'end']);
    expect(
      fake.evaluate('new Date().getTime() === Date.now() && new Date(5).getTime() === 5 && new Date() instanceof Date'),
    ).toBe(true);
    expect(fake.evaluate('new Date(2020, 1, 2).getMonth() + Date.UTC(1970, 0, 2)')).toBe(1 + 86400000);
    expect(clock.pending).toBe(0);
  });

  test('end with the app', async () => {
    const clock = new FakeClock();
    const timed = await startHost({ clock });
    const fake = createRealm(timed.wx);
    fake.evaluate(`var ran = 0; setInterval(function () { ran++; }, 10);`);
    clock.advance(25);
    await timed.phone.dispose();
    fake.evaluate(`setTimeout(function () { ran = 100; }, 1)`);
    clock.advance(100);
    expect(fake.evaluate('ran')).toBe(2);
    expect(clock.pending).toBe(0);
  });

  test('really wait without a fake clock', async () => {
    realm.evaluate('var fired = false; setTimeout(function () { fired = true; }, 5);');
    await until(() => realm.evaluate('fired') === true);
  });

  test('what is logged goes where it is wanted', () => {
    const lines: unknown[] = [];
    const logging = createRealm(host.wx, { log: (level, args) => lines.push([level, ...args]) });
    logging.evaluate(`console.log('a', 1); console.error('b');`);
    expect(lines).toEqual([
      ['log', 'a', 1],
      ['error', 'b'],
    ]);
  });
});
