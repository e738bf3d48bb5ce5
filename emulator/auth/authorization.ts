import { failure } from '../errors';

/** The parsed `q-…` fields of a signature. */
export interface Authorization {
  readonly secretId: string;
  readonly signTime: string;
  readonly keyTime: string;
  /** Canonical (lower-case, encoded) names. */
  readonly headerList: readonly string[];
  readonly parameterList: readonly string[];
  readonly signature: string;
}

const fields = [
  'q-sign-algorithm',
  'q-ak',
  'q-sign-time',
  'q-key-time',
  'q-header-list',
  'q-url-param-list',
  'q-signature',
] as const;

/** Parses the text of an `Authorization` header (or of the form field that holds the same). */
export function parseAuthorization(text: string): Authorization {
  const found = new Map<string, string>();
  for (const pair of text.trim().split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0) found.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
  return readFields((name) => found.get(name));
}

/** Reads the fields, wherever they are; each must be there. */
export function readFields(get: (name: string) => string | undefined): Authorization {
  const missing = fields.find((name) => get(name) === undefined);
  if (missing) throw failure('AccessDenied', `The authorization is malformed: ${missing} is missing.`);
  const read = (name: (typeof fields)[number]): string => get(name) ?? '';
  if (read('q-sign-algorithm') !== 'sha1') {
    throw failure('AccessDenied', 'The authorization is malformed: q-sign-algorithm must be sha1.');
  }
  return {
    secretId: read('q-ak'),
    signTime: read('q-sign-time'),
    keyTime: read('q-key-time'),
    headerList: readList(read('q-header-list')),
    parameterList: readList(read('q-url-param-list')),
    signature: read('q-signature'),
  };
}

function readList(text: string): string[] {
  return text === '' ? [] : text.split(';').map((name) => name.toLowerCase());
}
