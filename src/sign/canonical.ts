import { encodePercent } from '../base/percent';

/** The parts of a request that its signature covers. */
export interface SignInput {
  method: string;
  /** Decoded, with its leading slash. */
  path: string;
  /** All query parameters; `''` where one has no value. */
  query: Readonly<Record<string, string>>;
  /** Exactly the headers to sign, see `selectHeadersToSign`. */
  headers: Readonly<Record<string, string>>;
}

/** Names and values in the order and form in which COS rebuilds them. */
export interface CanonicalList {
  /** `name=value&...` */
  text: string;
  /** `name;...` */
  names: string;
}

export function canonicalize(fields: Readonly<Record<string, string>>): CanonicalList {
  const entries = Object.entries(fields)
    .map(([name, value]) => ({ name: encodePercent(name).toLowerCase(), value: encodePercent(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    text: entries.map(({ name, value }) => `${name}=${value}`).join('&'),
    names: entries.map(({ name }) => name).join(';'),
  };
}

/** https://cloud.tencent.com/document/product/436/7778 */
export function formatHttpString({ method, path, query, headers }: SignInput): string {
  return `${method.toLowerCase()}\n${path}\n${canonicalize(query).text}\n${canonicalize(headers).text}\n`;
}
