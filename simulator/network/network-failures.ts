import { Failure, NETWORK_ERRNO } from '../errors';
import type { ResolvedOptions } from '../options';
import { compareVersions, hasFeature } from '../versions';

type NetError = readonly [code: number, name: string, iosText: string];

/** Chromium's net errors, which Android and desktop show, and the sentence that iOS shows instead. */
const NET_ERRORS = {
  offline: [-106, 'ERR_INTERNET_DISCONNECTED', '似乎已断开与互联网的连接。'],
  reset: [-101, 'ERR_CONNECTION_RESET', '网络连接已中断。'],
  refused: [-102, 'ERR_CONNECTION_REFUSED', '未能连接到服务器。'],
  unknownHost: [-105, 'ERR_NAME_NOT_RESOLVED', '未能找到使用指定主机名的服务器。'],
  unreachable: [-109, 'ERR_ADDRESS_UNREACHABLE', '未能连接到服务器。'],
  connectTimeout: [-118, 'ERR_CONNECTION_TIMED_OUT', '请求超时。'],
  certificateName: [-200, 'ERR_CERT_COMMON_NAME_INVALID', '此服务器的证书无效。'],
  certificateDate: [-201, 'ERR_CERT_DATE_INVALID', '此服务器的证书无效。'],
  certificate: [-202, 'ERR_CERT_AUTHORITY_INVALID', '此服务器的证书无效。'],
  redirects: [-310, 'ERR_TOO_MANY_REDIRECTS', 'HTTP重定向过多'],
  empty: [-324, 'ERR_EMPTY_RESPONSE', '网络连接已中断。'],
  decoding: [-330, 'ERR_CONTENT_DECODING_FAILED', '无法解码原始数据'],
  badResponse: [-370, 'ERR_INVALID_HTTP_RESPONSE', '无法解析响应'],
} as const satisfies Record<string, NetError>;

type NetErrorKind = keyof typeof NET_ERRORS;

const BY_NODE_CODE: Record<string, NetErrorKind> = {
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'connectTimeout',
  CERT_HAS_EXPIRED: 'certificateDate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificateName',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  Z_DATA_ERROR: 'decoding',
  Z_BUF_ERROR: 'decoding',
};

export function netFailure(kind: NetErrorKind, options: ResolvedOptions): Failure {
  const errno = kind === 'redirects' ? NETWORK_ERRNO.redirects : NETWORK_ERRNO.network;
  return new Failure(netErrorText(kind, options), { errno });
}

/** The failure for what Node's sockets reported; anything else is a bug of the simulator and passes through. */
export function fromSocketError(error: unknown, options: ResolvedOptions): unknown {
  if (!isNodeError(error)) return error;
  if (error.message === 'socket hang up') return netFailure('empty', options);
  if (error.code.startsWith('HPE_')) return netFailure('badResponse', options);
  if (error.code.startsWith('ERR_BROTLI') || error.code.startsWith('ERR__ERROR_FORMAT'))
    return netFailure('decoding', options);
  const kind = BY_NODE_CODE[error.code];
  return kind ? netFailure(kind, options) : error;
}

export function abortFailure(): Failure {
  return new Failure('abort');
}

export function timeoutFailure(): Failure {
  return new Failure('timeout', { errno: NETWORK_ERRNO.timeout });
}

/** A task that was running when the network changed, e.g. from Wi-Fi to 4G. */
export function networkChangeFailure({ platform }: ResolvedOptions): Failure {
  const reason =
    platform === 'ios'
      ? NET_ERRORS.reset[2]
      : 'errcode:10011 cronet_error_code:0 error_msg:network change, cancel all task';
  return new Failure(reason, { errno: NETWORK_ERRNO.network });
}

/** A task that was still running 5 s after the mini program went to the background. */
export function interruptedFailure({ baseLibrary }: ResolvedOptions): Failure {
  const isNew = compareVersions(baseLibrary, '3.0.0') >= 0;
  return new Failure(isNew ? 'fail:network interrupted error' : 'interrupted', { errno: NETWORK_ERRNO.interrupted });
}

/** A task that was created while the mini program was in the background. */
export function startedInBackgroundFailure(creator: string): Failure {
  return new Failure(`${creator}:fail:interrupted`, { errno: NETWORK_ERRNO.interrupted });
}

function netErrorText(kind: NetErrorKind, options: ResolvedOptions): string {
  const [code, name, iosText] = NET_ERRORS[kind];
  if (options.platform === 'ios') return iosText;
  if (options.platform !== 'android') return `net::${name}`;
  if (hasFeature('request.highPerformanceMode', options)) {
    return `errcode:${code} cronet_error_code:${code} error_msg:net::${name}`;
  }
  // Before Chromium's stack became the default, Android answered both of these with Java's text. Spelled as WeChat spells it.
  const isHostError = kind === 'offline' || kind === 'unknownHost';
  return isHostError ? 'request unknow host error' : `${code}:net::${name}`;
}

// No instanceof: under a test runner, Node's own errors come from another realm.
function isNodeError(error: unknown): error is { code: string; message: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
