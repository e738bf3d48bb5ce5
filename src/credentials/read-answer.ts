import { credentialsError, quoteValue, type CosError } from '../errors';
import type { Grant } from './grant';

type Fields = Record<string, unknown>;

/** Checks what `getAuthorization` answered. Throws `CosError` that names the wrong field. */
export function readAnswer(answer: unknown): Grant {
  if (typeof answer === 'string') return readSignature(answer, '');
  if (typeof answer !== 'object' || answer === null) {
    throw credentialsError(
      'getAuthorization callback params format error.',
      `Expected an object with TmpSecretId, got ${quoteValue(answer)}.`,
    );
  }
  const fields = answer as Fields;
  const token = text(fields['SecurityToken']) || text(fields['XCosSecurityToken']);
  return 'Authorization' in fields ? readSignature(text(fields['Authorization']), token) : readKeys(fields, token);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function readSignature(authorization: string, token: string): Grant {
  if (authorization.indexOf('q-signature=') < 0) {
    throw credentialsError(
      'getAuthorization callback params format error.',
      'A signature looks like "q-sign-algorithm=sha1&q-ak=...&q-signature=...".',
    );
  }
  return { kind: 'signature', authorization: authorization.trim(), token };
}

function readKeys(fields: Fields, token: string): Grant {
  const secretId = text(fields['TmpSecretId']);
  const secretKey = text(fields['TmpSecretKey']);
  if (!secretId) throw missing('TmpSecretId', fields);
  if (!secretKey) throw missing('TmpSecretKey', fields);
  if (!token) throw missing('SecurityToken', fields);
  const expiredTime = readSeconds(fields, 'ExpiredTime');
  if (expiredTime === undefined) throw missing('ExpiredTime', fields);
  const startTime = readSeconds(fields, 'StartTime');
  const isScopeLimited = Boolean(fields['ScopeLimit']);
  return {
    kind: 'keys',
    secretId,
    secretKey,
    token,
    expiredTime,
    isScopeLimited,
    ...(startTime === undefined ? {} : { startTime }),
  };
}

function missing(name: string, fields: Fields): CosError {
  const advice =
    'credentials' in fields
      ? 'It got the whole STS answer: pass credentials.tmpSecretId, credentials.tmpSecretKey, credentials.sessionToken, startTime and expiredTime.'
      : `Got the fields ${Object.keys(fields).join(', ') || '(none)'}.`;
  return credentialsError(`getAuthorization callback params missing "${name}"`, advice);
}

function readSeconds(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (!/^\d{10}$/.test(typeof value === 'number' ? String(value) : text(value))) {
    throw credentialsError(
      `getAuthorization callback params "${name}" should be 10 digits`,
      `(Unix seconds), got ${quoteValue(value)}.`,
    );
  }
  return Number(value);
}
