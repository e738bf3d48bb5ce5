import type { Environment } from './versions';
import { hasFeature } from './versions';

/** `errno` of network calls: https://developers.weixin.qq.com/miniprogram/dev/framework/usability/PublicErrno.html */
export const NETWORK_ERRNO = {
  timeout: 5,
  network: 600001,
  domain: 600002,
  interrupted: 600003,
  argument: 600005,
  tooManyTasks: 600007,
  redirects: 600008,
  invalidUrl: 600009,
  notSerialisable: 600010,
  bufferTooLarge: 602300,
  saveFile: 603300,
  fileTooLarge: 603301,
  emptyFile: 603302,
  filePath: 603303,
} as const;

/** `errCode` and text of file calls, from the FileError table of the typings. */
export const FILE_ERRORS = {
  notPermitted: [1300001, 'operation not permitted'],
  noSuchFile: [1300002, 'no such file or directory'],
  inputOutput: [1300005, 'Input/output error'],
  badDescriptor: [1300009, 'bad file descriptor'],
  permissionDenied: [1300013, 'permission denied'],
  pathDenied: [1300014, 'Path permission denied'],
  notDirectory: [1300020, 'not a directory'],
  isDirectory: [1300021, 'Is a directory'],
  invalidArgument: [1300022, 'Invalid argument'],
  nameTooLong: [1300036, 'File name too long'],
  notEmpty: [1300066, 'directory not empty'],
  system: [1300201, 'system error'],
  tooLarge: [1300202, 'the maximum size of the file storage limit is exceeded'],
  base64: [1300203, 'base64 encode error'],
  emptyData: [1301002, 'data to write is empty'],
  directoryTarget: [1301003, 'illegal operation on a directory'],
  alreadyExists: [1301005, 'file already exists'],
  length: [1301006, 'value of length is out of range'],
  offset: [1301007, 'value of offset is out of range'],
  position: [1301009, 'value of position is out of range'],
  noTempFile: [1301112, 'tempFilePath file not exist'],
  descriptorDenied: [1302001, 'fail permission denied'],
  // Spelled as WeChat spells it.
  tooManyDescriptors: [1302002, 'excced max concurrent fd limit'],
  invalidFlag: [1302003, 'invalid flag'],
  flagDenied: [1302004, 'permission denied when open using flag'],
  noArrayBuffer: [1302005, 'array buffer does not exist'],
} as const;

/** Why an API call failed; `reason` is the part of `errMsg` after `api:fail`. */
export class Failure extends Error {
  constructor(
    readonly reason: string,
    readonly codes: { errno?: number; errCode?: number } = {},
  ) {
    super(reason);
  }
}

/** What a `fail` callback receives. */
export interface FailResult {
  errMsg: string;
  errno?: number;
  errCode?: number;
  exception?: { retryCount: number; reasons: unknown[] };
  useHttpDNS?: boolean;
}

export function fileFailure(kind: keyof typeof FILE_ERRORS, detail = ''): Failure {
  const [errCode, text] = FILE_ERRORS[kind];
  return new Failure(detail === '' ? text : `${text} ${detail}`, { errCode, errno: errCode });
}

export function parameterFailure(name: string, expected: string, value: unknown): Failure {
  return new Failure(`parameter error: parameter.${name} should be ${expected} instead of ${typeName(value)};`, {
    errno: 1001,
  });
}

/** The fail object of one API; a reason that starts with a colon keeps the spelling `api:fail:reason` that some texts have. */
export function describeFailure(api: string, failure: Failure, environment: Environment): FailResult {
  const separator = failure.reason.startsWith(':') ? '' : ' ';
  const result: FailResult = { errMsg: `${api}:fail${separator}${failure.reason}` };
  if (failure.codes.errCode !== undefined) result.errCode = failure.codes.errCode;
  if (failure.codes.errno !== undefined && hasFeature('request.errno', environment)) result.errno = failure.codes.errno;
  return result;
}

/** An unexpected exception still has to reach the caller's `fail`: a call that never ends would hide it. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  return new Failure(`unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`, {
    errno: 600000,
  });
}

function typeName(value: unknown): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}
