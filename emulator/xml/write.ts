export type XmlValue = string | number | boolean | undefined | XmlTree | readonly XmlValue[];
export interface XmlTree {
  readonly [element: string]: XmlValue;
}

const namedEntities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

// Control characters are no legal XML 1.0, but COS writes keys that hold them as character references.
const unsafeCharacters = /[&<>"\u0000-\u001f\u007f]/g;

export function escapeXml(text: string): string {
  return text.replace(
    unsafeCharacters,
    (character) => namedEntities[character] ?? `&#x${character.charCodeAt(0).toString(16)};`,
  );
}

/** Writes a document: arrays repeat their element, `undefined` leaves it out. */
export function writeXml(root: string, tree: XmlTree): string {
  return `<?xml version='1.0' encoding='utf-8' ?>\n${writeElement(root, tree)}`;
}

function writeElement(name: string, value: XmlValue): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((item) => writeElement(name, item)).join('');
  if (typeof value !== 'object') return `<${name}>${escapeXml(String(value))}</${name}>`;
  const children = Object.entries(value).map(([child, content]) => writeElement(child, content));
  return `<${name}>${children.join('')}</${name}>`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}
