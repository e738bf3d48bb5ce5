import { failure } from '../errors';
import type { BucketCall } from '../server/call';
import { isMarker } from '../storage/objects';
import type { ObjectRecord } from '../storage/records';
import type { Bucket } from '../storage/store';

/** The version that a request names, or the object as it is. */
export const findVersion = (call: BucketCall): ObjectRecord =>
  requireVersion(call.bucket, call.request.key, call.request.query.get('versionId'));

export function requireVersion({ objects }: Bucket, key: string, versionId: string | undefined): ObjectRecord {
  const [newest] = objects.versionsOf(key);
  const found = versionId === undefined ? newest : objects.find(key, versionId);
  if (!found) throw failure(versionId === undefined ? 'NoSuchKey' : 'NoSuchVersion');
  if (!isMarker(found)) return found;
  const headers = { 'x-cos-delete-marker': 'true', 'x-cos-version-id': found.versionId };
  // A marker that is asked for by its id is there, but cannot be read.
  throw failure(versionId === undefined ? 'NoSuchKey' : 'MethodNotAllowed', undefined, { headers });
}

/** Changes what is said about the version that a request names. */
export const changeVersion = (call: BucketCall, change: (record: ObjectRecord) => ObjectRecord): Promise<void> =>
  call.bucket.objects.change(call.request.key, call.request.query.get('versionId'), change);
