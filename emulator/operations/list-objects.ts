import { encodeStrictly } from '../auth/encode';
import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import type { CosRequest } from '../server/cos-request';
import type { ObjectRecord } from '../storage/records';
import type { XmlTree } from '../xml/write';
import { listPage } from './list-page';
import { quoteETag } from './object-headers';
import type { Operation } from './operation';
import { xmlAnswer } from './xml-answer';

export const listObjectOperations: Operation[] = [
  {
    name: 'GetBucket',
    method: 'GET',
    on: 'bucket',
    access: 'read',
    accessKey: (request) => request.query.get('prefix') ?? '',
    handle: getBucket,
  },
];

async function getBucket(call: BucketCall): Promise<Answer> {
  const { query } = call.request;
  const { objects, settings } = call.bucket;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const marker = query.get('marker') ?? '';
  const limit = query.integer('max-keys', { min: 0, max: 1000, default: 1000 });
  const encode = readEncoding(call.request);
  const page = listPage(objects.keys, { prefix, delimiter, marker, limit });
  const [, appId = ''] = /-(\d+)$/.exec(settings.Bucket) ?? [];
  const records = page.keys.map((key) => objects.get(key)).filter((record) => record !== undefined);
  return Promise.resolve(
    xmlAnswer('ListBucketResult', {
      Name: settings.Bucket,
      EncodingType: query.get('encoding-type') || undefined,
      Prefix: encode(prefix),
      Marker: encode(marker),
      MaxKeys: limit,
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      IsTruncated: page.next !== undefined,
      NextMarker: page.next === undefined ? undefined : encode(page.next),
      CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
      Contents: records.map((record) => describe(record, encode, appId)),
    }),
  );
}

function describe(record: ObjectRecord, encode: (text: string) => string, appId: string): XmlTree {
  return {
    Key: encode(record.key),
    LastModified: record.lastModified,
    ETag: quoteETag(record.etag),
    Size: record.size,
    Owner: { ID: appId, DisplayName: appId },
    StorageClass: record.storageClass,
  };
}

/** How the keys of a listing are written: as they are, or percent-encoded with `encoding-type=url`. */
export function readEncoding(request: CosRequest): (text: string) => string {
  const type = request.query.get('encoding-type');
  if (type === undefined || type === '') return (text) => text;
  if (type !== 'url') throw failure('InvalidArgument', `encoding-type is not valid: ${type}`);
  return (text) => encodeStrictly(text).replaceAll('%2F', '/');
}
