import { failure } from '../errors';
import type { Identity, Services } from '../server/call';
import type { CosRequest } from '../server/cos-request';
import { parseAuthorization, readFields, type Authorization } from './authorization';
import { canonicalName, httpString, sign, signKey, stringToSign, type Pairs } from './signature';
import { checkPeriod } from './validity';

/** Finds out who sent a request; anonymous without a signature, an error with a wrong one. */
export function authenticate(services: Services, request: CosRequest): Identity {
  const header = request.headers['authorization'];
  if (header) return verify(services, request, { authorization: parseAuthorization(header), token: tokenOf(request) });
  if (!request.query.has('q-sign-algorithm') && !request.query.has('q-signature')) return { kind: 'anonymous' };
  const authorization = readFields((name) => request.query.get(name));
  return verify(services, request, { authorization, token: tokenOf(request) });
}

export interface Claim {
  readonly authorization: Authorization;
  readonly token: string | undefined;
}

/** Checks an ordinary authorization against what was sent. */
export function verify(services: Services, request: CosRequest, claim: Claim): Identity {
  const { authorization } = claim;
  const key = findKey(services, authorization.secretId, claim.token);
  checkPeriod(authorization.signTime, services.clock.nowMs());
  checkPeriod(authorization.keyTime, services.clock.nowMs());
  const canonical = httpString({
    method: request.method,
    path: request.path,
    query: pick(request.query.pairs, authorization.parameterList),
    headers: pick(Object.entries(request.headers), authorization.headerList),
  });
  const text = stringToSign(authorization.signTime, canonical);
  const expected = sign(signKey(key.secretKey, authorization.keyTime), text);
  if (expected !== authorization.signature) throw signatureMismatch(text, canonical);
  return key.identity;
}

export function signatureMismatch(text: string, canonical: string): Error {
  return failure('SignatureDoesNotMatch', undefined, { details: { StringToSign: text, FormatString: canonical } });
}

/** The secret of a SecretId, after checking that the token belongs to it and is still valid. */
export function findKey(
  services: Services,
  secretId: string,
  token: string | undefined,
): { secretKey: string; identity: Identity } {
  const { config, keys, clock } = services;
  if (secretId === config.secretId && token === undefined) {
    return { secretKey: config.secretKey, identity: { kind: 'root' } };
  }
  const content = token === undefined ? undefined : keys.open(token);
  if (content?.secretId !== secretId) throw failure('InvalidAccessKeyId');
  if (clock.nowMs() >= content.expiredTime * 1000) throw failure('ExpiredToken');
  return { secretKey: keys.secretKeyOf(secretId), identity: { kind: 'temporary', policy: content.policy } };
}

export function tokenOf(request: CosRequest): string | undefined {
  const name = request.target.kind === 'ci' ? 'x-ci-security-token' : 'x-cos-security-token';
  return request.headers[name] || request.query.get(name) || undefined;
}

/** What was sent under the listed names. A listed name that was not sent is left out, so the signature cannot match. */
function pick(sent: Pairs, list: readonly string[]): Pairs {
  const listed = new Set(list);
  return sent.filter(([name]) => listed.has(canonicalName(name)));
}
