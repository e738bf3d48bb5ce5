import type { CosError } from '../errors';

/** What may make the next attempt succeed. */
export type Remedy =
  /** Waiting: the fault is passing. */
  | 'wait'
  /** Other credentials. */
  | 'credentials'
  /** The right time of day. */
  | 'clock'
  /** Nothing: the request itself is wrong. */
  | 'none';

const credentialCodes = ['ExpiredToken', 'InvalidAccessKeyId', 'SignatureDoesNotMatch'];
const waitCodes = [
  'BadDigest',
  'EntitySizeNotMatch',
  'IncompleteBody',
  // In the body of a 200: the work went on after the status was sent.
  'InternalError',
  'MissingRequestBodyError',
  'RequestTimeout',
  'ServiceUnavailable',
  'SlowDown',
  'UserNetworkTooSlow',
  'UploadConflict',
];
const clientWaitCodes = ['NetworkError', 'Timeout', 'Interrupted', 'InvalidResponse'];

/** The table of https://cloud.tencent.com/document/product/436/7730, seen by what helps. */
export function chooseRemedy(error: CosError): Remedy {
  const status = error.statusCode ?? 0;
  if (error.code === 'RequestTimeTooSkewed') return 'clock';
  if (error.code === 'AccessDenied' && /expired/i.test(error.message)) return 'clock';
  if (credentialCodes.indexOf(error.code) >= 0) return 'credentials';
  if (clientWaitCodes.indexOf(error.code) >= 0 || waitCodes.indexOf(error.code) >= 0) return 'wait';
  // 501 means that COS does not know the request; waiting does not teach it.
  return status === 429 || (status >= 500 && status !== 501) ? 'wait' : 'none';
}

const firstDelayMs = 400;
const longestDelayMs = 8000;

/** Exponential delay with full jitter; a throttled client waits twice as long. `Retry-After` is a lower bound. */
export function retryDelayMs(attempt: number, error: CosError, random: () => number): number {
  const ceiling = Math.min(firstDelayMs * Math.pow(2, attempt), longestDelayMs) * (error.statusCode === 503 ? 2 : 1);
  const asked = Number(error.headers?.['retry-after']) * 1000;
  return Math.max(Math.round(random() * ceiling), asked > 0 ? asked : 0);
}
