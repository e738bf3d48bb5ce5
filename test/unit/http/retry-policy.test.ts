import { CosError } from '../../../src/errors';
import { chooseRemedy, retryDelayMs } from '../../../src/http/retry-policy';

const errorOf = (statusCode: number | undefined, code: string, message = '') =>
  new CosError({ code, message, ...(statusCode ? { statusCode } : {}) });

/** The table of errors of COS, https://cloud.tencent.com/document/product/436/7730 */
const table: [remedy: ReturnType<typeof chooseRemedy>, statusCode: number | undefined, codes: string][] = [
  [
    'wait',
    400,
    'BadDigest EntitySizeNotMatch IncompleteBody MissingRequestBodyError RequestTimeout UserNetworkTooSlow',
  ],
  [
    'none',
    400,
    'InvalidDigest BadRequest InvalidArgument EntityTooLarge EntityTooSmall InvalidPolicyDocument KeyTooLong InvalidPart',
  ],
  ['credentials', 400, 'ExpiredToken'],
  ['none', 402, 'PaymentRequired'],
  ['none', 403, 'AccessDenied AccessForbidden InvalidObjectState'],
  ['credentials', 403, 'InvalidAccessKeyId SignatureDoesNotMatch'],
  ['clock', 403, 'RequestTimeTooSkewed'],
  ['none', 404, 'NoSuchBucket NoSuchKey NoSuchUpload NoSuchTagSet'],
  ['none', 405, 'MethodNotAllowed'],
  ['wait', 409, 'UploadConflict'],
  ['none', 409, 'AppendPositionErr ObjectNotAppendable FileAlreadyExists BucketLocked'],
  ['none', 412, 'PreconditionFailed'],
  ['none', 416, 'InvalidRange'],
  ['wait', 429, 'TooManyRequests'],
  ['none', 451, 'UnavailableForLegalReasons'],
  ['wait', 500, 'InternalError KmsInternalException'],
  ['none', 501, 'NotImplemented'],
  ['wait', 503, 'SlowDown ServiceUnavailable KmsFreqControl'],
  ['wait', undefined, 'NetworkError Timeout Interrupted InvalidResponse'],
  ['none', undefined, 'DomainNotAllowed FileError InvalidArgument CredentialsError Canceled'],
];
const rows = table.flatMap(([remedy, status, codes]) =>
  codes.split(' ').map((code) => [status, code, remedy] as const),
);

test.each(rows)('%p %s: %s', (statusCode, code, remedy) => {
  expect(chooseRemedy(errorOf(statusCode, code))).toBe(remedy);
});

test('AccessDenied because the request has expired is a matter of the clock', () => {
  expect(chooseRemedy(errorOf(403, 'AccessDenied', 'Request has expired'))).toBe('clock');
});

test('delays double, are jittered from zero to their ceiling, and end at 8 s', () => {
  const error = errorOf(500, 'InternalError');
  const ceilings = [0, 1, 2, 3, 4, 5, 6].map((attempt) => retryDelayMs(attempt, error, () => 1));
  expect(ceilings).toEqual([400, 800, 1600, 3200, 6400, 8000, 8000]);
  expect(retryDelayMs(3, error, () => 0)).toBe(0);
});

test('Retry-After is a lower bound, and nonsense in it is ignored', () => {
  const withHeader = (value: string) =>
    new CosError({ code: 'SlowDown', message: '', statusCode: 503, headers: { 'retry-after': value } });
  expect(retryDelayMs(0, withHeader('3'), () => 0)).toBe(3000);
  expect(retryDelayMs(0, withHeader('soon'), () => 0)).toBe(0);
});
