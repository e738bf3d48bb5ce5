import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { failure } from '../errors';

/** An element read from a request: children by name, always as a list; text of a leaf. */
export interface XmlElement {
  readonly text: string;
  readonly children: ReadonlyMap<string, readonly XmlElement[]>;
}

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  alwaysCreateTextNode: true,
  // A request with 1000 keys may hold thousands of entities; the size of the body is limited before.
  processEntities: { enabled: true, maxTotalExpansions: Infinity, maxExpandedLength: Infinity },
});

/** Reads a request body whose root must be `root`. */
export function readXml(body: string, root: string): XmlElement {
  if (body.trim() === '') throw failure('MissingRequestBodyError');
  if (body.includes('<!DOCTYPE') || XMLValidator.validate(body) !== true) throw failure('MalformedXML');
  const document = toElement(parser.parse(body));
  const element = document.children.get(root)?.[0];
  if (!element) throw failure('MalformedXML', `The root element must be ${root}.`);
  return element;
}

export function childrenOf(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.get(name) ?? [];
}

export function childText(element: XmlElement, name: string): string | undefined {
  return element.children.get(name)?.[0]?.text;
}

function toElement(parsed: unknown): XmlElement {
  if (typeof parsed !== 'object' || parsed === null) return { text: toText(parsed), children: new Map() };
  const children = new Map<string, XmlElement[]>();
  let text = '';
  for (const [name, value] of Object.entries(parsed)) {
    if (name === '#text') text = toText(value);
    else children.set(name, (Array.isArray(value) ? value : [value]).map(toElement));
  }
  return { text, children };
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
