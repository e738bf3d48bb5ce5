import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { createRealm, createWx, phoneOf, type Realm } from '../../simulator';
import { findHostNames, findNodes } from './syntax';

const root = join(__dirname, '../..');
const folder = join(root, 'miniprogram_dist');
const file = join(folder, 'index.js');
const code = readFileSync(file, 'utf8');
const packageJson = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;

interface Loaded {
  new (options: object): { options: object; getObjectUrl(params: object): string };
  version: string;
  util: { xml2json(xml: string): unknown };
  default: Loaded;
  COS: Loaded;
  CosError: new (...args: never[]) => Error;
  __esModule: boolean;
}

/** Fails on any use: `wx` must be looked at only when a COS object is made or used. */
function createForbiddenWx(): object {
  const refuse = (_target: object, property: string | symbol): never => {
    throw new Error(`wx.${String(property)} was used at import`);
  };
  return new Proxy({}, { get: refuse, has: refuse, set: refuse, ownKeys: () => refuse({}, '*') });
}

const phoneFolder = mkdtempSync(join(tmpdir(), 'phone-'));
const hostWx = createWx({ root: phoneFolder });
afterAll(async () => {
  await phoneOf(hostWx).dispose();
  rmSync(phoneFolder, { recursive: true, force: true });
});

/** A world with the built-ins of ES2018 at most, timers, `console` and the given `wx`. */
function createRealmWith(wx: unknown): Realm {
  const realm = createRealm(hostWx);
  realm.globals.wx = wx;
  return realm;
}

describe('the built bundle on an old phone', () => {
  it('is loaded without touching wx, or requiring anything', () => {
    expect(() => createRealmWith(createForbiddenWx()).require(file)).not.toThrow();
  });

  it('is loaded where there is no wx at all', () => {
    const realm = createRealmWith(undefined);
    realm.evaluate('delete this.wx');
    expect(() => realm.require(file)).not.toThrow();
  });

  it('is the class itself, with every other export on it', () => {
    const COS = createRealmWith({}).require(file) as Loaded;
    expect(typeof COS).toBe('function');
    expect(COS.default).toBe(COS);
    expect(COS.COS).toBe(COS);
    expect(COS.__esModule).toBe(true);
    expect(Object.keys(COS)).not.toContain('__esModule');
    expect(COS.version).toBe(packageJson.version);
  });

  it('makes a client that signs', () => {
    const COS = createRealm(hostWx).require(file) as Loaded;
    const cos = new COS({ SecretId: 'AKIDtest', SecretKey: 'secret' });
    const url = cos.getObjectUrl({
      Bucket: 'examplebucket-1250000000',
      Region: 'ap-guangzhou',
      Key: '中文 a.txt',
      Sign: true,
    });
    expect(url).toContain('https://examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/%E4%B8%AD%E6%96%87%20a.txt?');
    expect(url).toMatch(/q-signature=[0-9a-f]{40}/);
  });

  it('gives CosErrors that know their class and name', () => {
    const realm = createRealmWith({});
    const COS = realm.require(file) as Loaded;
    expect(COS.CosError.prototype).toBeInstanceOf(realm.evaluate('Error') as ErrorConstructor);
  });

  it('reads the XML that COS sends, with the parts of the parser it has', () => {
    const COS = createRealmWith({}).require(file) as Loaded;
    const grantee =
      '<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"  xsi:type="CanonicalUser"><ID>a&amp;b</ID></Grantee>';
    const listing = `<?xml version="1.0"?><Grants><Key> 0012.50 </Key>${grantee}<Empty/><Text>&quot;中&#x4e2d;&lt;</Text></Grants>`;
    expect(JSON.parse(JSON.stringify(COS.util.xml2json(listing)))).toEqual({
      Grants: { Key: ' 0012.50 ', Grantee: { ID: 'a&b' }, Empty: '', Text: '"中中<' },
    });
    expect(() => COS.util.xml2json('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')).toThrow('document type');
  });

  it('leaves nothing behind in the global scope, nor in the built-ins', () => {
    const realm = createRealmWith({});
    const snapshot = `JSON.stringify([this, Object, Array, String, Promise, Error, RegExp].map(function (owner) {
      return Object.getOwnPropertyNames(owner).concat(Object.getOwnPropertyNames(owner.prototype || {}));
    }))`;
    const before = realm.evaluate(snapshot);
    realm.require(file);
    expect(realm.evaluate(snapshot)).toBe(before);
  });
});

describe('the code of the bundle', () => {
  it('names nothing that ES2018 lacks but the host of the mini program', () => {
    const provided = ['clearInterval', 'clearTimeout', 'console', 'module', 'setInterval', 'setTimeout', 'wx'];
    expect(findHostNames(file).filter((name) => !provided.includes(name))).toEqual([]);
  });

  it('calls no method younger than ES2018', () => {
    const young =
      /^(trimStart|trimEnd|trimLeft|trimRight|matchAll|replaceAll|flatMap|fromEntries|hasOwn|allSettled|withResolvers|findLast|findLastIndex|toSorted|toReversed|toSpliced|isWellFormed|toWellFormed|groupBy)$/;
    const used = findNodes(code, ts.isPropertyAccessExpression).map((node) => node.name.text);
    expect(used.filter((name) => young.test(name))).toEqual([]);
  });

  it('has no regular expression that old engines cannot read', () => {
    const literals = findNodes(code, ts.isRegularExpressionLiteral).map((node) => node.text);
    const patterns = findNodes(code, ts.isNewExpression)
      .filter((node) => node.expression.getText() === 'RegExp')
      .map((node) => node.arguments?.map((argument) => argument.getText()).join() ?? '');
    const isModern = (text: string) => /\(\?<|\\p\{|\\k<|\/[a-z]*[dsv][a-z]*$/.test(text);
    expect([...literals, ...patterns].filter(isModern)).toEqual([]);
  });

  it('builds no code from text, which mini programs forbid', () => {
    const called = [...findNodes(code, ts.isCallExpression), ...findNodes(code, ts.isNewExpression)];
    expect(called.map((node) => node.expression.getText()).filter((name) => /^(eval|Function)$/.test(name))).toEqual(
      [],
    );
  });
});

describe('the package', () => {
  it('has no dependency', () => {
    expect(packageJson).not.toHaveProperty('dependencies');
    expect(packageJson).not.toHaveProperty('peerDependencies');
    expect(packageJson).not.toHaveProperty('optionalDependencies');
  });

  it('gives WeChat a folder of entries and their types, and nothing else', () => {
    const names = readdirSync(folder);
    const entries = names.filter((name) => name.endsWith('.js')).map((name) => name.slice(0, -'.js'.length));
    expect(names.sort()).toEqual(entries.flatMap((entry) => [`${entry}.d.ts`, `${entry}.js`]).sort());
  });
});
