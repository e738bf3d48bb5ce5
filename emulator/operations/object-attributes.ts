import { createHash } from 'node:crypto';
import { failure } from '../errors';
import type { ObjectAttributes } from '../storage/records';
import { objectAcls, readGrants } from './access-headers';
import { readTagHeader } from './tags';

const storedHeaders = ['cache-control', 'content-disposition', 'content-encoding', 'content-language', 'expires'];
const storageClasses = [
  'STANDARD',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ARCHIVE',
  'DEEP_ARCHIVE',
  'COLD',
  'MAZ_STANDARD',
  'MAZ_STANDARD_IA',
  'MAZ_INTELLIGENT_TIERING',
  'MAZ_ARCHIVE',
];
const maxMetaBytes = 2048;

/** Headers of an upload, or the fields of a form under the names of those headers. */
export type AttributeSource = Readonly<Record<string, string | undefined>>;

/** What an upload sets on its object. */
export function readAttributes(source: AttributeSource): ObjectAttributes {
  for (const [name, value] of Object.entries(source)) checkHeaderValue(name, value);
  const storageClass = source['x-cos-storage-class'] || 'STANDARD';
  if (!storageClasses.includes(storageClass)) {
    throw failure('InvalidArgument', `x-cos-storage-class is not valid: ${storageClass}`);
  }
  const acl = source['x-cos-acl'] || 'default';
  if (!objectAcls.includes(acl)) throw failure('InvalidArgument', `x-cos-acl is not valid: ${acl}`);
  const customerKeyMd5 = readCustomerKey(source);
  return {
    headers: { ...readStoredHeaders(source), ...readMeta(source), ...readEncryption(source) },
    storageClass,
    acl,
    grants: readGrants(source),
    customerKeyMd5,
    ...readTagHeader(source['x-cos-tagging']),
  };
}

/** Form fields and query values may hold what would break the header they become. */
export function checkHeaderValue(name: string, value: string | undefined): void {
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value ?? '')) throw failure('InvalidArgument', `${name} is not valid.`);
}

function readStoredHeaders(source: AttributeSource): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': source['content-type'] || 'application/octet-stream' };
  for (const name of storedHeaders) {
    const value = source[name];
    if (value !== undefined && value !== '') headers[name] = value;
  }
  return headers;
}

export function readMeta(source: AttributeSource): Record<string, string> {
  const meta = Object.entries(source).filter(([name]) => name.startsWith('x-cos-meta-'));
  const bytes = meta.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value ?? ''), 0);
  if (bytes > maxMetaBytes) throw failure('MetadataTooLarge');
  return Object.fromEntries(meta.map(([name, value]) => [name, value ?? '']));
}

/** What is answered about the encryption, on the upload and on every read. */
export function readEncryption(source: AttributeSource): Record<string, string> {
  const echoed: Record<string, string> = {};
  const algorithm = source['x-cos-server-side-encryption'];
  if (algorithm) {
    if (algorithm !== 'AES256' && algorithm !== 'cos/kms') throw failure('SSEContentNotSupported');
    echoed['x-cos-server-side-encryption'] = algorithm;
    const kmsKey = source['x-cos-server-side-encryption-cos-kms-key-id'];
    if (kmsKey) echoed['x-cos-server-side-encryption-cos-kms-key-id'] = kmsKey;
  }
  const keyMd5 = readCustomerKey(source);
  if (keyMd5 !== undefined) {
    echoed['x-cos-server-side-encryption-customer-algorithm'] = 'AES256';
    echoed['x-cos-server-side-encryption-customer-key-md5'] = keyMd5;
  }
  return echoed;
}

/** Checks the three SSE-C headers against each other; the Base64 MD5 of the key when they are there. */
export function readCustomerKey(source: AttributeSource): string | undefined {
  const prefix = 'x-cos-server-side-encryption-customer-';
  const [algorithm, key, keyMd5] = ['algorithm', 'key', 'key-md5'].map((name) => source[prefix + name]);
  if (!algorithm && !key && !keyMd5) return undefined;
  const bytes = Buffer.from(key ?? '', 'base64');
  const actualMd5 = createHash('md5').update(bytes).digest('base64');
  if (algorithm !== 'AES256' || bytes.length !== 32 || keyMd5 !== actualMd5) {
    throw failure('InvalidArgument', 'The headers of the customer key do not fit each other.');
  }
  return actualMd5;
}
