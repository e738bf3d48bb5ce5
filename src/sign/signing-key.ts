import { hmacSha1Hex } from '../digest/hmac';

export interface SigningKey {
  secretId: string;
  secretKey: string;
  /** First second of validity, Unix time by the server's clock. */
  startTime: number;
  /** Last second of validity. */
  endTime: number;
}

export function formatKeyTime({ startTime, endTime }: SigningKey): string {
  return `${startTime};${endTime}`;
}

/** A key for this time span only. It is used as the 40 characters of its hex text. */
export function deriveSignKey(key: SigningKey): string {
  return hmacSha1Hex(key.secretKey, formatKeyTime(key));
}
