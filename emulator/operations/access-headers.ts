import { failure } from '../errors';

export const bucketAcls = ['private', 'public-read', 'public-read-write', 'authenticated-read'];
export const objectAcls = [
  'default',
  'private',
  'public-read',
  'public-read-write',
  'authenticated-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
];

const grantNames = ['read', 'write', 'read-acp', 'write-acp', 'full-control'].map((name) => `x-cos-grant-${name}`);

/** The `x-cos-grant-…` headers or fields; each a list of `id="<account>"`. */
export function readGrants(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const grants: Record<string, string> = {};
  for (const name of grantNames) {
    const value = headers[name];
    if (value === undefined || value === '') continue;
    if (!/^\s*(id|uin|uri)\s*=\s*"[^"]*"(\s*,\s*(id|uin|uri)\s*=\s*"[^"]*")*\s*$/.test(value)) {
      throw failure('InvalidArgument', `${name} is not valid: expected id="<account>"`);
    }
    grants[name] = value;
  }
  return grants;
}
