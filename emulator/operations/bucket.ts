import { authorizeAccount } from '../auth/authorize';
import { failure } from '../errors';
import type { Answer, BucketCall, Call } from '../server/call';
import { bucketAcls, readGrants } from './access-headers';
import type { Operation } from './operation';
import { readTextBody } from './read-body';

export const bucketOperations: Operation[] = [
  { name: 'PutBucket', method: 'PUT', on: 'bucket-name', handle: putBucket },
  { name: 'HeadBucket', method: 'HEAD', on: 'bucket', access: 'read', handle: headBucket },
  {
    name: 'GetBucketLocation',
    method: 'GET',
    on: 'bucket',
    subResources: ['location'],
    access: 'owner',
    isSetting: true,
    handle: getLocation,
  },
  { name: 'DeleteBucket', method: 'DELETE', on: 'bucket', access: 'owner', isSetting: true, handle: deleteBucket },
];

const maxHostCharacters = 60;

async function putBucket(call: Call): Promise<Answer> {
  const { target, headers } = call.request;
  if (target.kind !== 'bucket') throw failure('InvalidBucketName');
  if (target.isAccelerate) throw failure('ActionAccelerateNotSupported');
  const { Bucket, Region } = target;
  if (Region === undefined) throw failure('InvalidArgument', 'The host must name a region.');
  checkBucketName(Bucket, Region);
  authorizeAccount(call, 'PutBucket', { Bucket, Region });
  const acl = headers['x-cos-acl'] ?? 'private';
  if (!bucketAcls.includes(acl)) throw failure('InvalidArgument', `x-cos-acl is not valid: ${acl}`);
  const grants = readGrants(headers);
  await readTextBody(call);
  if (call.services.store.get(Bucket)) throw failure('BucketAlreadyOwnedByYou');
  await call.services.store.create({ Bucket, Region, acl, grants }, call.services.clock.nowMs());
  return { status: 200 };
}

export function checkBucketName(name: string, region: string): void {
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?-\d+$/.test(name)) throw failure('InvalidBucketName');
  if (`${name}.cos.${region}.myqcloud.com`.length > maxHostCharacters) throw failure('BucketNameTooLong');
}

/** The region, as the one element of a document. */
function getLocation(call: BucketCall): Promise<Answer> {
  const { Region } = call.bucket.settings;
  const body = `<?xml version='1.0' encoding='utf-8' ?>\n<LocationConstraint>${Region}</LocationConstraint>`;
  return Promise.resolve({ status: 200, headers: { 'Content-Type': 'application/xml' }, body });
}

async function headBucket(call: BucketCall): Promise<Answer> {
  return Promise.resolve({ status: 200, headers: { 'x-cos-bucket-region': call.bucket.settings.Region } });
}

async function deleteBucket(call: BucketCall): Promise<Answer> {
  const { settings, objects, uploads } = call.bucket;
  if (!objects.isEmpty || uploads.all().length > 0) throw failure('BucketNotEmpty');
  await call.services.store.remove(settings.Bucket);
  return { status: 204 };
}
