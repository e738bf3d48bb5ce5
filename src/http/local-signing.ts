import type { AuthorizationRequest } from '../credentials/authorization-request';
import type { Grant, KeyGrant } from '../credentials/grant';
import { neverStops } from '../base/signal';
import { encodeKeyPath } from '../base/percent';
import { argumentError, quoteValue } from '../errors';
import type { DomainTemplate } from '../options';
import { authorize } from '../sign/authorization';
import type { SignInput } from '../sign/canonical';
import { selectHeadersToSign } from '../sign/signed-headers';
import { presign } from '../sign/presign';
import { checkBucket, checkKey, checkRegion, requireParam } from './check-params';
import type { ClientContext } from './client-context';
import { bucketOrigins, hostOf } from './endpoint';
import { formatQuery, toSigningKey, tokenName } from './sign-request';

type Values = Record<string, string | number | undefined>;

/** What a signature covers. */
export interface SignParams {
  /** HTTP method. Default `get`. */
  Method?: string;
  /** Object key; empty for calls on a bucket. */
  Key?: string;
  /** Query parameters that the request will have. */
  Query?: Values;
  /** Headers that the request will have. */
  Headers?: Values;
  /** Seconds that the signature holds. Default 900. Temporary keys with StartTime and ExpiredTime hold as long as they do. */
  Expires?: number | string;
}

export interface GetAuthorizationParams extends SignParams {
  SecretId: string;
  SecretKey: string;
}

export interface GetAuthParams extends SignParams, Partial<Pick<GetAuthorizationParams, 'SecretId' | 'SecretKey'>> {
  /** With Region: the Host header of the bucket is signed, which makes the signature useless elsewhere. */
  Bucket?: string;
  Region?: string;
}

export interface GetObjectUrlParams extends SignParams {
  /** Bucket name with APPID. */
  Bucket: string;
  /** Region code. */
  Region: string;
  Key: string;
  /** False answers the bare URL, for objects that anyone may read. Default true. */
  Sign?: boolean;
  /** Another host than that of the client. */
  Domain?: DomainTemplate;
  /** `http:` for the rare URL that is not used on a phone. Default `https:`. */
  Protocol?: string;
}

export interface GetObjectUrlResult {
  /** The complete URL, all of its parts encoded. */
  Url: string;
}

/** The longest time that is no mistake: ten years in seconds. Milliseconds of a year are far above it. */
const longestSeconds = 315360000;

function readExpires(expires: number | string | undefined): number {
  const seconds = Number(expires ?? 900);
  if (!(seconds > 0) || seconds > longestSeconds) {
    throw argumentError(
      'Expires should be a number of seconds.',
      `Got ${quoteValue(expires)}${seconds > longestSeconds ? ', which looks like milliseconds' : ''}.`,
    );
  }
  return seconds;
}

function toTexts(values: Values = {}): Record<string, string> {
  const texts: Record<string, string> = {};
  Object.entries(values).forEach(([name, value]) => {
    if (value !== undefined) texts[name] = String(value);
  });
  return texts;
}

function toSignInput(params: SignParams, headers: Record<string, string>): SignInput {
  return {
    method: (params.Method ?? 'get').toUpperCase(),
    path: `/${(params.Key ?? '').replace(/^\//, '')}`,
    query: toTexts(params.Query),
    headers: selectHeadersToSign({ ...toTexts(params.Headers), ...headers }),
  };
}

/** `COS.getAuthorization`: the Authorization header for keys at hand. */
export function signWithKeys(
  params: GetAuthorizationParams,
  serverMs: number,
  headers: Record<string, string> = {},
): string {
  requireParam({ ...params }, 'SecretId');
  requireParam({ ...params }, 'SecretKey');
  const grant: KeyGrant = { kind: 'keys', secretId: params.SecretId, secretKey: params.SecretKey, token: '' };
  return authorize(toSignInput(params, headers), toSigningKey(grant, serverMs, readExpires(params.Expires)));
}

