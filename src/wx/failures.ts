import { FileFailure } from '../host/files';
import { TransportFailure, type TransportFailureKind } from '../host/transport';

/** What `fail` callbacks of wx receive. `errno` exists from base library 2.24.0, `errCode` on files. */
export interface WxFailure {
  errMsg?: string;
  errno?: number;
  errCode?: number;
}

/** https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
const kindByErrno: Record<number, TransportFailureKind> = {
  5: 'timeout',
  600001: 'offline',
  600002: 'domain',
  600003: 'interrupted',
  600005: 'rejected',
  600007: 'busy',
  600009: 'rejected',
  600010: 'rejected',
  600011: 'rejected',
  602300: 'rejected',
  603300: 'file',
  603301: 'rejected',
  603302: 'file',
  603303: 'file',
};

/** Texts differ between WeChat versions and platforms, so they are only searched for words. */
const kindByWords: [RegExp, TransportFailureKind][] = [
  [/not in domain list/i, 'domain'],
  [/interrupted/i, 'interrupted'],
  [/time(d)?\s?-?out|超时/i, 'timeout'],
  [/exceed max .*count/i, 'busy'],
  [/native buffer|invalid url|exceed max file size/i, 'rejected'],
  [/no such file|not exist|file not found|permission denied|storage limit/i, 'file'],
];

export function toTransportFailure(failure: WxFailure): TransportFailure {
  const errMsg = failure.errMsg ?? 'request:fail';
  const words = kindByWords.find(([pattern]) => pattern.test(errMsg));
  const kind = (failure.errno === undefined ? undefined : kindByErrno[failure.errno]) ?? words?.[1] ?? 'offline';
  return new TransportFailure(kind, errMsg, failure.errno);
}

/** Error codes of FileSystemManager; https://developers.weixin.qq.com/miniprogram/dev/api/file/FileSystemManager.html */
const fileKindByCode: Record<number, FileFailure['kind']> = {
  1300001: 'denied',
  1300002: 'missing',
  1300013: 'denied',
  1300014: 'denied',
  1300202: 'full',
};

export function toFileFailure(failure: WxFailure): FileFailure {
  const errMsg = failure.errMsg ?? 'file operation failed';
  const known = failure.errCode === undefined ? undefined : fileKindByCode[failure.errCode];
  if (known) return new FileFailure(known, errMsg);
  if (/no such file|not exist|not found/i.test(errMsg)) return new FileFailure('missing', errMsg);
  if (/permission denied/i.test(errMsg)) return new FileFailure('denied', errMsg);
  if (/storage limit|exceed|no space/i.test(errMsg)) return new FileFailure('full', errMsg);
  return new FileFailure('other', errMsg);
}
