import type { StopSignal } from '../base/signal';
import type { AuthorizationRequest } from './authorization-request';
import type { Grant, KeyGrant } from './grant';

/** Where requests get their credentials from. */
export interface CredentialProvider {
  /** Rejects with `CosError`, or with `StoppedError` when the request is stopped while it waits. */
  get(request: AuthorizationRequest, signal: StopSignal): Promise<Grant>;
  /** Keys that are at hand without asking anybody. */
  peek(request: AuthorizationRequest): KeyGrant | undefined;
  /** COS refused this grant: it is not given out again. True where asking again may give a better one. */
  refuse(grant: Grant): boolean;
}
