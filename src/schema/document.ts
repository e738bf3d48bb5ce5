import { argumentError, quoteValue } from '../errors';
import { readXml, type XmlElement, type XmlValue } from '../xml/read';
import { writeXml } from '../xml/write';
import { toArray } from './entries';

/**
 * Where public names differ from the XML, or where an element repeats. Names that are not listed are the same on both
 * sides and pass through, so that fields which COS adds later reach the caller too.
 *
 * A rule is the path of the element ('' where it is the name itself), `[]` behind it where it repeats (`TagSet.Tag[]`),
 * and, for elements with differing names inside, the rules of their children.
 */
export interface Rules {
  readonly [publicName: string]: string | readonly [path: string, children: Rules];
}

export interface XmlDocument {
  readonly root: string;
  readonly rules: Rules;
  /** The public name of the whole document, where callers pass and get it as one object. */
  readonly under?: string;
}

/** A document whose children are parameters or result fields of their own: those that the rules name. */
export const xml = (root: string, rules: Rules = {}): XmlDocument => ({ root, rules });

/** A document that is one parameter or result field, of the same name as its root unless told otherwise. */
export const xmlUnder = (root: string, rules: Rules = {}, under = root): XmlDocument => ({ root, rules, under });

type Data = Record<string, unknown>;

interface Rule {
  steps: string[];
  isList: boolean;
  children: Rules;
}

export function parseRule(name: string, rule: Rules[string]): Rule {
  const [path, children] = typeof rule === 'string' ? [rule, {}] : rule;
  const isList = path.slice(-2) === '[]';
  const bare = isList ? path.slice(0, -2) : path;
  return { steps: (bare || name).split('.'), isList, children };
}

const isObject = (value: unknown): value is Data => typeof value === 'object' && value !== null;

/** The parameters of a call to the text of its XML body. */
export function encodeDocument({ root, rules, under }: XmlDocument, params: Readonly<Data>): string {
  const content = under ? params[under] : pick(params, rules);
  if (!isObject(content)) throw argumentError(`${under ?? root} should be an object.`, `Got ${quoteValue(content)}.`);
  return writeXml(root, toWire(content, rules));
}

function pick(params: Readonly<Data>, rules: Rules): Data {
  const picked: Data = {};
  Object.keys(rules).forEach((name) => {
    picked[name] = params[name];
  });
  return picked;
}

function toWire(data: unknown, rules: Rules): unknown {
  if (Array.isArray(data)) return data.map((item) => toWire(item, rules));
  if (!isObject(data)) return data;
  const wire: Data = {};
  Object.entries(data).forEach(([name, value]) => {
    const rule = rules[name];
    if (rule === undefined) wire[name] = value;
    else putAt(wire, parseRule(name, rule), value);
  });
  return wire;
}

function putAt(wire: Data, { steps, children }: Rule, value: unknown): void {
  if (value === undefined) return;
  let parent = wire;
  steps.slice(0, -1).forEach((step) => {
    parent = (parent[step] ??= {}) as Data;
  });
  parent[steps[steps.length - 1] ?? ''] = toWire(value, children);
}

/** The fields of a document without content. */
export const emptyOf = (document: XmlDocument): Data => toFields(document, {});

/** The text of an XML answer to the fields of a result. Throws when the text is no such document. */
export function decodeDocument(document: XmlDocument, text: string): Data {
  const root = readXml(text)[document.root];
  if (root === undefined) throw new Error(`the answer has no element ${document.root}`);
  // An element without children arrives as text; only that of a document under one name means something.
  const isEmpty = typeof root === 'string' && (!document.under || root.trim() === '');
  return toFields(document, isEmpty ? {} : root);
}

function toFields({ under, rules }: XmlDocument, root: XmlValue): Data {
  const content = toPublic(root, rules);
  return under ? { [under]: content } : (content as Data);
}

function toPublic(wire: XmlValue, rules: Rules): unknown {
  if (Array.isArray(wire)) return wire.map((item) => toPublic(item, rules));
  if (typeof wire === 'string') return Object.keys(rules).length > 0 ? toPublic({}, rules) : wire;
  const parsed = Object.entries(rules).map(([name, rule]) => ({ name, ...parseRule(name, rule) }));
  // The names of the wire that have a public name of their own do not show.
  const replaced = parsed.map(({ steps }) => steps[0]);
  const result: Data = {};
  Object.entries(wire).forEach(([name, value]) => {
    if (replaced.indexOf(name) < 0) result[name] = value;
  });
  parsed.forEach(({ name, steps, isList, children }) => {
    const found = takeFrom(wire, steps);
    if (isList) result[name] = toArray<XmlValue>(found).map((item) => toPublic(item, children));
    else if (found !== undefined) result[name] = toPublic(found, children);
  });
  return result;
}

function takeFrom(wire: XmlElement, steps: string[]): XmlValue | undefined {
  let value: XmlValue | undefined = wire;
  for (const step of steps) value = typeof value === 'object' && !Array.isArray(value) ? value[step] : undefined;
  return value;
}
