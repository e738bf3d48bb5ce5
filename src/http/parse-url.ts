import { decodePercent } from '../base/percent';
import { argumentError, quoteValue } from '../errors';

export interface ParsedUrl {
  /** Scheme and host. */
  origin: string;
  /** Decoded, with leading `/`. */
  path: string;
  /** Decoded. */
  query: Record<string, string>;
}

/** Phones have no URL. Throws `CosError` for anything but an absolute http(s) URL. */
export function parseUrl(url: string): ParsedUrl {
  const match = /^(https?:\/\/[^/?#]+)([^?#]*)(?:\?([^#]*))?/i.exec(url);
  if (!match) throw argumentError('Url format error.', `Expected "https://host/path", got ${quoteValue(url)}.`);
  const [, origin = '', path = '', search = ''] = match;
  const query: Record<string, string> = {};
  search
    .split('&')
    .filter(Boolean)
    .forEach((pair) => {
      const [, name = pair, value = ''] = /^([^=]*)=(.*)$/.exec(pair) ?? [];
      query[decodePercent(name)] = decodePercent(value);
    });
  return { origin, path: decodePercent(path) || '/', query };
}
