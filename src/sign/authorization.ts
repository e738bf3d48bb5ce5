import { hmacSha1Hex } from '../digest/hmac';
import { sha1Hex } from '../digest/sha1';
import { canonicalize, formatHttpString, type SignInput } from './canonical';
import { deriveSignKey, formatKeyTime, type SigningKey } from './signing-key';

export function formatStringToSign(keyTime: string, httpString: string): string {
  return `sha1\n${keyTime}\n${sha1Hex(httpString)}\n`;
}

export function calculateSignature(input: SignInput, key: SigningKey): string {
  return hmacSha1Hex(deriveSignKey(key), formatStringToSign(formatKeyTime(key), formatHttpString(input)));
}

/** The parameters of a signature in the order of COS's documents, with their values not encoded. */
export function listSignatureParams(input: SignInput, key: SigningKey): [name: string, value: string][] {
  const keyTime = formatKeyTime(key);
  return [
    ['q-sign-algorithm', 'sha1'],
    ['q-ak', key.secretId],
    ['q-sign-time', keyTime],
    ['q-key-time', keyTime],
    ['q-header-list', canonicalize(input.headers).names],
    ['q-url-param-list', canonicalize(input.query).names],
    ['q-signature', calculateSignature(input, key)],
  ];
}

/** The value of the `Authorization` header. */
export function authorize(input: SignInput, key: SigningKey): string {
  return listSignatureParams(input, key)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}
