import { encodeKeyPath, encodePercent } from '../base/percent';
import type { AuthorizationRequest } from '../credentials/authorization-request';
import type { Grant, KeyGrant } from '../credentials/grant';
import type { HttpRequest } from '../host/transport';
import { authorize } from '../sign/authorization';
import type { SignInput } from '../sign/canonical';
import { selectHeadersToSign } from '../sign/signed-headers';
import { signPostPolicy, type PolicyCondition } from '../sign/post-policy';
import { presign } from '../sign/presign';
import type { SigningKey } from '../sign/signing-key';
import type { Draft } from './draft';
import { hostOf, isCiHost } from './endpoint';
import type { Headers } from './headers';

/** How long a signature with permanent keys holds. */
const lifetimeSeconds = 900;

/** Keys and the time for which a signature is made: that of the temporary keys, so that the phone's clock does not matter. */
export function toSigningKey(grant: KeyGrant, serverMs: number, lifetime = lifetimeSeconds): SigningKey {
  const now = Math.floor(serverMs / 1000);
  const { secretId, secretKey, startTime, expiredTime } = grant;
  const isKnown = startTime !== undefined && expiredTime !== undefined;
  return {
    secretId,
    secretKey,
    startTime: isKnown ? startTime : now - 1,
    endTime: isKnown ? expiredTime : now - 1 + lifetime,
  };
}

/** What is signed of a draft. */
export function signInputOf(draft: Draft, signsHost: boolean): SignInput {
  const host: Headers = signsHost ? { host: hostOf(originOf(draft)) } : {};
  return {
    method: draft.method,
    path: draft.path,
    query: { ...draft.query },
    // Of a form only the host is signed; and a signature in the URL should survive the loss of headers.
    headers: isForm(draft) || draft.saveTo !== undefined ? host : selectHeadersToSign({ ...draft.headers, ...host }),
  };
}

/** What getAuthorization is told about a draft. */
export function toAuthorizationRequest(draft: Draft, signsHost: boolean, clockOffsetMs: number): AuthorizationRequest {
  const input = signInputOf(draft, signsHost);
  return {
    Bucket: draft.Bucket,
    Region: draft.Region,
    Method: draft.method,
    Key: draft.Key,
    Pathname: draft.path,
    Query: input.query,
    Headers: input.headers,
    Scope: draft.scope.map((entry) => ({ ...entry })),
    SystemClockOffset: clockOffsetMs,
  };
}

export const tokenName = (origin: string): string =>
  isCiHost(origin) ? 'x-ci-security-token' : 'x-cos-security-token';

/** The complete request: signed in its header, in its form, or, where the platform may drop headers, in its URL. */
export function signRequest(draft: Draft, grant: Grant, signsHost: boolean, serverMs: number): HttpRequest {
  const origin = originOf(draft);
  const input = signInputOf(draft, signsHost);
  const url = origin + encodeKeyPath(draft.path);
  const { method, responseType, timeoutMs, saveTo } = draft;
  const common = { method, responseType, timeoutMs, ...(saveTo === undefined ? {} : { saveTo }) };
  const form = formOf(draft);
  if (form) {
    const fields = { ...form.fields, ...formSignature(draft, input, grant, serverMs) };
    return { ...common, url, headers: { ...draft.headers }, body: { ...form, fields } };
  }
  // wx.downloadFile loses custom headers on some clients, so a download is signed in its URL.
  if (saveTo !== undefined && grant.kind === 'keys') {
    const token = grant.token ? { name: tokenName(origin), value: grant.token } : undefined;
    const query = presign(input, toSigningKey(grant, serverMs), token);
    return { ...common, url: `${url}?${query}`, headers: { ...draft.headers } };
  }
  const headers: Headers = { ...draft.headers, Authorization: authorizationOf(input, grant, serverMs) };
  if (grant.token) headers[tokenName(origin)] = grant.token;
  const body = draft.body as string | ArrayBuffer | undefined;
  return { ...common, url: url + formatQuery(draft.query), headers, ...(body === undefined ? {} : { body }) };
}

/** The draft of one attempt goes to its first origin. */
const originOf = ({ origins }: Draft): string => origins[0] ?? '';

const formOf = ({ body }: Draft) => (typeof body === 'object' && 'filePath' in body ? body : undefined);
const isForm = (draft: Draft): boolean => formOf(draft) !== undefined;

function authorizationOf(input: SignInput, grant: Grant, serverMs: number): string {
  return grant.kind === 'signature' ? grant.authorization : authorize(input, toSigningKey(grant, serverMs));
}

/**
 * With keys at hand the signature is a policy that holds for this key and this size only. A ready signature is for
 * `POST /` and goes into the field that COS reads besides the policy.
 */
function formSignature(draft: Draft, input: SignInput, grant: Grant, serverMs: number): Record<string, string> {
  const token: Record<string, string> = grant.token ? { 'x-cos-security-token': grant.token } : {};
  if (grant.kind === 'signature') return { Signature: authorizationOf(input, grant, serverMs), ...token };
  const key = toSigningKey(grant, serverMs);
  const conditions: PolicyCondition[] = [{ bucket: draft.Bucket }, ['eq', '$key', draft.Key]];
  if (draft.formSize !== undefined) conditions.push(['content-length-range', draft.formSize, draft.formSize]);
  return { ...signPostPolicy(conditions, key.endTime * 1000, key), ...token };
}

export function formatQuery(query: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(query).map(([name, value]) =>
    value ? `${encodePercent(name)}=${encodePercent(value)}` : encodePercent(name),
  );
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}
