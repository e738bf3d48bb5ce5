import type { TransportFailure } from '../host/transport';
import type { ClientErrorCode } from '../errors';
import type { Draft } from './draft';

/** What a user can do about an error of COS, by its code. */
const adviceByCode: Record<string, (draft: Draft) => string> = {
  AccessDenied: ({ scope }) => {
    const needed = scope.map(({ action, bucket, prefix }) => `${action} on ${bucket}${prefix ? `/${prefix}` : ''}`);
    return `Allow ${needed.join(' and ')} in the policy of the keys, or check the bucket's own policy.`;
  },
  SignatureDoesNotMatch: () => 'SecretId and SecretKey do not belong together, or a proxy changes the request.',
  InvalidAccessKeyId: () => 'The SecretId is unknown, disabled or expired.',
  ExpiredToken: () => 'The temporary keys have expired: getAuthorization should answer fresh ones.',
  RequestTimeTooSkewed: () =>
    "The phone's clock is wrong; leave CorrectClockSkew on or let getAuthorization answer StartTime.",
  NoSuchBucket: ({ Bucket, Region }) => `There is no bucket ${Bucket} in ${Region}: check both.`,
  NoSuchKey: ({ Key }) => `There is no object ${Key}.`,
  NotFound: ({ Bucket, Region, Key }) => `There is no ${Key ? `object ${Key} in ` : ''}bucket ${Bucket} in ${Region}.`,
  NoSuchUpload: () => 'The multipart upload was completed, aborted or cleaned up: start again.',
  BucketAccelerateNotEnabled: () => 'Enable acceleration for the bucket, or leave UseAccelerate off.',
  InvalidObjectState: () => 'The object is archived: call restoreObject and wait until it is restored.',
};

export function adviseOn(code: string, draft: Draft): string {
  const advice = adviceByCode[code];
  return advice ? ` ${advice(draft)}` : '';
}

interface Description {
  code: ClientErrorCode;
  text: (origin: string, list: string) => string;
  isRetryable: boolean;
}

const descriptions: Record<TransportFailure['kind'], Description> = {
  offline: {
    code: 'NetworkError',
    isRetryable: true,
    text: (origin) => `No connection to ${origin}: check the network.`,
  },
  timeout: { code: 'Timeout', isRetryable: true, text: (origin) => `No answer from ${origin} in time.` },
  interrupted: {
    code: 'Interrupted',
    isRetryable: true,
    text: () => 'WeChat interrupted the request while the app was in the background.',
  },
  busy: { code: 'NetworkError', isRetryable: true, text: () => 'WeChat runs too many requests at once.' },
  domain: {
    code: 'DomainNotAllowed',
    isRetryable: false,
    text: (origin, list) =>
      `Add ${origin} to the ${list} domains of the app (mp.weixin.qq.com, Development Management, Server Domain), or turn the domain check off in DevTools.`,
  },
  file: { code: 'FileError', isRetryable: false, text: () => 'The file cannot be read or written.' },
  rejected: { code: 'NetworkError', isRetryable: false, text: () => 'WeChat refuses to send the request.' },
};

/** Which list of domains in the WeChat console a request needs. */
export function domainListOf(draft: Draft): 'request' | 'uploadFile' | 'downloadFile' {
  if (draft.saveTo !== undefined) return 'downloadFile';
  return draft.formSize === undefined ? 'request' : 'uploadFile';
}

/** Code and text for a request without an answer. */
export function describeFailure(failure: TransportFailure, draft: Draft, origin: string) {
  const { code, isRetryable, text } = descriptions[failure.kind];
  return { code, isRetryable, message: `${text(origin, domainListOf(draft))} (${failure.errMsg})` };
}
