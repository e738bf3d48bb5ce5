import { encodeBase64 } from '../base/base64';
import { encodeUtf8 } from '../base/utf8';
import { hmacSha1Hex } from '../digest/hmac';
import { sha1Hex } from '../digest/sha1';
import { deriveSignKey, formatKeyTime, type SigningKey } from './signing-key';

/** What the fields of a form must be for COS to accept it. */
export type PolicyCondition =
  | Readonly<Record<string, string>>
  | readonly [rule: 'eq' | 'starts-with', field: string, value: string]
  | readonly [rule: 'content-length-range', min: number, max: number];

/**
 * The form fields that allow a POST of an object: https://cloud.tencent.com/document/product/436/14690
 * Every field in `conditions` except `bucket` must then be in the form.
 */
export function signPostPolicy(
  conditions: readonly PolicyCondition[],
  expirationMs: number,
  key: SigningKey,
): Record<string, string> {
  const signature = { 'q-sign-algorithm': 'sha1', 'q-ak': key.secretId };
  const mandatory = { ...signature, 'q-sign-time': formatKeyTime(key) };
  const policy = JSON.stringify({
    expiration: new Date(expirationMs).toISOString(),
    conditions: [...conditions, ...Object.entries(mandatory).map(([name, value]) => ({ [name]: value }))],
  });
  return {
    policy: encodeBase64(encodeUtf8(policy)),
    ...signature,
    'q-key-time': formatKeyTime(key),
    'q-signature': calculatePolicySignature(policy, key),
  };
}

/** `policyText` is the JSON itself, not its base64. */
export function calculatePolicySignature(policyText: string, key: SigningKey): string {
  return hmacSha1Hex(deriveSignKey(key), sha1Hex(policyText));
}
