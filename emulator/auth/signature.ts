import { createHash, createHmac } from 'node:crypto';
import { encodeStrictly } from './encode';

/** Name and value pairs as sent, decoded. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** The part of a request that a signature covers. */
export interface SignedMessage {
  readonly method: string;
  /** Decoded, with the leading slash. */
  readonly path: string;
  readonly query: Pairs;
  readonly headers: Pairs;
}

/** Stage 1: the key of a period, as 40 hex characters. */
export function signKey(secretKey: string, keyTime: string): string {
  return hmacSha1(secretKey, keyTime);
}

/** Stage 2: the canonical text of a request. */
export function httpString(message: SignedMessage): string {
  const parts = [
    message.method.toLowerCase(),
    message.path,
    canonicalText(message.query),
    canonicalText(message.headers),
  ];
  return `${parts.join('\n')}\n`;
}

/** Stage 3. */
export function stringToSign(signTime: string, canonical: string): string {
  return `sha1\n${signTime}\n${sha1Hex(canonical)}\n`;
}

/** Stage 4: the signature; the key is used as its hex text. */
export function sign(key: string, text: string): string {
  return hmacSha1(key, text);
}

/** How names appear in `q-header-list` and `q-url-param-list`. */
export function canonicalName(name: string): string {
  return encodeStrictly(name).toLowerCase();
}

function canonicalText(pairs: Pairs): string {
  const lines = pairs.map(([name, value]) => ({ name: canonicalName(name), value: encodeStrictly(value) }));
  lines.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return lines.map(({ name, value }) => `${name}=${value}`).join('&');
}

export function sha1Hex(text: string): string {
  return createHash('sha1').update(text, 'utf8').digest('hex');
}

function hmacSha1(key: string, text: string): string {
  return createHmac('sha1', key).update(text, 'utf8').digest('hex');
}
