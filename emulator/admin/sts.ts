import type { StsPolicy } from '../auth/cam-policy';
import { InvalidIssueOptions, type TemporaryCredentials } from '../auth/temporary-keys';
import type { Services } from '../server/call';
import type { CosRequest } from '../server/cos-request';

/** What an app needs to upload and read back, simply or in parts. */
const defaultActions = [
  'PutObject',
  'PostObject',
  'GetObject',
  'HeadObject',
  'InitiateMultipartUpload',
  'ListMultipartUploads',
  'ListParts',
  'UploadPart',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
].map((action) => `name/cos:${action}`);

interface StsRequest {
  readonly services: Services;
  readonly request: CosRequest;
  readonly json: unknown;
}

/**
 * `/_emulator/sts`: fields in a JSON body or in the query. With `policy` (JSON, or its text) the keys may do what it says;
 * with `bucket` and others a policy is made of them; with neither they may do everything.
 */
export function issueFromRequest({ services, request, json }: StsRequest): TemporaryCredentials {
  const fields = { ...request.query.toRecord(), ...(typeof json === 'object' ? json : undefined) } as Record<
    string,
    unknown
  >;
  const seconds = fields['durationSeconds'];
  return services.keys.issue({
    durationSeconds: seconds === undefined ? undefined : Number(seconds),
    // `issue` checks that it is one.
    policy: (readPolicy(fields) ?? makePolicy(fields, services.config.appId)) as StsPolicy | undefined,
  });
}

function readPolicy({ policy }: Record<string, unknown>): unknown {
  if (typeof policy !== 'string') return policy;
  try {
    const value: unknown = JSON.parse(policy);
    return value;
  } catch {
    throw new InvalidIssueOptions('policy is not valid JSON');
  }
}

function makePolicy(fields: Record<string, unknown>, defaultAppId: string): StsPolicy | undefined {
  const { bucket = '*', region = '*', allowPrefix = '*', allowActions = defaultActions } = fields;
  const names = ['bucket', 'region', 'allowPrefix', 'allowActions'];
  if (!names.some((name) => fields[name] !== undefined)) return undefined;
  const actions = typeof allowActions === 'string' ? allowActions.split(',') : allowActions;
  if (!isTextList(actions)) throw new InvalidIssueOptions('allowActions must be a list of actions');
  const appId = /-(\d+)$/.exec(String(bucket))?.[1] ?? defaultAppId;
  const resource = `qcs::cos:${String(region)}:uid/${appId}:${String(bucket)}/${String(allowPrefix).replace(/^\//, '')}`;
  return { version: '2.0', statement: [{ effect: 'allow', action: actions, resource: [resource] }] };
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
