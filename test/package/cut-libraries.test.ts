import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import * as esbuild from 'esbuild';
import fc from 'fast-check';
import { readXml } from '../../src/xml/read';
import type { Md5 } from '../../src/digest/md5';
import type { Hasher } from '../../src/digest/hasher';

/** The build leaves out of two libraries what the SDK does not use. What is left must do the same as the whole. */
interface Built {
  readXml: typeof readXml;
  Md5: typeof Md5;
}

const root = join(__dirname, '../..');
let built: Built;
beforeAll(async () => {
  // The plugins are those of the build.
  /* eslint-disable @typescript-eslint/no-require-imports */
  const plugins = [
    require('../../scripts/build/xml-parser-for-phones.cjs') as esbuild.Plugin,
    require('../../scripts/build/md5-for-phones.cjs') as esbuild.Plugin,
  ];
  /* eslint-enable @typescript-eslint/no-require-imports */
  const { outputFiles } = await esbuild.build({
    stdin: {
      contents: "export { readXml } from './src/xml/read'; export { Md5 } from './src/digest/md5';",
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'es2015',
    plugins,
  });
  const module = { exports: {} as Built };
  runInNewContext(outputFiles[0]!.text, { module, exports: module.exports, Uint8Array, ArrayBuffer, Object });
  built = module.exports;
});

/** The result as text, or that there was none. */
function tryRead(read: typeof readXml, xml: string): string {
  try {
    return JSON.stringify(read(xml));
  } catch (error) {
    return `fails: ${(error as Error).message}`;
  }
}

const expectSame = (xml: string): void => expect(tryRead(built.readXml, xml)).toBe(tryRead(readXml, xml));

describe('the XML parser', () => {
  const recorded = readdirSync(join(root, 'test/wire')).flatMap((file) => {
    const cases = JSON.parse(readFileSync(join(root, 'test/wire', file), 'utf8')) as { answer?: { body?: string } }[];
    return cases.map(({ answer }) => answer?.body ?? '').filter((body) => body.trim().startsWith('<'));
  });

  test('reads every recorded answer as the whole library does', () => {
    expect(recorded.length).toBeGreaterThan(50);
    recorded.forEach(expectSame);
  });

  test.each([
    ['no document', ''],
    ['text only', 'hello'],
    ['attributes', '<a x="1" y=\'>\'><b xsi:type="c">t</b></a>'],
    ['an attribute that looks like an end', '<a x="/>">t</a>'],
    ['self-closing tags', '<a><b/><c /><d x="1"/></a>'],
    ['comments and instructions', '<?xml version="1.0"?><!-- c --><a><?pi x?>t<!-- <b> --></a>'],
    ['CDATA', '<a><![CDATA[<b>&amp;]]></a>'],
    ['CDATA without an end', '<a><![CDATA[<b></a>'],
    ['dangerous names', '<a><__proto__>1</__proto__><constructor>2</constructor><toString>3</toString></a>'],
    ['a name of the parser', '<a><#text>1</#text></a>'],
    ['a byte order mark', '\uFEFF<a>1</a>'],
    ['mixed content', '<a>1<b>2</b>3</a>'],
    ['a tag without an end', '<a><b>1</a>'],
    ['an unclosed end', '<a>1</a'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
    ['namespaces', '<x:a xmlns:x="u"><x:b>1</x:b></x:a>'],
    ['numbers and booleans', '<a><b>007</b><c>true</c><d>1e3</d></a>'],
    ['references', '<a>&lt;&amp;lt;&#20013;&#x4e2d;&unknown;&quot;</a>'],
    ['deep nesting', '<a>'.repeat(150) + '</a>'.repeat(150)],
    ['line ends of every kind', '<a>\r\n<b>1\r2</b>\n</a>'],
  ])('reads or refuses as the whole library does: %s', (_what, xml) => expectSame(xml));

  test('reads random documents as the whole library does', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '<', '&', '中', '"', '\n', '>', '/', '!', '-', '[', ']'),
    });
    fc.assert(fc.property(text, expectSame), { numRuns: 500 });
    const name = fc.constantFrom('a', 'Key', 'b-c', 'x:y', '_');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom('', 't', ' t ', '&amp;', '<c/>', '<!-- c -->'),
        fc
          .tuple(name, fc.array(tie('tree'), { maxLength: 3 }))
          .map(([tag, inner]) => `<${tag}>${inner.join('')}</${tag}>`),
      ),
    }));
    fc.assert(
      fc.property(tree, (inner) => expectSame(`<r>${inner}</r>`)),
      { numRuns: 500 },
    );
  });
});

describe('MD5', () => {
  const md5 = (content: Uint8Array): string => createHash('md5').update(content).digest('hex');
  const hash = (pieces: Uint8Array[]): string => {
    const hasher: Hasher = new built.Md5();
    pieces.forEach((piece) => hasher.update(piece));
    return hasher.digest();
  };

  test.each([0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000, 100_000])('of %d bytes is right', (size) => {
    const content = randomBytes(size);
    expect(hash([content])).toBe(md5(content));
  });

  test('does not depend on how the bytes come', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
        expect(hash(pieces)).toBe(md5(Buffer.concat(pieces)));
      }),
    );
  });
});