/** `cos.getAuth`: the same with the client's keys and clock; `''` where the keys must be asked for first. */
export function getAuth(params: GetAuthParams, context: ClientContext): string {
  const headers: Record<string, string> = {};
  if (params.Bucket && params.Region && context.options.ForceSignHost)
    headers['host'] = hostOf(originOf({ ...params }, context));
  const { SecretId, SecretKey } = params;
  const serverMs = context.serverTime.nowMs();
  if (SecretId && SecretKey) return signWithKeys({ ...params, SecretId, SecretKey }, serverMs, headers);
  const input = toSignInput(params, headers);
  const grant = context.credentials.peek(toQuestion(params, input, context));
  return grant ? authorize(input, toSigningKey(grant, serverMs, readExpires(params.Expires))) : '';
}

/** A URL on its way: everything but the signature. */
interface UrlDraft {
  origin: string;
  bare: string;
  input: SignInput;
  expires: number;
  question: AuthorizationRequest;
}

function draftUrl(params: GetObjectUrlParams, context: ClientContext): UrlDraft {
  const Key = checkKey({ ...params });
  const origin = originOf({ ...params }, context).replace(/^https?:/, params.Protocol === 'http:' ? 'http:' : '$&');
  const input = toSignInput({ ...params, Key }, context.options.ForceSignHost ? { host: hostOf(origin) } : {});
  const question = toQuestion({ ...params, Key }, input, context);
  return { origin, bare: origin + encodeKeyPath(`/${Key}`), input, expires: readExpires(params.Expires), question };
}

/** `cos.getObjectUrl`: signed where the keys are at hand, else the bare URL. */
export function getObjectUrl(params: GetObjectUrlParams, context: ClientContext): string {
  const draft = draftUrl(params, context);
  const grant = params.Sign === false ? undefined : context.credentials.peek(draft.question);
  return grant ? signUrl(draft, grant, context) : draft.bare + formatQuery(draft.input.query);
}

/** The callback form of `cos.getObjectUrl`: asks for credentials first. */
export async function askObjectUrl(params: GetObjectUrlParams, context: ClientContext): Promise<GetObjectUrlResult> {
  const draft = draftUrl(params, context);
  const grant = params.Sign === false ? undefined : await context.credentials.get(draft.question, neverStops);
  return { Url: grant ? signUrl(draft, grant, context) : draft.bare + formatQuery(draft.input.query) };
}

function signUrl({ origin, bare, input, expires }: UrlDraft, grant: Grant, context: ClientContext): string {
  const token = grant.token ? { name: tokenName(origin), value: grant.token } : undefined;
  if (grant.kind === 'keys') {
    return `${bare}?${presign(input, toSigningKey(grant, context.serverTime.nowMs(), expires), token)}`;
  }
  const query = {
    ...parseAuthorization(grant.authorization),
    ...(token ? { [token.name]: token.value } : {}),
    ...input.query,
  };
  return bare + formatQuery(query);
}

/** The parts of an Authorization header, to be encoded one by one for a URL. */
function parseAuthorization(authorization: string): Record<string, string> {
  const parts: Record<string, string> = {};
  authorization.split('&').forEach((part) => {
    const [name = '', value = ''] = part.split('=');
    parts[name] = value;
  });
  return parts;
}

const originOf = (params: Record<string, unknown>, context: ClientContext): string => {
  const target = { Bucket: checkBucket(params, context), Region: checkRegion(params, context) };
  const domain = params['Domain'] as DomainTemplate | undefined;
  return bucketOrigins({ ...target, ...(domain ? { Domain: domain } : {}) }, context.options)[0] ?? '';
};

function toQuestion(params: GetAuthParams, input: SignInput, context: ClientContext): AuthorizationRequest {
  const { Bucket = '', Region = '' } = params;
  const Key = input.path.slice(1);
  const action = actionOf(input.method, Key);
  return {
    Bucket,
    Region,
    Method: input.method,
    Key,
    Pathname: input.path,
    Query: input.query,
    Headers: input.headers,
    Scope: [{ action: `name/cos:${action}`, bucket: Bucket, region: Region, prefix: Key }],
    SystemClockOffset: context.serverTime.offsetMs,
  };
}

/** The CAM action that a bare method on an object stands for. */
function actionOf(method: string, key: string): string {
  const verb = method.charAt(0) + method.slice(1).toLowerCase();
  return verb + (key ? 'Object' : 'Bucket');
}
