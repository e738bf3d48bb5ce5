import { isAllowed } from '../auth/authorize';
import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import { childrenOf, childText, readXml } from '../xml/read';
import type { XmlTree } from '../xml/write';
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
  await call.bucket.objects.remove(call.request.key);
  return { status: 204 };
}

async function deleteMultipleObjects(call: BucketCall): Promise<Answer> {
  if (!call.request.headers['content-md5']) {
    throw failure('InvalidRequest', 'Missing required header for this request: Content-MD5.');
  }
  const request = readXml(await readTextBody(call), 'Delete');
  const keys = childrenOf(request, 'Object').map((object) => childText(object, 'Key'));
  if (keys.length === 0 || keys.length > maxKeys) throw failure('MalformedXML', `Give 1 to ${maxKeys} objects.`);
  const isQuiet = childText(request, 'Quiet')?.trim().toLowerCase() === 'true';
  const deleted: XmlTree[] = [];
  const errors: XmlTree[] = [];
  for (const key of keys) {
    if (key === undefined || key === '') throw failure('MalformedXML', 'Every Object needs a Key.');
    if (mayDelete(call, key)) {
      await call.bucket.objects.remove(key);
      deleted.push({ Key: key });
    } else {
      errors.push({ Key: key, Code: 'AccessDenied', Message: 'Access Denied.' });
    }
  }
  return xmlAnswer('DeleteResult', { Deleted: isQuiet ? [] : deleted, Error: errors });
}

/** Policies name either action; both are understood, for every key on its own. */
function mayDelete(call: BucketCall, key: string): boolean {
  return ['DeleteObject', 'DeleteMultipleObjects'].some((action) =>
    isAllowed(call, call.bucket, { action, kind: 'write', key, isObject: true }),
  );
}
