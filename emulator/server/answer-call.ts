import { authenticate } from '../auth/authenticate';
import { authorize } from '../auth/authorize';
import { failure } from '../errors';
import { isAccelerated } from '../operations/bucket-state';
import type { BucketOperation, Operation } from '../operations/operation';
import type { Bucket } from '../storage/store';
import type { Answer, BucketCall, Call, Identity } from './call';
import type { CosRequest } from './cos-request';

/** Everything of a call but who asks. */
export type UnidentifiedCall = Omit<Call, 'identity'>;

/** Authenticates, authorizes and does the work. */
export async function answerCall(operation: Operation, unidentified: UnidentifiedCall): Promise<Answer> {
  const identity = identify(operation, unidentified);
  unidentified.note({ identity });
  const call: Call = { ...unidentified, identity };
  if (isBucketOperation(operation)) return answerBucketCall(operation, call);
  return operation.handle(call);
}

function identify(operation: Operation, call: UnidentifiedCall): Identity {
  const isExempt = isBucketOperation(operation) && operation.isUnsigned;
  return isExempt ? { kind: 'anonymous' } : authenticate(call.services, call.request);
}

async function answerBucketCall(operation: BucketOperation, call: Call): Promise<Answer> {
  const bucketCall: BucketCall = { ...call, bucket: findBucket(call) };
  checkAcceleration(operation, bucketCall);
  checkKey(call.request);
  if (operation.access !== 'handler') {
    authorize(bucketCall, {
      action: operation.name,
      kind: operation.access,
      key: operation.on === 'object' ? call.request.key : operation.accessKey?.(call.request),
      isObject: operation.on === 'object',
      versionId: call.request.query.get('versionId'),
    });
  }
  return operation.handle(bucketCall);
}

/** The bucket that the host names; a bucket asked for in another region does not exist there. */
export function findBucket(call: Pick<Call, 'request' | 'services'>): Bucket {
  const { target } = call.request;
  if (target.kind !== 'bucket') throw failure('NoSuchBucket', `The host ${call.request.host} belongs to no bucket.`);
  const bucket = call.services.store.get(target.Bucket);
  if (!bucket || (target.Region !== undefined && target.Region !== bucket.settings.Region))
    throw failure('NoSuchBucket');
  return bucket;
}

function checkAcceleration(operation: BucketOperation, call: BucketCall): void {
  const { target } = call.request;
  if (target.kind !== 'bucket' || !target.isAccelerate) return;
  if (operation.isSetting) throw failure('ActionAccelerateNotSupported');
  if (!isAccelerated(call.bucket.settings)) throw failure('BucketAccelerateNotEnabled');
}

const maxKeyBytes = 850;

export function checkKey(request: Pick<CosRequest, 'key'>): void {
  if (Buffer.byteLength(request.key) > maxKeyBytes) throw failure('KeyTooLong');
}

function isBucketOperation(operation: Operation): operation is BucketOperation {
  return operation.on === 'bucket' || operation.on === 'object';
}
