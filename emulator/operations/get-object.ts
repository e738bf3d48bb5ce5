import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import type { ObjectRecord } from '../storage/records';
import { checkConditions } from './conditions';
import { findVersion } from './find-version';
import { checkHeaderValue, readCustomerKey } from './object-attributes';
import { objectHeaders } from './object-headers';
import type { Operation } from './operation';
import { parseRange } from './range';
import { checkReadable, restoreHeaders } from './restore';
import { readTrafficLimit, slower } from './traffic-limit';

export const getObjectOperations: Operation[] = [
  { name: 'GetObject', method: 'GET', on: 'object', access: 'read', handle: getObject },
  { name: 'HeadObject', method: 'HEAD', on: 'object', access: 'read', handle: headObject },
];

const overridable = [
  'content-type',
  'content-language',
  'expires',
  'cache-control',
  'content-disposition',
  'content-encoding',
];

async function getObject(call: BucketCall): Promise<Answer> {
  const { headers, query } = call.request;
  const record = findObject(call);
  const notModified = checkConditions(headers, record);
  if (notModified) return Promise.resolve(notModified);
  const nowMs = call.services.clock.nowMs();
  checkReadable(record, nowMs);
  const limit = readTrafficLimit(headers['x-cos-traffic-limit'] ?? query.get('x-cos-traffic-limit'));
  const range = parseRange(headers['range'], record.size);
  const { start, length } = range ?? { start: 0, length: record.size };
  const { blobs } = call.services.store;
  return Promise.resolve({
    status: range ? 206 : 200,
    headers: {
      ...objectHeaders(record),
      ...restoreHeaders(record, nowMs),
      ...readOverrides(call),
      'Content-Range': range ? `bytes ${start}-${start + length - 1}/${record.size}` : undefined,
    },
    contentLength: length,
    bytesPerSecond: slower(call.effects.bandwidthBytesPerSecond, limit),
    dispose: blobs.hold(record.blobs),
    body: blobs.read(record.blobs, start, length),
  });
}

async function headObject(call: BucketCall): Promise<Answer> {
  const record = findObject(call);
  const notModified = checkConditions(call.request.headers, record);
  const headers = { ...objectHeaders(record), ...restoreHeaders(record, call.services.clock.nowMs()) };
  return Promise.resolve(notModified ?? { status: 200, headers, contentLength: record.size });
}

/** The version that is asked for, if the request holds the key that it was encrypted with. */
export function findObject(call: BucketCall): ObjectRecord {
  const record = findVersion(call);
  if (record.customerKeyMd5 !== readCustomerKey(call.request.headers)) throw failure('SsecDecryptHeaderInvalid');
  return record;
}

/** `response-content-type=…` and the like: for signed requests only, else anybody could dress up a public object. */
function readOverrides(call: BucketCall): Record<string, string> {
  const overrides: Record<string, string> = {};
  for (const name of overridable) {
    const value = call.request.query.get(`response-${name}`);
    if (value === undefined || value === '') continue;
    checkHeaderValue(`response-${name}`, value);
    overrides[name] = value;
  }
  if (Object.keys(overrides).length > 0 && call.identity.kind === 'anonymous') {
    throw failure('InvalidRequest', 'Request specific response headers cannot be used for anonymous GET requests.');
  }
  return overrides;
}
