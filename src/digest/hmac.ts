import { encodeUtf8 } from '../base/utf8';
import { sha1, toHex } from './sha1';

const blockBytes = 64;

/** HMAC-SHA1 of RFC 2104. Key and message are hashed as UTF-8. */
export function hmacSha1Hex(key: string, message: string): string {
  const keyBytes = encodeUtf8(key);
  const shortKey = keyBytes.length > blockBytes ? sha1(keyBytes) : keyBytes;
  const inner = sha1(concat(padKey(shortKey, 0x36), encodeUtf8(message)));
  return toHex(sha1(concat(padKey(shortKey, 0x5c), inner)));
}

function padKey(key: Uint8Array, pad: number): Uint8Array {
  return new Uint8Array(blockBytes).map((_, i) => (key[i] ?? 0) ^ pad);
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
