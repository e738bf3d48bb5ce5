import type { Answer, BucketCall } from '../server/call';
import type { UploadRecord } from '../storage/records';
import { compareUtf8 } from '../storage/sorted-keys';
import type { XmlTree } from '../xml/write';
import { readEncoding } from './list-objects';
import { findUpload } from './multipart';
import { quoteETag } from './object-headers';
import type { Operation } from './operation';
import { owner } from './owner';
import { xmlAnswer } from './xml-answer';

export const multipartListOperations: Operation[] = [
  { name: 'ListParts', method: 'GET', on: 'object', subResources: ['uploadId'], access: 'read', handle: listParts },
  {
    name: 'ListMultipartUploads',
    method: 'GET',
    on: 'bucket',
    subResources: ['uploads'],
    access: 'read',
    accessKey: (request) => request.query.get('prefix') ?? '',
    handle: listUploads,
  },
];

async function listParts(call: BucketCall): Promise<Answer> {
  const { query } = call.request;
  const encode = readEncoding(call.request);
  const { record, parts } = findUpload(call);
  const marker = query.integer('part-number-marker', { min: 0, max: Number.MAX_SAFE_INTEGER, default: 0 });
  const limit = query.integer('max-parts', { min: 1, max: 1000, default: 1000 });
  const sorted = [...parts.values()].sort((a, b) => a.partNumber - b.partNumber);
  const wanted = sorted.filter((part) => part.partNumber > marker);
  const page = wanted.slice(0, limit);
  const isTruncated = page.length < wanted.length;
  return Promise.resolve(
    xmlAnswer('ListPartsResult', {
      Bucket: call.bucket.settings.Bucket,
      'Encoding-type': query.get('encoding-type') || undefined,
      Key: encode(record.key),
      UploadId: record.uploadId,
      Initiator: owner,
      Owner: owner,
      StorageClass: record.storageClass,
      PartNumberMarker: marker,
      NextPartNumberMarker: isTruncated ? page.at(-1)?.partNumber : undefined,
      MaxParts: limit,
      IsTruncated: isTruncated,
      Part: page.map(({ partNumber, lastModified, etag, size }) => ({
        PartNumber: partNumber,
        LastModified: lastModified,
        ETag: quoteETag(etag),
        Size: size,
      })),
    }),
  );
}

async function listUploads(call: BucketCall): Promise<Answer> {
  const { query } = call.request;
  const encode = readEncoding(call.request);
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const markers = { key: query.get('key-marker') ?? '', uploadId: query.get('upload-id-marker') ?? '' };
  const limit = query.integer('max-uploads', { min: 1, max: 1000, default: 1000 });
  const all = call.bucket.uploads.all().map((upload) => upload.record);
  const sorted = all.filter((record) => record.key.startsWith(prefix)).sort(compareUploads);
  const page = pageOf(
    sorted.filter((record) => isAfter(record, markers)),
    { prefix, delimiter, limit, marker: markers.key },
  );
  return Promise.resolve(
    xmlAnswer('ListMultipartUploadsResult', {
      Bucket: call.bucket.settings.Bucket,
      EncodingType: query.get('encoding-type') || undefined,
      KeyMarker: encode(markers.key),
      UploadIdMarker: markers.uploadId,
      NextKeyMarker: page.next ? encode(page.next.key) : undefined,
      NextUploadIdMarker: page.next?.uploadId,
      MaxUploads: limit,
      IsTruncated: page.next !== undefined,
      Prefix: encode(prefix),
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
      Upload: page.records.map((record) => describe(record, encode)),
    }),
  );
}

interface UploadsPage {
  readonly records: readonly UploadRecord[];
  readonly prefixes: readonly string[];
  /** Markers of the next page: the last upload or group of this one. */
  readonly next: { readonly key: string; readonly uploadId: string } | undefined;
}

interface PageRequest {
  readonly prefix: string;
  readonly delimiter: string;
  readonly limit: number;
  readonly marker: string;
}

function pageOf(sorted: readonly UploadRecord[], { prefix, delimiter, limit, marker }: PageRequest): UploadsPage {
  const records: UploadRecord[] = [];
  const prefixes: string[] = [];
  let last = { key: '', uploadId: '' };
  for (const record of sorted) {
    const found = delimiter === '' ? -1 : record.key.indexOf(delimiter, prefix.length);
    const group = found < 0 ? undefined : record.key.slice(0, found + delimiter.length);
    if (group !== undefined && (group === marker || group === prefixes.at(-1))) continue;
    if (records.length + prefixes.length >= limit) return { records, prefixes, next: last };
    if (group === undefined) records.push(record);
    else prefixes.push(group);
    last = { key: group ?? record.key, uploadId: group === undefined ? record.uploadId : '' };
  }
  return { records, prefixes, next: undefined };
}

function compareUploads(a: UploadRecord, b: UploadRecord): number {
  return compareUtf8(a.key, b.key) || compareUtf8(a.uploadId, b.uploadId);
}

/** Without an upload id marker, all uploads of the marker's key are behind. */
function isAfter(record: UploadRecord, marker: { key: string; uploadId: string }): boolean {
  const order = compareUtf8(record.key, marker.key);
  if (order !== 0 || marker.uploadId === '') return order > 0;
  return compareUtf8(record.uploadId, marker.uploadId) > 0;
}

function describe(record: UploadRecord, encode: (text: string) => string): XmlTree {
  return {
    Key: encode(record.key),
    UploadId: record.uploadId,
    StorageClass: record.storageClass,
    Initiator: owner,
    Owner: owner,
    Initiated: record.initiatedAt,
  };
}
