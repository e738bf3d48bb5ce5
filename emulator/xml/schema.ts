import { failure } from '../errors';
import type { XmlElement } from './read';
import type { XmlTree, XmlValue } from './write';

/**
 * What may stand in an element: texts that a pattern or a list allows, or children. A name ends with how often the child
 * may stand there: `Prefix?` at most once, `Rule+` at least once, `Tag*` any number of times, else exactly once.
 */
export interface XmlSchema {
  readonly [child: string]: XmlSchema | RegExp | readonly string[];
}

/** Any text. */
export const anyText = /^[^]*$/;
export const wholeNumber = /^\d+$/;

/** The document as plain data, checked. Throws MalformedXML with the path of what is wrong. */
export function readTree(element: XmlElement, schema: XmlSchema, path: string): XmlTree {
  const rules = new Map(
    Object.entries(schema).map(([rule, content]) => [rule.replace(/[?+*]$/, ''), { rule, content }]),
  );
  const unknown = [...element.children.keys()].find((name) => !rules.has(name));
  if (unknown !== undefined) throw failure('MalformedXML', `${path} may not contain ${unknown}.`);
  const tree: Record<string, XmlValue> = {};
  for (const [name, { rule, content }] of rules) {
    const children = element.children.get(name) ?? [];
    checkCount(children.length, rule, `${path}/${name}`);
    const values = children.map((child) => readValue(child, content, `${path}/${name}`));
    if (values.length > 0) tree[name] = values;
  }
  return tree;
}

function checkCount(count: number, rule: string, path: string): void {
  const isOptional = /[?*]$/.test(rule);
  const isList = /[+*]$/.test(rule);
  if (count === 0 && !isOptional) throw failure('MalformedXML', `${path} is missing.`);
  if (count > 1 && !isList) throw failure('MalformedXML', `${path} may stand once only.`);
}

function readValue(element: XmlElement, content: XmlSchema[string], path: string): XmlValue {
  const isText = content instanceof RegExp || Array.isArray(content);
  if (!isText) return readTree(element, content as XmlSchema, path);
  const { text } = element;
  const isValid = content instanceof RegExp ? content.test(text) : (content as readonly string[]).includes(text);
  if (element.children.size > 0 || !isValid) throw failure('MalformedXML', `${path} is not valid: ${text}`);
  return text;
}
