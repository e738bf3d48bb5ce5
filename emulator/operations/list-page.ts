import { compareUtf8, type SortedKeys } from '../storage/sorted-keys';

export interface ListRequest {
  readonly prefix: string;
  /** Empty: no grouping. */
  readonly delimiter: string;
  /** Only keys and groups after this one. */
  readonly marker: string;
  /** How many keys and groups together. */
  readonly limit: number;
}

export interface ListPage {
  readonly keys: readonly string[];
  readonly prefixes: readonly string[];
  /** Marker of the next page: the last key or group of this one; undefined on the last page. */
  readonly next: string | undefined;
}

/** One page of a listing in UTF-8 order, keys with the same text up to the delimiter grouped. */
export function listPage(all: SortedKeys, { prefix, delimiter, marker, limit }: ListRequest): ListPage {
  const keys: string[] = [];
  const prefixes: string[] = [];
  let last = '';
  let key = compareUtf8(marker, prefix) < 0 ? all.firstFrom(prefix) : all.firstAfter(marker);
  while (key?.startsWith(prefix)) {
    const group = groupOf(key, prefix, delimiter);
    if (group !== undefined && group === marker) {
      key = all.firstAfterPrefix(group);
      continue;
    }
    if (keys.length + prefixes.length >= limit) return { keys, prefixes, next: limit === 0 ? undefined : last };
    last = group ?? key;
    if (group === undefined) keys.push(key);
    else prefixes.push(group);
    key = group === undefined ? all.firstAfter(key) : all.firstAfterPrefix(group);
  }
  return { keys, prefixes, next: undefined };
}

function groupOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const found = key.indexOf(delimiter, prefix.length);
  return found < 0 ? undefined : key.slice(0, found + delimiter.length);
}
