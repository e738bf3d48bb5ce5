/**
 * Codes that this SDK sets itself. An answer of COS keeps the code of COS (`NoSuchKey`, `AccessDenied`, ...), see
 * https://cloud.tencent.com/document/product/436/7730
 */
export type ClientErrorCode =
  /** A parameter or option is missing or malformed. Nothing was sent. */
  | 'InvalidArgument'
  /** No usable credentials: `getAuthorization` failed, never answered or answered nonsense. Nothing was sent. */
  | 'CredentialsError'
  /** No answer: the phone is offline, the connection broke, DNS or TLS failed. */
  | 'NetworkError'
  /** No answer within the time limit. */
  | 'Timeout'
  /** The app was in the background; WeChat interrupts requests there. */
  | 'Interrupted'
  /** The domain is not in the list of the WeChat console. */
  | 'DomainNotAllowed'
  /** A file cannot be read or written. */
  | 'FileError'
  /** What arrived differs from what was sent. */
  | 'IntegrityError'
  /** The answer is not one of COS: a proxy, a captive portal or a CDN page. */
  | 'InvalidResponse'
  /** The task was cancelled with `cancelTask`. */
  | 'Canceled'
  /** A bug, here or in a listener of `before-send`; `cause` is what was thrown. */
  | 'UnexpectedError';

/** The Error element of an answer of COS. */
export interface ServiceErrorBody {
  Code: string;
  Message: string;
  Resource?: string;
  RequestId?: string;
  TraceId?: string;
  [name: string]: unknown;
}

export interface CosErrorDetails {
  code: ClientErrorCode | (string & {});
  /** What failed, why, and what to do. */
  message: string;
  /** What `error.error` of existing code reads; the message where absent. */
  error?: string | ServiceErrorBody;
  statusCode?: number;
  headers?: Record<string, string>;
  requestId?: string;
  url?: string;
  method?: string;
  cause?: unknown;
  /** True where the same request may succeed later (offline, timeout, 5xx). */
  isRetryable?: boolean;
}

/** The one error of this SDK: every callback and promise fails with it, whatever went wrong. */
export class CosError extends Error {
  /** The minifier renames classes, so the name is set by hand. */
  override readonly name: string = 'CosError';
  /** COS's own code (`NoSuchKey`) or one of {@link ClientErrorCode}. Decide by this, show `message`. */
  readonly code: ClientErrorCode | (string & {});
  /** The form that code written for cos-wx-sdk-v5 reads: the parsed Error element of COS, or a text. */
  readonly error: string | ServiceErrorBody;
  /** HTTP status; absent when there was no answer. */
  readonly statusCode?: number;
  /** Response headers with lower-case names; absent when there was no answer. */
  readonly headers?: Record<string, string>;
  /** Ask Tencent Cloud support with this id. */
  readonly RequestId?: string;
  /** The request's URL, its signature and token masked. */
  readonly url?: string;
  /** The request's HTTP method. */
  readonly method?: string;
  /** The upload id, where a multipart upload failed. */
  UploadId?: string;
  /** What caused this error: the failure of the platform, of a file, or of the app's own callback. */
  readonly cause?: unknown;
  /** True where the same call may succeed later without any change: offline, timeout, 5xx. */
  readonly isRetryable: boolean;

  constructor(details: CosErrorDetails) {
    super(details.message);
    // Old engines build errors with the base prototype; `instanceof` must still work.
    Object.setPrototypeOf(this, CosError.prototype);
    this.code = details.code;
    this.error = details.error ?? details.message;
    this.isRetryable = details.isRetryable ?? false;
    if (details.statusCode !== undefined) this.statusCode = details.statusCode;
    if (details.headers) this.headers = details.headers;
    if (details.requestId) this.RequestId = details.requestId;
    if (details.url) this.url = maskUrl(details.url);
    if (details.method) this.method = details.method;
    if (details.cause !== undefined) this.cause = details.cause;
  }
}

/** Works across copies of this package (a sub-package may hold its own), where `instanceof` does not. */
export function isCosError(value: unknown): value is CosError {
  return value instanceof Error && value.name === 'CosError';
}

/** `summary` is the text that existing code compares with; `advice` completes the message for people. */
export function argumentError(summary: string, advice = ''): CosError {
  return new CosError({ code: 'InvalidArgument', message: advice ? `${summary} ${advice}` : summary, error: summary });
}

export function credentialsError(summary: string, advice = '', cause?: unknown): CosError {
  const message = advice ? `${summary} ${advice}` : summary;
  return new CosError({ code: 'CredentialsError', message, error: summary, cause });
}

export function fileError(message: string, cause?: unknown): CosError {
  return new CosError({ code: 'FileError', message, cause });
}

/** A value in an error message: short, on one line, and never a whole body. */
export function quoteValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null) return Object.prototype.toString.call(value).slice(8, -1);
  return String(value);
}

/** Hides what would let a reader of a log repeat the request. */
export function maskUrl(url: string): string {
  return url.replace(/([?&](?:q-signature|x-cos-security-token|x-ci-security-token|sign|q-ak)=)[^&#]*/gi, '$1***');
}
