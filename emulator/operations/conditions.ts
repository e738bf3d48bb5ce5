import { failure } from '../errors';
import type { Answer } from '../server/call';
import type { ObjectRecord } from '../storage/records';
import { quoteETag } from './object-headers';

type Headers = Readonly<Record<string, string | undefined>>;

/** Conditional reads after RFC 9110: throws 412, returns the answer 304, or nothing when the object is to be sent. */
export function checkConditions(headers: Headers, record: ObjectRecord): Answer | undefined {
  const modified = Math.floor(Date.parse(record.lastModified) / 1000);
  const ifMatch = headers['if-match'];
  const unmodifiedSince = readDate(headers['if-unmodified-since']);
  if (ifMatch !== undefined && !listsETag(ifMatch, record.etag)) throw failure('PreconditionFailed');
  if (ifMatch === undefined && unmodifiedSince !== undefined && modified > unmodifiedSince) {
    throw failure('PreconditionFailed');
  }
  const ifNoneMatch = headers['if-none-match'];
  const modifiedSince = readDate(headers['if-modified-since']);
  const isSame =
    ifNoneMatch === undefined
      ? modifiedSince !== undefined && modified <= modifiedSince
      : listsETag(ifNoneMatch, record.etag);
  if (!isSame) return undefined;
  return {
    status: 304,
    headers: { ETag: quoteETag(record.etag), 'Last-Modified': new Date(record.lastModified).toUTCString() },
  };
}

/** `*` or a list of ETags, with or without quotes. */
export function listsETag(list: string, etag: string): boolean {
  const items = list.split(',').map((item) => item.trim().replace(/^W\//, '').replace(/^"|"$/g, ''));
  return items.includes('*') || items.includes(etag);
}

/** Unix seconds; undefined for an absent or unreadable date, which then does not count. */
function readDate(text: string | undefined): number | undefined {
  const milliseconds = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : Math.floor(milliseconds / 1000);
}
