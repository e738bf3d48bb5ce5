import { XMLParser } from 'fast-xml-parser';
import { escapeXml, unescapeXml } from './entities';
import { checkWellFormed } from './well-formed';

/** An element as plain data: text, or its children by name; repeated children are an array. */
export type XmlValue = string | XmlElement | XmlValue[];
export interface XmlElement {
  [name: string]: XmlValue | undefined;
}

/**
 * Reads an XML answer into plain objects. All values stay text, spaces at the ends of keys survive.
 * Throws on text that is not well-formed.
 */
export function readXml(text: string): XmlElement {
  // COS sends no document type; one could define entities that expand without end.
  if (/<!DOCTYPE/i.test(text)) throw new Error('XML with a document type is refused');
  const source = text.replace(/<!\[CDATA\[([^]*?)\]\]>/g, (_quoted, raw: string) => escapeXml(raw)).trim();
  checkWellFormed(source);
  const parser = new XMLParser({
    ignoreDeclaration: true,
    ignoreAttributes: true,
    parseTagValue: false,
    trimValues: false,
    // The parser decodes the result of one reference again with the next kind.
    processEntities: false,
    // Key names of the answer must not reach the prototype.
    transformTagName: (name) => (name in Object.prototype ? `_${name}` : name),
  });
  return dropLayout(parser.parse(source) as XmlElement) as XmlElement;
}

/** With `trimValues: false` the white space between the elements of indented XML arrives as text of the parent. */
function dropLayout(value: XmlValue): XmlValue {
  if (typeof value === 'string') return unescapeXml(value);
  if (Array.isArray(value)) return value.map(dropLayout);
  const element: XmlElement = {};
  Object.entries(value).forEach(([name, child]) => {
    if (name !== '#text' && child !== undefined) element[name] = dropLayout(child);
  });
  return element;
}
