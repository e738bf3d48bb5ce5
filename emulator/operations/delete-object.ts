import { isAllowed } from '../auth/authorize';
import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import { isMarker } from '../storage/objects';
import { childrenOf, childText, readXml } from '../xml/read';
import type { XmlTree } from '../xml/write';
import { versioningOf } from './bucket-state';
import type { Operation } from './operation';
import { readTextBody } from './read-body';
import { xmlAnswer } from './xml-answer';

export const deleteOperations: Operation[] = [
  { name: 'DeleteObject', method: 'DELETE', on: 'object', access: 'write', handle: deleteObject },
  {
    name: 'DeleteMultipleObjects',
    method: 'POST',
    on: 'bucket',
    subResources: ['delete'],
    access: 'handler',
    handle: deleteMultipleObjects,
  },
];

const maxKeys = 1000;

async function deleteObject(call: BucketCall): Promise<Answer> {
  const { key, query } = call.request;
  const removed = await removeOne(call, key, query.get('versionId'));
  const headers = {
    'x-cos-version-id': removed.versionId,
    'x-cos-delete-marker': removed.isMarker ? 'true' : undefined,
  };
  return { status: 204, headers };
}

interface Removed {
  /** Of the version that was deleted, or of the marker that was set. */
  readonly versionId?: string;
  /** A delete marker was set, or deleted. */
  readonly isMarker: boolean;
}

/** A version is deleted for good; an object gives way to a delete marker where its bucket keeps versions. */
async function removeOne(
  { bucket, services }: BucketCall,
  key: string,
  versionId: string | undefined,
): Promise<Removed> {
  if (versionId !== undefined) {
    const version = await bucket.objects.removeVersion(key, versionId);
    return { versionId, isMarker: version !== undefined && isMarker(version) };
  }
  const marker = await bucket.objects.remove(key, versioningOf(bucket.settings), services.clock.nowIso());
  return marker ? { versionId: marker.versionId, isMarker: true } : { isMarker: false };
}

async function deleteMultipleObjects(call: BucketCall): Promise<Answer> {
  if (!call.request.headers['content-md5']) {
    throw failure('InvalidRequest', 'Missing required header for this request: Content-MD5.');
  }
  const request = readXml(await readTextBody(call), 'Delete');
  const objects = childrenOf(request, 'Object').map((object) => ({
    key: childText(object, 'Key') ?? '',
    versionId: childText(object, 'VersionId') || undefined,
  }));
  // Before anything is deleted.
  if (objects.some(({ key }) => key === '')) throw failure('MalformedXML', 'Every Object needs a Key.');
  if (objects.length === 0 || objects.length > maxKeys) throw failure('MalformedXML', `Give 1 to ${maxKeys} objects.`);
  const isQuiet = childText(request, 'Quiet')?.trim().toLowerCase() === 'true';
  const deleted: XmlTree[] = [];
  const errors: XmlTree[] = [];
  for (const { key, versionId } of objects) {
    if (mayDelete(call, key, versionId)) {
      deleted.push(describeRemoved(key, versionId, await removeOne(call, key, versionId)));
    } else {
      errors.push({ Key: key, VersionId: versionId, Code: 'AccessDenied', Message: 'Access Denied.' });
    }
  }
  return xmlAnswer('DeleteResult', { Deleted: isQuiet ? [] : deleted, Error: errors });
}

const describeRemoved = (Key: string, VersionId: string | undefined, removed: Removed): XmlTree => ({
  Key,
  VersionId,
  ...(removed.isMarker ? { DeleteMarker: true, DeleteMarkerVersionId: removed.versionId } : {}),
});

/** Policies name either action; both are understood, for every key on its own. */
function mayDelete(call: BucketCall, key: string, versionId: string | undefined): boolean {
  return ['DeleteObject', 'DeleteMultipleObjects'].some((action) =>
    isAllowed(call, call.bucket, { action, kind: 'write', key, isObject: true, versionId }),
  );
}
