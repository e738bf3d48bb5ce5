import { isAllowed } from '../auth/authorize';
import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import { decodePercent } from '../server/query';
import { resolveTarget } from '../server/target';
import type { ReceivedBlob } from '../storage/blobs';
import { isMarker } from '../storage/objects';
import type { ObjectAttributes, ObjectRecord } from '../storage/records';
import type { Bucket } from '../storage/store';
import { listsETag } from './conditions';
import { requireVersion } from './find-version';
import { findUpload, readPartNumber, storePart } from './multipart';
import { readAttributes, readEncryption } from './object-attributes';
import { quoteETag, uploadHeaders } from './object-headers';
import type { Operation } from './operation';
import { readForbidOverwrite, storeObject } from './put-object';
import { parseRange } from './range';
import { checkReadable } from './restore';
import { xmlAnswer } from './xml-answer';

const sourceHeader = 'x-cos-copy-source';

export const copyOperations: Operation[] = [
  { name: 'PutObjectCopy', method: 'PUT', on: 'object', header: sourceHeader, access: 'handler', handle: copyObject },
  {
    name: 'UploadPartCopy',
    method: 'PUT',
    on: 'object',
    subResources: ['partNumber', 'uploadId'],
    header: sourceHeader,
    access: 'handler',
    handle: copyPart,
  },
];

const maxCopyBytes = 5 * 1024 ** 3;

interface Source {
  readonly bucket: Bucket;
  readonly record: ObjectRecord;
}

async function copyObject(call: BucketCall): Promise<Answer> {
  const { key, headers } = call.request;
  authorizeTarget(call, ['PutObject', 'PutObjectCopy']);
  const { bucket, record } = findSource(call);
  if (record.size > maxCopyBytes) throw failure('EntityTooLarge');
  const isReplaced = headers['x-cos-metadata-directive']?.toLowerCase() === 'replaced';
  // An old version may be copied onto its object: that is how it is brought back.
  const isSame = bucket === call.bucket && bucket.objects.get(key) === record;
  if (isSame && !isReplaced && !headers['x-cos-storage-class']) {
    throw failure('InvalidRequest', 'Copying an object onto itself must change its metadata or storage class.');
  }
  const attributes = isReplaced ? readAttributes(headers) : keepAttributes(record, call);
  const isOverwriteForbidden = readForbidOverwrite(headers);
  if (isOverwriteForbidden && call.bucket.objects.get(key)) throw failure('FileAlreadyExists');
  await call.body.discard();
  const received = await copyContent(call, record, { start: 0, length: record.size });
  const copy = await storeObject(call, { key, attributes, content: received, isOverwriteForbidden });
  const { ETag, ...answered } = uploadHeaders(copy);
  const result = { ETag, LastModified: copy.lastModified, CRC64: copy.crc64 };
  return xmlAnswer('CopyObjectResult', result, answered);
}

async function copyPart(call: BucketCall): Promise<Answer> {
  authorizeTarget(call, ['UploadPart', 'UploadPartCopy', 'PutObject']);
  const partNumber = readPartNumber(call.request);
  const { uploadId } = findUpload(call).record;
  const { record } = findSource(call);
  const header = call.request.headers['x-cos-copy-source-range'];
  const range = header === undefined ? { start: 0, length: record.size } : parseRange(header, record.size);
  if (!range) throw failure('InvalidArgument', 'x-cos-copy-source-range is not valid.');
  await call.body.discard();
  const content = await copyContent(call, record, range);
  const part = await storePart(call, { uploadId, partNumber, content });
  const result = { ETag: quoteETag(part.etag), LastModified: part.lastModified };
  return xmlAnswer('CopyPartResult', result, { 'x-cos-hash-crc64ecma': part.crc64 });
}

function authorizeTarget(call: BucketCall, actions: readonly string[]): void {
  const { key } = call.request;
  const may = actions.some((action) => isAllowed(call, call.bucket, { action, kind: 'write', key, isObject: true }));
  if (!may) throw failure('AccessDenied');
}

/** The object that `x-cos-copy-source: <host>/<encoded key>` names, if it may be read and meets the conditions. */
function findSource(call: BucketCall): Source {
  const text = (call.request.headers[sourceHeader] ?? '').replace(/^https?:\/\//i, '');
  const slash = text.indexOf('/');
  const [rawKey = '', version] = text.slice(slash + 1).split('?', 2);
  const target = resolveTarget(text.slice(0, slash), call.services.config);
  if (slash <= 0 || rawKey === '' || target.kind !== 'bucket') throw failure('InvalidCopySource');
  const bucket = call.services.store.get(target.Bucket);
  if (!bucket || (target.Region ?? bucket.settings.Region) !== bucket.settings.Region) throw failure('NoSuchBucket');
  const key = decodePercent(rawKey);
  const [, rawVersion] = /(?:^|&)versionId=([^&]*)/.exec(version ?? '') ?? [];
  const versionId = rawVersion === undefined ? undefined : decodePercent(rawVersion);
  const access = { action: 'GetObject', kind: 'read', key, isObject: true, versionId } as const;
  if (!isAllowed(call, bucket, access)) throw failure('AccessDenied', 'The copy source may not be read.');
  const named = versionId === undefined ? undefined : bucket.objects.find(key, versionId);
  if (named && isMarker(named)) throw failure('InvalidRequest', 'A delete marker cannot be copied.');
  const record = requireVersion(bucket, key, versionId);
  checkReadable(record, call.services.clock.nowMs());
  if (record.type === 'appendable') throw failure('InvalidCopySource', 'Appendable objects cannot be copied.');
  checkSourceConditions(call, record);
  return { bucket, record };
}

function checkSourceConditions(call: BucketCall, record: ObjectRecord): void {
  const read = (name: string): string | undefined => call.request.headers[`x-cos-copy-source-${name}`];
  const modified = Math.floor(Date.parse(record.lastModified) / 1000) * 1000;
  const [ifMatch, ifNoneMatch] = [read('if-match'), read('if-none-match')];
  const [since, notSince] = [
    Date.parse(read('if-modified-since') ?? ''),
    Date.parse(read('if-unmodified-since') ?? ''),
  ];
  const isMet =
    (ifMatch === undefined || listsETag(ifMatch, record.etag)) &&
    (ifNoneMatch === undefined || !listsETag(ifNoneMatch, record.etag)) &&
    (Number.isNaN(since) || modified > since) &&
    (Number.isNaN(notSince) || modified <= notSince);
  if (!isMet) throw failure('PreconditionFailed');
}

/** A copy keeps the metadata; access and storage class are those of the copy request. */
function keepAttributes(source: ObjectRecord, call: BucketCall): ObjectAttributes {
  const { acl, grants, storageClass, customerKeyMd5 } = readAttributes(call.request.headers);
  const kept = Object.entries(source.headers).filter(([name]) => !name.startsWith('x-cos-server-side-encryption'));
  const headers = { ...Object.fromEntries(kept), ...readEncryption(call.request.headers) };
  const tags = source.tags ? { tags: source.tags } : {};
  return { ...tags, headers, acl, grants, storageClass, ...(customerKeyMd5 === undefined ? {} : { customerKeyMd5 }) };
}

async function copyContent(
  call: BucketCall,
  record: ObjectRecord,
  range: { start: number; length: number },
): Promise<ReceivedBlob> {
  const { blobs } = call.services.store;
  const release = blobs.hold(record.blobs);
  try {
    return await blobs.receive(blobs.read(record.blobs, range.start, range.length), {
      corrupt: call.effects.corruptStoredByte,
    });
  } finally {
    await release();
  }
}
