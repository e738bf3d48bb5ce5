import { toArrayBuffer } from '../base/bytes';
import { toKebabCase } from '../base/kebab-case';
import { guessMimeType } from '../base/mime';
import type { Scope } from '../credentials/authorization-request';
import { md5Base64 } from '../digest/md5';
import { argumentError, quoteValue } from '../errors';
import { encodeDocument } from '../schema/document';
import type { AnyOperation } from '../schema/operation';
import { readCopySource } from './copy-source';
import { checkBucket, checkKey, checkKeySurvives, checkRegion, requireParam } from './check-params';
import type { ClientContext } from './client-context';
import type { Draft } from './draft';
import { bucketOrigins, serviceOrigins } from './endpoint';
import { getHeader, hasHeader, readHeaders, setHeader, type Headers } from './headers';

type Params = Readonly<Record<string, unknown>>;

/** Sub-resources that list or delete objects; all others of a bucket configure it. */
const objectSubresources = ['uploads', 'versions', 'delete'];

const copySource = 'x-cos-copy-source';

/** Turns a call into a request. Pure, and throws for bad parameters, so that nothing is sent for them. */
export function buildDraft(name: string, operation: AnyOperation, params: Params, context: ClientContext): Draft {
  const target = resolveTarget(operation, params, context);
  neededBy(operation).forEach((name) => requireParam(params, name));
  if (operation.isDownload && context.options.ObjectKeySimplifyCheck) checkKeySurvives(target.Key);
  const headers = readHeaders(params);
  const body = buildBody(operation, params, headers);
  if (operation.isTyped && !hasHeader(headers, 'content-type'))
    setHeader(headers, 'Content-Type', guessMimeType(target.Key));
  const source = operation.copies ? readCopySource(getHeader(headers, copySource), context.options) : undefined;
  if (source) setHeader(headers, copySource, source.header);
  return {
    operation: name,
    method: operation.method,
    ...target,
    path: `/${target.Key}`,
    query: buildQuery(operation, params),
    headers,
    ...(body === undefined ? {} : { body }),
    responseType: operation.isDownload && params['DataType'] === 'arraybuffer' ? 'arraybuffer' : 'text',
    isDownload: operation.isDownload === true,
    ...(operation.isDownload && params['Output'] ? { saveTo: checkOutput(params['Output']) } : {}),
    timeoutMs: context.options.Timeout,
    scope: [...(source ? [toScope('GetObject', source)] : []), ...buildScope(name, operation, target, params)],
    isIdempotent: operation.idempotent !== false,
  };
}

/** A parameter that is the whole document is needed without saying. */
function neededBy({ needs = [], body }: AnyOperation): string[] {
  const whole = typeof body === 'object' ? ('json' in body ? body.json : body.under) : undefined;
  return whole ? [...needs, whole] : [...needs];
}

function resolveTarget(operation: AnyOperation, params: Params, context: ClientContext) {
  if (operation.on === 'service') {
    const Region = params['Region'] ? checkRegion(params, context) : '';
    return { Bucket: '', Region, Key: '', origins: serviceOrigins(Region, context.options) };
  }
  const Bucket = checkBucket(params, context);
  const Region = checkRegion(params, context);
  const Key = operation.on === 'object' ? checkKey(params) : '';
  const isBucketConfiguration =
    operation.on === 'bucket' &&
    operation.subresource !== undefined &&
    objectSubresources.indexOf(operation.subresource) < 0;
  return { Bucket, Region, Key, origins: bucketOrigins({ Bucket, Region, isBucketConfiguration }, context.options) };
}

/** `MaxKeys` to `max-keys`; what names a version, an upload or a part is in camel case. */
const toQueryName = (name: string): string =>
  /^(VersionId|UploadId|PartNumber)$/.test(name)
    ? name.charAt(0).toLowerCase() + name.slice(1)
    : toKebabCase(name).toLowerCase();

function buildQuery(operation: AnyOperation, params: Params): Record<string, string> {
  const query: Record<string, string> = operation.subresource ? { [operation.subresource]: '' } : {};
  const put = (wire: string, value: unknown): void => {
    if (value !== undefined && value !== null) query[wire] = `${value as string | number}`;
  };
  (operation.query ?? []).forEach((name) => put(toQueryName(name), params[name]));
  const extra = (params['Query'] ?? {}) as Params;
  Object.entries(extra).forEach(([name, value]) => put(name, value));
  return query;
}

function buildBody(operation: AnyOperation, params: Params, headers: Headers): string | ArrayBuffer | undefined {
  const { body } = operation;
  if (body === undefined) return undefined;
  if (body === 'raw') return checkBody(params['Body']);
  const isXml = 'root' in body;
  const encoded = (operation.encode ? operation.encode(params) : params) as Params | undefined;
  if (!encoded) return undefined;
  const text = isXml ? encodeDocument(body, encoded) : toJson(encoded[body.json]);
  setHeader(headers, 'Content-Type', isXml ? 'application/xml' : 'application/json');
  setHeader(headers, 'Content-MD5', md5Base64(text));
  return text;
}

const toJson = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export function checkBody(body: unknown): string | ArrayBuffer {
  if (typeof body === 'string') return body;
  const buffer = toArrayBuffer(body);
  if (!buffer) throw argumentError('Body should be a string or an ArrayBuffer.', `Got ${quoteValue(body)}.`);
  return buffer;
}

function checkOutput(output: unknown): string {
  if (typeof output === 'string') return output;
  throw argumentError('Output should be a file path.', `Got ${quoteValue(output)}.`);
}

/** What a permission is needed on. */
type Target = Record<'Bucket' | 'Region' | 'Key', string>;

const toScope = (action: string, { Bucket, Region, Key }: Target): Scope => ({
  action: `name/cos:${action}`,
  bucket: Bucket,
  region: Region,
  prefix: Key,
});

/** `putBucketAcl` to `PutBucketACL`: CAM writes acronyms in capitals. */
const toAction = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1).replace(/Acl$|Cors$/, (acronym) => acronym.toUpperCase());

/** The CAM action that a call needs. */
export const actionOf = (name: string, operation: AnyOperation): string => operation.action ?? toAction(name);

function buildScope(name: string, operation: AnyOperation, target: Target, params: Params): Scope[] {
  const action = actionOf(name, operation);
  const keys = operation.keys?.(params) ?? [target.Key];
  return keys.map((Key) => toScope(action, { ...target, Key }));
}
