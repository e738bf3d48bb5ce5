import type { ObjectRecord } from '../storage/records';

export function quoteETag(etag: string): string {
  return `"${etag}"`;
}

const versionHeader = ({ versionId }: ObjectRecord): Record<string, string> =>
  versionId === undefined ? {} : { 'x-cos-version-id': versionId };

/** What GET and HEAD tell about an object. */
export function objectHeaders(record: ObjectRecord): Record<string, string> {
  return {
    ...record.headers,
    ETag: quoteETag(record.etag),
    'Last-Modified': new Date(record.lastModified).toUTCString(),
    'Accept-Ranges': 'bytes',
    'x-cos-hash-crc64ecma': record.crc64,
    ...(record.storageClass === 'STANDARD' ? {} : { 'x-cos-storage-class': record.storageClass }),
    ...versionHeader(record),
    ...(record.tags ? { 'x-cos-tagging-count': String(record.tags.length) } : {}),
    ...(record.type === 'appendable' ? { 'x-cos-object-type': 'appendable' } : {}),
  };
}

/** What an upload answers about its object. */
export function uploadHeaders(record: ObjectRecord): Record<string, string> {
  const encryption = Object.entries(record.headers).filter(([name]) => name.startsWith('x-cos-server-side-encryption'));
  return {
    ETag: quoteETag(record.etag),
    'x-cos-hash-crc64ecma': record.crc64,
    // While versioning is suspended an upload does not tell its version (436/7749).
    ...(record.versionId === 'null' ? {} : versionHeader(record)),
    ...Object.fromEntries(encryption),
  };
}
