import { combineCrc64 } from '../digest/crc64';
import { md5Hex } from '../digest/md5';
import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import { checkUploadLength } from '../server/cos-request';
import type { ReceivedBlob } from '../storage/blobs';
import type { ObjectRecord } from '../storage/records';
import { versioningOf } from './bucket-state';
import { readAttributes } from './object-attributes';
import { uploadHeaders } from './object-headers';
import type { Operation } from './operation';
import { keepOnlyIf, receiveContent } from './put-object';

export const appendOperations: Operation[] = [
  {
    name: 'AppendObject',
    method: 'POST',
    on: 'object',
    subResources: ['append'],
    access: 'write',
    handle: appendObject,
  },
];

const maxObjectBytes = 5 * 1024 ** 3;

async function appendObject(call: BucketCall): Promise<Answer> {
  const { key, query, headers } = call.request;
  checkUploadLength(call.request);
  const text = query.get('position') ?? '';
  if (!/^\d+$/.test(text)) throw failure('InvalidArgument', 'position must be a whole number.');
  const position = Number(text);
  const attributes = readAttributes(headers);
  checkPosition(call.bucket.objects.get(key), position);
  const content = await receiveContent(call);
  const appended: { record?: ObjectRecord } = {};
  await keepOnlyIf(call, content, async () => {
    appended.record = await call.bucket.objects.replace(
      key,
      (current) => {
        checkPosition(current, position);
        const before = current ?? { ...attributes, key, size: 0, etag: '', crc64: '0', type: 'appendable', blobs: [] };
        return append({ ...before, lastModified: call.services.clock.nowIso() }, content);
      },
      // Appendable objects take no part in versioning (436/7741): there is one, the version `null`.
      versioningOf(call.bucket.settings) && 'Suspended',
    );
  });
  if (!appended.record) throw failure('InternalError');
  return {
    status: 200,
    headers: { ...uploadHeaders(appended.record), 'x-cos-next-append-position': String(appended.record.size) },
  };
}

function checkPosition(current: ObjectRecord | undefined, position: number): void {
  if (current && current.type !== 'appendable') throw failure('ObjectNotAppendable');
  const size = current?.size ?? 0;
  if (position === size) return;
  throw failure('AppendPositionErr', undefined, { headers: { 'x-cos-next-append-position': String(size) } });
}

function append(record: ObjectRecord, content: ReceivedBlob): ObjectRecord {
  const size = record.size + content.size;
  if (size > maxObjectBytes) throw failure('EntityTooLarge');
  return {
    ...record,
    size,
    // No MD5 of the whole: that would mean to read everything again.
    etag: record.etag === '' ? content.md5 : md5Hex(record.etag + content.md5),
    crc64: combineCrc64(record.crc64, content.crc64, content.size),
    blobs: [...record.blobs, { id: content.id, size: content.size }],
  };
}
