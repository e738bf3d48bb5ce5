import { checkHeader } from './check-params';
import { uniqueGrants } from '../schema/acl';
import { findNamedHeader } from '../schema/named-headers';

type Params = Readonly<Record<string, unknown>>;
export type Headers = Record<string, string>;

/** The platform sets these itself and refuses or ignores ours. */
const setByPlatform = ['content-length', 'host', 'expect', 'connection'];

/**
 * All headers that the caller's parameters mean: named ones (`CacheControl`), headers by their own names
 * (`x-cos-meta-a`, `If-Modified-Since`), and `Headers`, which win.
 */
export function readHeaders(params: Params): Headers {
  const headers: Headers = {};
  Object.entries(params).forEach(([name, value]) => {
    const header = /^x-(cos|ci)-/i.test(name) ? name : findNamedHeader(name.replace(/-/g, ''));
    if (header) setHeader(headers, header, tidy(header, value));
  });
  const extra = (params['Headers'] ?? {}) as Params;
  Object.entries(extra).forEach(([name, value]) => setHeader(headers, name, value));
  return headers;
}

const tidy = (header: string, value: unknown): unknown =>
  typeof value === 'string' && /^x-cos-grant-/i.test(header) ? uniqueGrants(value) : value;

/** Sets one header whatever its case; `undefined`, `null` and `''` leave it out, as signatures cannot hold empty values. */
export function setHeader(headers: Headers, name: string, value: unknown): void {
  if (value === undefined || value === null || value === '' || setByPlatform.indexOf(name.toLowerCase()) >= 0) return;
  // Only texts, numbers and booleans are documented; anything else shows as it is and is refused by COS.
  const text = `${value as string | number | boolean}`;
  checkHeader(name, text);
  headers[findName(headers, name) ?? name] = text;
}

export function getHeader(headers: Readonly<Headers>, name: string): string | undefined {
  const found = findName(headers, name);
  return found === undefined ? undefined : headers[found];
}

export const hasHeader = (headers: Readonly<Headers>, name: string): boolean => findName(headers, name) !== undefined;

const findName = (headers: Readonly<Headers>, name: string): string | undefined =>
  Object.keys(headers).find((other) => other.toLowerCase() === name.toLowerCase());
