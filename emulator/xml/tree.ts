import type { XmlTree, XmlValue } from './write';

const toList = (value: XmlValue): readonly XmlValue[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly XmlValue[]) : [value];

/** Texts of all children of a name. */
export const textsAt = (tree: XmlTree | undefined, name: string): string[] =>
  toList(tree?.[name])
    .filter((value) => typeof value !== 'object')
    .map(String);

/** All children of a name that have children themselves. */
export const treesAt = (tree: XmlTree | undefined, name: string): XmlTree[] =>
  toList(tree?.[name]).filter((value): value is XmlTree => typeof value === 'object' && !Array.isArray(value));

/** Text of the first element that a path leads to. */
export function textAt(tree: XmlTree | undefined, ...path: string[]): string | undefined {
  const [name = '', ...rest] = path;
  return rest.length === 0 ? textsAt(tree, name)[0] : textAt(treesAt(tree, name)[0], ...rest);
}
