/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { readXml } from '../../../src/xml/read';
import { writeXml } from '../../../src/xml/write';

/** The part of the browser's XML parser and writer that serves as an independent opinion. */
interface XmlNode {
  nodeName: string;
  textContent: string;
  children: ArrayLike<XmlNode>;
  append(...nodes: (XmlNode | string)[]): void;
}
interface XmlDocument {
  documentElement: XmlNode;
  createElement(name: string): XmlNode;
}
declare const DOMParser: new () => { parseFromString(text: string, type: 'application/xml'): XmlDocument };
declare const XMLSerializer: new () => { serializeToString(node: XmlNode): string };

type Tree = string | { [name: string]: Tree[] };

/** Characters that XML 1.0 can hold. */
const text = fc
  .string({ unit: 'grapheme' })
  .map((value) => value.replace(/[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ''));
const name = fc.constantFrom('Key', 'Value', 'Tag', 'And', 'SSE-COS', 'b1');
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.dictionary(name, fc.array(tie('tree'), { minLength: 1, maxLength: 3 }), { minKeys: 1 }),
  ),
}));

function fromDom(node: XmlNode): Tree {
  const children = Array.from(node.children);
  if (children.length === 0) return node.textContent;
  const grouped: Record<string, Tree[]> = {};
  for (const child of children) (grouped[child.nodeName] ??= []).push(fromDom(child));
  return grouped;
}

function toDom(document: XmlDocument, node: XmlNode, value: Tree): XmlNode {
  if (typeof value === 'string') node.append(value);
  else
    for (const [childName, items] of Object.entries(value))
      for (const item of items) node.append(toDom(document, document.createElement(childName), item));
  return node;
}

/** What readXml answers for a tree: one entry without a list. */
function flatten(value: Tree): unknown {
  if (typeof value === 'string') return value;
  return Object.fromEntries(
    Object.entries(value).map(([childName, items]) => {
      const flat = items.map(flatten);
      return [childName, flat.length === 1 ? flat[0] : flat];
    }),
  );
}

const sortKeys = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([left], [right]) => (left < right ? -1 : 1)))
      : item,
  );

test('a browser reads what is written', () => {
  fc.assert(
    fc.property(tree, (value) => {
      const { documentElement } = new DOMParser().parseFromString(writeXml('Root', value), 'application/xml');
      expect(documentElement.nodeName).toBe('Root');
      expect(sortKeys(fromDom(documentElement))).toBe(sortKeys(value));
    }),
  );
});

test('what a browser writes is read', () => {
  fc.assert(
    fc.property(tree, (value) => {
      const document = new DOMParser().parseFromString('<Root/>', 'application/xml');
      // A reader normalises line ends that are not written as references, as the browser does not.
      const plain = JSON.parse(JSON.stringify(value).replace(/\\r/g, '')) as Tree;
      const written = new XMLSerializer().serializeToString(toDom(document, document.documentElement, plain));
      expect(sortKeys(readXml(written)['Root'])).toBe(sortKeys(flatten(plain)));
    }),
  );
});

test('what is written is read', () => {
  fc.assert(
    fc.property(tree, (value) => {
      expect(sortKeys(readXml(writeXml('Root', value))['Root'])).toBe(sortKeys(flatten(value)));
    }),
  );
});

test('nothing is written for what is not given, and any other value as its text', () => {
  expect(writeXml('a', { b: undefined, c: null, d: 0, e: false, f: '', g: [], h: [1, undefined, 2] })).toBe(
    '<a><d>0</d><e>false</e><f></f><h>1</h><h>2</h></a>',
  );
});
