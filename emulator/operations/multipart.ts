import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import { checkUploadLength, type CosRequest } from '../server/cos-request';
import type { ReceivedBlob } from '../storage/blobs';
import type { PartRecord } from '../storage/records';
import type { Upload } from '../storage/uploads';
import { readAttributes } from './object-attributes';
import { quoteETag } from './object-headers';
import type { Operation } from './operation';
import { keepOnlyIf, readForbidOverwrite, receiveContent } from './put-object';
import { xmlAnswer } from './xml-answer';

export const multipartOperations: Operation[] = [
  {
    name: 'InitiateMultipartUpload',
    method: 'POST',
    on: 'object',
    subResources: ['uploads'],
    access: 'write',
    handle: initiate,
  },
  {
    name: 'UploadPart',
    method: 'PUT',
    on: 'object',
    subResources: ['partNumber', 'uploadId'],
    access: 'write',
    handle: uploadPart,
  },
  {
    name: 'AbortMultipartUpload',
    method: 'DELETE',
    on: 'object',
    subResources: ['uploadId'],
    access: 'write',
    handle: abort,
  },
];

const maxPartNumber = 10_000;

async function initiate(call: BucketCall): Promise<Answer> {
  const { key, headers } = call.request;
  const { clock } = call.services;
  const attributes = readAttributes(headers);
  if (readForbidOverwrite(headers) && call.bucket.objects.get(key)) throw failure('FileAlreadyExists');
  await call.body.discard();
  const { uploadId } = await call.bucket.uploads.begin(clock.nowMs(), (id) => ({
    ...attributes,
    uploadId: id,
    key,
    initiatedAt: clock.nowIso(),
  }));
  return xmlAnswer('InitiateMultipartUploadResult', {
    Bucket: call.bucket.settings.Bucket,
    Key: key,
    UploadId: uploadId,
  });
}

async function uploadPart(call: BucketCall): Promise<Answer> {
  checkUploadLength(call.request);
  const partNumber = readPartNumber(call.request);
  const { record } = findUpload(call);
  const content = await receiveContent(call);
  await storePart(call, { uploadId: record.uploadId, partNumber, content });
  return { status: 200, headers: { ETag: quoteETag(content.md5), 'x-cos-hash-crc64ecma': content.crc64 } };
}

export function readPartNumber(request: CosRequest): number {
  const text = request.query.get('partNumber') ?? '';
  const partNumber = Number(text);
  if (!/^\d+$/.test(text) || partNumber < 1 || partNumber > maxPartNumber) {
    throw failure('InvalidArgument', `Part number must be an integer between 1 and ${maxPartNumber}, inclusive.`);
  }
  return partNumber;
}

export function findUpload(call: BucketCall): Upload {
  const upload = call.bucket.uploads.find(call.request.query.get('uploadId') ?? '', call.request.key);
  if (!upload) throw failure('NoSuchUpload');
  return upload;
}

interface NewPart {
  readonly uploadId: string;
  readonly partNumber: number;
  readonly content: ReceivedBlob;
}

export async function storePart(call: BucketCall, { uploadId, partNumber, content }: NewPart): Promise<PartRecord> {
  const part: PartRecord = {
    partNumber,
    size: content.size,
    etag: content.md5,
    crc64: content.crc64,
    lastModified: call.services.clock.nowIso(),
    blob: { id: content.id, size: content.size },
  };
  await keepOnlyIf(call, content, async () => {
    if (!(await call.bucket.uploads.putPart(uploadId, part))) throw failure('NoSuchUpload');
  });
  return part;
}

async function abort(call: BucketCall): Promise<Answer> {
  const { record } = findUpload(call);
  const result = await call.bucket.uploads.end(record.uploadId, () => Promise.resolve({ kept: [], result: true }));
  if (!result) throw failure('NoSuchUpload');
  return { status: 204 };
}
