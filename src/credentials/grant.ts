/** Keys that sign requests. Times are Unix seconds by the server's clock. */
export interface KeyGrant {
  readonly kind: 'keys';
  readonly secretId: string;
  readonly secretKey: string;
  readonly token: string;
  readonly startTime?: number;
  readonly expiredTime?: number;
  /** The keys hold for the scope of one request only. */
  readonly isScopeLimited?: boolean;
  /** That scope, once it is known. */
  readonly scopeKey?: string;
}

/** A signature for one request. */
export interface SignatureGrant {
  readonly kind: 'signature';
  readonly authorization: string;
  readonly token: string;
}

/** What allows a request. */
export type Grant = KeyGrant | SignatureGrant;
