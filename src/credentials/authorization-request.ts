/** One permission that a request needs, for a server that issues keys of just that scope. */
export interface Scope {
  /** CAM action, as `name/cos:PutObject`. */
  action: string;
  /** Bucket name with APPID. */
  bucket: string;
  /** Region code. */
  region: string;
  /** Object key, or `''` for a call on the bucket. */
  prefix: string;
}

/** What `getAuthorization` is told about the request that needs credentials. */
export interface AuthorizationRequest {
  Bucket: string;
  Region: string;
  /** HTTP method, upper case. */
  Method: string;
  /** Object key without a leading `/`; `''` for bucket calls. */
  Key: string;
  /** Path of the URL, not encoded. */
  Pathname: string;
  /** Query parameters that must be signed. */
  Query: Record<string, string>;
  /** Headers that must be signed. */
  Headers: Record<string, string>;
  /** The permissions that the request needs. */
  Scope: Scope[];
  /** Milliseconds to add to the phone's clock for the server's time. */
  SystemClockOffset: number;
}

/** Temporary keys as your server gets them from STS. */
export interface TemporaryKeys {
  /** `credentials.tmpSecretId` of the STS answer. */
  TmpSecretId: string;
  /** `credentials.tmpSecretKey` of the STS answer. */
  TmpSecretKey: string;
  /** `credentials.sessionToken` of the STS answer. */
  SecurityToken?: string;
  /** Older name of `SecurityToken`. */
  XCosSecurityToken?: string;
  /** `startTime` of the STS answer, Unix seconds by the server's clock. Recommended: the phone's clock may be wrong. */
  StartTime?: number;
  /** `expiredTime` of the STS answer, Unix seconds. */
  ExpiredTime: number;
  /** True where the keys hold for the `Scope` of this request only. */
  ScopeLimit?: boolean;
}

/** A signature made by your server for this one request. */
export interface ReadySignature {
  /** `q-sign-algorithm=sha1&q-ak=...`. */
  Authorization: string;
  /** Token of the temporary keys behind the signature. */
  SecurityToken?: string;
  /** Older name of `SecurityToken`. */
  XCosSecurityToken?: string;
}

/** What `getAuthorization` answers: temporary keys (recommended), or a signature. */
export type AuthorizationAnswer = TemporaryKeys | ReadySignature | string;

/** The option `getAuthorization`: answers through `callback`, or returns a promise; may throw. */
export type GetAuthorization = (
  options: AuthorizationRequest,
  callback: (answer: AuthorizationAnswer) => void,
  // `void` is what a callback-style function returns.
  // eslint-disable-next-line @typescript-eslint/no-invalid-void-type
) => void | undefined | AuthorizationAnswer | PromiseLike<AuthorizationAnswer | undefined>;
