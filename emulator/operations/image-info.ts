import { authorize } from '../auth/authorize';
import { md5Hex } from '../digest/md5';
import { failure } from '../errors';
import { readImage } from '../images/read-image';
import type { Answer, BucketCall } from '../server/call';
import type { ObjectRecord } from '../storage/records';
import { findObject } from './get-object';
import type { Operation } from './operation';
import { checkReadable } from './restore';

/** Data processing on the way out. https://cloud.tencent.com/document/product/436/44889 */
export const imageInfoOperations: Operation[] = [
  {
    name: 'ImageInfo',
    method: 'GET',
    on: 'object',
    subResources: ['imageInfo'],
    // Its permission is that of reading the object.
    access: 'handler',
    handle: getImageInfo,
  },
];

const maxImageBytes = 32 * 1024 * 1024;

async function getImageInfo(call: BucketCall): Promise<Answer> {
  const { key, query } = call.request;
  const versionId = query.get('versionId');
  authorize(call, { action: 'GetObject', kind: 'read', key, isObject: true, versionId });
  const record = findObject(call);
  checkReadable(record, call.services.clock.nowMs());
  if (record.size > maxImageBytes) throw failure('ImageTooLarge');
  const bytes = await readWhole(call, record);
  const image = readImage(bytes);
  if (!image) throw failure('InvalidImageFormat');
  const facts = {
    format: image.format,
    width: String(image.width),
    height: String(image.height),
    size: String(bytes.length),
    md5: md5Hex(bytes),
    frame_count: String(image.frameCount),
    bit_depth: String(image.bitDepth),
  };
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(facts) };
}

async function readWhole({ services }: BucketCall, record: ObjectRecord): Promise<Buffer> {
  const { blobs } = services.store;
  const release = blobs.hold(record.blobs);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of blobs.read(record.blobs, 0, record.size)) chunks.push(chunk);
    return Buffer.concat(chunks);
  } finally {
    await release();
  }
}
