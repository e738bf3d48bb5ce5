import { encodePercent } from '../base/percent';
import { listSignatureParams } from './authorization';
import type { SignInput } from './canonical';
import type { SigningKey } from './signing-key';

/** The query string of a URL that anybody may use: the signature, the token of temporary keys, and the request's own query. */
export function presign(input: SignInput, key: SigningKey, token?: { name: string; value: string }): string {
  const params = listSignatureParams(input, key);
  if (token) params.push([token.name, token.value]);
  params.push(...Object.entries(input.query));
  return params.map(([name, value]) => `${encodePercent(name)}=${encodePercent(value)}`).join('&');
}
