import { escapeXml } from './entities';

/**
 * Writes plain data as XML: an array becomes repeated elements, `undefined` and `null` nothing, anything else its text.
 * Names come from our own declarations or from documented parameters.
 */
export function writeXml(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => writeXml(name, item)).join('');
  return `<${name}>${writeContent(value)}</${name}>`;
}

function writeContent(value: unknown): string {
  if (typeof value !== 'object' || value === null) return escapeXml(String(value));
  const children = value as Record<string, unknown>;
  return Object.entries(children)
    .map(([name, child]) => writeXml(name, child))
    .join('');
}
