import { createHash } from 'node:crypto';
import { failure } from '../errors';

export function md5Hex(bytes: Uint8Array | string): string {
  return createHash('md5').update(bytes).digest('hex');
}

/** The `Content-MD5` header as hex; an error when it is not the Base64 of 16 bytes. */
export function parseContentMd5(header: string | undefined): string | undefined {
  if (header === undefined || header === '') return undefined;
  const bytes = Buffer.from(header, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== header) throw failure('InvalidDigest');
  return bytes.toString('hex');
}

export function checkContentMd5(expectedHex: string | undefined, receivedHex: string): void {
  if (expectedHex !== undefined && expectedHex !== receivedHex) throw failure('BadDigest');
}
