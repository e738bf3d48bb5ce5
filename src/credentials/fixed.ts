import { credentialsError } from '../errors';
import type { KeyGrant } from './grant';
import type { CredentialProvider } from './provider';

export interface FixedKeys {
  SecretId: string;
  SecretKey: string;
  SecurityToken: string;
  StartTime: number;
  ExpiredTime: number;
}

/** Keys given in the options: always the same, there is nobody to ask for others. */
export function fixedProvider(keys: FixedKeys): CredentialProvider {
  const grant: KeyGrant = {
    kind: 'keys',
    secretId: keys.SecretId,
    secretKey: keys.SecretKey,
    token: keys.SecurityToken,
    ...(keys.StartTime && keys.ExpiredTime ? { startTime: keys.StartTime, expiredTime: keys.ExpiredTime } : {}),
  };
  return { get: () => Promise.resolve(grant), peek: () => grant, refuse: () => false };
}

/** For a client without any credentials: calls that need none are made through `getObjectUrl({ Sign: false })`. */
export function missingProvider(): CredentialProvider {
  return {
    get: () =>
      Promise.reject(
        credentialsError(
          'missing credentials.',
          'Give new COS({ ... }) a getAuthorization function that asks your server for temporary keys, or SecretId and SecretKey.',
        ),
      ),
    peek: () => undefined,
    refuse: () => false,
  };
}
