import { combineCrc64 } from '../digest/crc64';
import { md5Hex } from '../digest/md5';
import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import type { ObjectAttributes, ObjectRecord, PartRecord, UploadRecord } from '../storage/records';
import type { Upload } from '../storage/uploads';
import { childrenOf, childText, readXml } from '../xml/read';
import { answerSlowly } from './answer-slowly';
import { versioningOf } from './bucket-state';
import { findUpload } from './multipart';
import { quoteETag, uploadHeaders } from './object-headers';
import type { Operation } from './operation';
import { readForbidOverwrite } from './put-object';
import { readTextBody } from './read-body';
import { xmlAnswer } from './xml-answer';

export const completeOperations: Operation[] = [
  {
    name: 'CompleteMultipartUpload',
    method: 'POST',
    on: 'object',
    subResources: ['uploadId'],
    access: 'write',
    handle: complete,
  },
];

const minPartBytes = 1024 * 1024;

/** A part as the client lists it. */
interface ListedPart {
  readonly partNumber: number;
  readonly etag: string;
}

async function complete(call: BucketCall): Promise<Answer> {
  const { record } = findUpload(call);
  const listed = readPartList(await readTextBody(call));
  const merge = async (): Promise<Answer> => mergeParts(call, record.uploadId, listed);
  const { slowMergeMs } = call.effects;
  return slowMergeMs === undefined ? merge() : answerSlowly(call, slowMergeMs, merge);
}

async function mergeParts(call: BucketCall, uploadId: string, listed: readonly ListedPart[]): Promise<Answer> {
  const { bucket, request, services } = call;
  const isOverwriteForbidden = readForbidOverwrite(request.headers);
  const object = await bucket.uploads.end(uploadId, async (upload) => {
    const merged = mergeRecord(upload, selectParts(upload, listed), services.clock.nowIso());
    const result = await bucket.objects.replace(
      upload.record.key,
      (current) => {
        if (current && isOverwriteForbidden) throw failure('FileAlreadyExists');
        return merged;
      },
      versioningOf(bucket.settings),
    );
    return { kept: merged.blobs, result };
  });
  if (!object) throw failure('NoSuchUpload');
  const result = {
    Location: `${request.host}/${object.key}`,
    Bucket: bucket.settings.Bucket,
    Key: object.key,
    ETag: quoteETag(object.etag),
  };
  return xmlAnswer('CompleteMultipartUploadResult', result, uploadHeaders(object));
}

function readPartList(body: string): ListedPart[] {
  const parts = childrenOf(readXml(body, 'CompleteMultipartUpload'), 'Part').map((part) => ({
    partNumber: Number(childText(part, 'PartNumber')),
    etag: (childText(part, 'ETag') ?? '').trim().replace(/^"|"$/g, ''),
  }));
  const isValid =
    parts.length > 0 && parts.every(({ partNumber, etag }) => Number.isInteger(partNumber) && etag !== '');
  if (!isValid) throw failure('MalformedXML');
  return parts;
}

/** The stored parts in the listed order, after all checks that COS makes (436/7742). */
function selectParts(upload: Upload, listed: readonly ListedPart[]): PartRecord[] {
  const isAscending = listed.every(({ partNumber }, index) => partNumber > (listed[index - 1]?.partNumber ?? 0));
  if (!isAscending) throw failure('InvalidPartOrder');
  const parts = listed.map(({ partNumber, etag }, index) => {
    const part = upload.parts.get(partNumber);
    // Part numbers must have no gaps.
    if (part?.etag !== etag.toLowerCase() || partNumber !== index + 1) throw failure('InvalidPart');
    return part;
  });
  if (parts.slice(0, -1).some((part) => part.size < minPartBytes)) throw failure('EntityTooSmall');
  return parts;
}

/** The object keeps the parts as its content: nothing is copied, whatever the size. */
function mergeRecord(upload: Upload, parts: readonly PartRecord[], lastModified: string): ObjectRecord {
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, 'hex')));
  return {
    ...attributesOf(upload.record),
    key: upload.record.key,
    size: parts.reduce((sum, part) => sum + part.size, 0),
    etag: `${md5Hex(digests)}-${parts.length}`,
    crc64: parts.reduce((crc64, part) => combineCrc64(crc64, part.crc64, part.size), '0'),
    lastModified,
    type: 'normal',
    blobs: parts.map((part) => part.blob),
  };
}

function attributesOf({ headers, storageClass, acl, grants, customerKeyMd5, tags }: UploadRecord): ObjectAttributes {
  return { headers, storageClass, acl, grants, customerKeyMd5, ...(tags ? { tags } : {}) };
}
