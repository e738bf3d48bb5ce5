import { checkContentMd5, parseContentMd5 } from '../digest/md5';
import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import { checkUploadLength } from '../server/cos-request';
import type { ReceivedBlob } from '../storage/blobs';
import type { ObjectAttributes, ObjectRecord } from '../storage/records';
import { versioningOf } from './bucket-state';
import { readAttributes } from './object-attributes';
import { uploadHeaders } from './object-headers';
import type { Operation } from './operation';
import { readTrafficLimit, slower } from './traffic-limit';

export const putObjectOperations: Operation[] = [
  { name: 'PutObject', method: 'PUT', on: 'object', access: 'write', handle: putObject },
];

async function putObject(call: BucketCall): Promise<Answer> {
  const { key, headers } = call.request;
  checkUploadLength(call.request);
  const attributes = readAttributes(headers);
  const isForbidden = readForbidOverwrite(headers);
  if (isForbidden && call.bucket.objects.get(key)) throw failure('FileAlreadyExists');
  const content = await receiveContent(call);
  const record = await storeObject(call, { key, attributes, content, isOverwriteForbidden: isForbidden });
  return { status: 200, headers: uploadHeaders(record) };
}

/** Streams the request body to the disk, with traffic limit and Content-MD5. */
export async function receiveContent(call: BucketCall): Promise<ReceivedBlob> {
  const { headers, query } = call.request;
  const expectedMd5 = parseContentMd5(headers['content-md5']);
  const limit = readTrafficLimit(headers['x-cos-traffic-limit'] ?? query.get('x-cos-traffic-limit'));
  call.body.bytesPerSecond = slower(call.body.bytesPerSecond, limit);
  const { blobs } = call.services.store;
  const content = await blobs.receive(call.body, { corrupt: call.effects.corruptStoredByte });
  return keepOnlyIf(call, content, () => {
    checkContentMd5(expectedMd5, content.sentMd5);
  });
}

/** Runs a check or a step; when it fails, the content that has just arrived is removed again. */
export async function keepOnlyIf(call: BucketCall, content: ReceivedBlob, step: () => unknown): Promise<ReceivedBlob> {
  try {
    await step();
    return content;
  } catch (error) {
    await call.services.store.blobs.remove([content]);
    throw error;
  }
}

export interface NewObject {
  readonly key: string;
  readonly attributes: ObjectAttributes;
  readonly content: ReceivedBlob;
  readonly isOverwriteForbidden: boolean;
}

/** Makes received content an object, replacing what was there. */
export async function storeObject(call: BucketCall, object: NewObject): Promise<ObjectRecord> {
  const { key, attributes, content } = object;
  const record: ObjectRecord = {
    ...attributes,
    key,
    size: content.size,
    etag: content.md5,
    crc64: content.crc64,
    lastModified: call.services.clock.nowIso(),
    type: 'normal',
    blobs: [{ id: content.id, size: content.size }],
  };
  const stored: { record?: ObjectRecord } = {};
  await keepOnlyIf(call, content, async () => {
    stored.record = await call.bucket.objects.replace(
      key,
      (current) => {
        if (current && object.isOverwriteForbidden) throw failure('FileAlreadyExists');
        return record;
      },
      versioningOf(call.bucket.settings),
    );
  });
  return stored.record ?? record;
}

export function readForbidOverwrite(source: Readonly<Record<string, string | undefined>>): boolean {
  return source['x-cos-forbid-overwrite']?.toLowerCase() === 'true';
}
