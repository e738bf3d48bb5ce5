import { failure } from '../errors';
import type { Call, BucketCall } from '../server/call';
import { isMarker } from '../storage/objects';
import type { ObjectRecord } from '../storage/records';
import type { Bucket } from '../storage/store';
import { evaluatePolicy, type AccessQuestion } from './cam-policy';

/** What an access does, for ACLs: `owner` accesses are never public. */
export type AccessKind = 'read' | 'write' | 'owner';

export interface WantedAccess {
  /** COS action name. */
  readonly action: string;
  readonly kind: AccessKind;
  /** Key (or listed prefix) that the access concerns; undefined for the bucket as such. */
  readonly key?: string;
  /** True when `key` names an object, whose own ACL counts. */
  readonly isObject?: boolean;
  /** The version whose ACL counts; the newest when absent. */
  readonly versionId?: string | undefined;
  /** Values of condition keys that are not headers or parameters of the request. */
  readonly facts?: Readonly<Record<string, string | undefined>>;
}

/** Refuses a call on a bucket that neither the policy of its keys nor an ACL allows. */
export function authorize(call: BucketCall, access: WantedAccess): void {
  if (!isAllowed(call, call.bucket, access)) throw failure('AccessDenied');
}

export function isAllowed(call: Call, bucket: Bucket, access: WantedAccess): boolean {
  const { identity } = call;
  if (identity.kind === 'root') return true;
  const isPublic = isPublicAccess(bucket, access);
  if (identity.kind === 'anonymous') return isPublic;
  const verdict = evaluatePolicy(
    identity.policy,
    questionOf(call, access, resourcesOf(bucket.settings, access.key ?? '')),
  );
  return verdict === 'allow' || (verdict === 'unmentioned' && isPublic);
}

/** For calls on no existing bucket (GetService, PutBucket). */
export function authorizeAccount(call: Call, action: string, bucketName?: { Bucket: string; Region: string }): void {
  const { identity } = call;
  if (identity.kind === 'root') return;
  if (identity.kind === 'anonymous') throw failure('AccessDenied');
  const { appId } = call.services.config;
  const resources = bucketName ? resourcesOf(bucketName, '') : [`qcs::cos::uid/${appId}:*`];
  const question = questionOf(call, { action, kind: 'owner' }, resources);
  if (evaluatePolicy(identity.policy, question) !== 'allow') throw failure('AccessDenied');
}

function isPublicAccess(bucket: Bucket, access: WantedAccess): boolean {
  if (access.kind === 'owner') return false;
  const object = access.isObject && access.key !== undefined ? findAccessed(bucket, access.key, access) : undefined;
  const acl = object && object.acl !== 'default' ? object.acl : (bucket.settings.acl ?? 'private');
  return acl === 'public-read-write' || (acl === 'public-read' && access.kind === 'read');
}

function findAccessed({ objects }: Bucket, key: string, { versionId }: WantedAccess): ObjectRecord | undefined {
  const version = versionId === undefined ? objects.get(key) : objects.find(key, versionId);
  return version && !isMarker(version) ? version : undefined;
}

/** The two documented ways to write the resource `<bucket>/<key>`. */
function resourcesOf({ Bucket, Region }: { Bucket: string; Region: string }, key: string): string[] {
  const [, shortName = Bucket, appId = ''] = /^(.*)-(\d+)$/.exec(Bucket) ?? [];
  const account = `qcs::cos:${Region}:uid/${appId}`;
  return [`${account}:${Bucket}/${key}`, `${account}:prefix//${appId}/${shortName}/${key}`];
}

function questionOf(call: Call, access: WantedAccess, resources: readonly string[]): AccessQuestion {
  const { request } = call;
  const condition = (key: string): string | undefined => {
    if (key === 'qcs:ip') return request.remoteAddress;
    const name = key.replace(/^cos:/, '');
    return access.facts?.[name] ?? request.headers[name] ?? request.query.get(name);
  };
  return { action: access.action, resources, condition };
}
