/** What a fault does. Several may be combined (a delay and then an error, say). */
export interface FaultEffects {
  /** Answer this HTTP status instead of doing the work. With `code` an error, else an answer with `body`. */
  status?: number;
  /** Error code of the answer, such as `SlowDown`. */
  code?: string;
  /** Error message; default: the code. */
  message?: string;
  /** Further response headers, such as `Retry-After`. Alone they are added to the ordinary answer. */
  headers?: Record<string, string>;
  /** Answer this text instead of doing the work; status 200 unless given. */
  body?: string;
  /**
   * Break the connection (TCP reset): `beforeBody` at once, `{ afterBytes }` while the body is read, `afterBody` when it
   * has been read and nothing done, `afterWork` when everything is done and stored (a lost answer).
   */
  reset?: 'beforeBody' | 'afterBody' | 'afterWork' | { afterBytes: number };
  /** Wait before anything else, in milliseconds. */
  delayMs?: number;
  /** Limits request and response body to this speed. */
  bandwidthBytesPerSecond?: number;
  /** Send so many bytes of the response body, though Content-Length promises all, and break the connection. */
  truncateAnswerAfterBytes?: number;
  /** Flip the first byte of the content on its way to the disk; ETag and CRC are those of the damaged content. */
  corruptStoredByte?: boolean;
  /** Answer an ETag that does not belong to the content (header and XML). */
  wrongETag?: boolean;
  /** Answer status 200 with this error as body, as Complete and Copy may do; the work is not done. */
  okThenError?: { code: string; message?: string };
  /** Response headers to leave out, such as `x-cos-hash-crc64ecma`. */
  omitHeaders?: string[];
  /** CompleteMultipartUpload: answer 200 at once, send whitespace for so long, then merge and send the result. */
  slowMergeMs?: number;
}

/** When a fault happens, and what it does. A rule without any match field meets every request. */
export interface FaultRule extends FaultEffects {
  /** COS action name(s): `PutObject`, `PostObject`, `UploadPart`, `CompleteMultipartUpload`, … */
  operation?: string | string[];
  bucket?: string;
  /** The exact key. A form upload without `key` in its URL matches by its operation only. */
  key?: string;
  partNumber?: number;
  method?: string;
  /** Let so many matching requests pass first; default 0. */
  skip?: number;
  /** How often it happens; default 1, `Infinity` for ever (`-1` in JSON). */
  times?: number;
}

export interface FaultHandle {
  readonly id: string;
  readonly rule: Readonly<FaultRule>;
  /** How often it has happened. */
  readonly hits: number;
  remove(): void;
}

/** What a rule is matched against. */
export interface FaultSubject {
  readonly operation: string;
  readonly method: string;
  readonly bucket: string | undefined;
  readonly key: string | undefined;
  readonly partNumber: number | undefined;
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isCount: Check = (value) => typeof value === 'number' && value >= 0;
const isFlag: Check = (value) => typeof value === 'boolean';
const isTextList: Check = (value) => Array.isArray(value) && value.every(isText);
const isObject: Check = (value) => typeof value === 'object' && value !== null;
const resets: unknown[] = ['beforeBody', 'afterBody', 'afterWork'];

const checks: Record<keyof FaultRule, Check> = {
  operation: (value) => isText(value) || isTextList(value),
  bucket: isText,
  key: isText,
  partNumber: isCount,
  method: isText,
  skip: isCount,
  times: (value) => isCount(value) || value === -1,
  status: (value) => typeof value === 'number' && value >= 200 && value <= 599,
  code: isText,
  message: isText,
  headers: isObject,
  body: isText,
  reset: (value) =>
    resets.includes(value) || (isObject(value) && isCount((value as { afterBytes?: unknown }).afterBytes)),
  delayMs: isCount,
  bandwidthBytesPerSecond: (value) => isCount(value) && value !== 0,
  truncateAnswerAfterBytes: isCount,
  corruptStoredByte: isFlag,
  wrongETag: isFlag,
  okThenError: (value) => isObject(value) && isText((value as { code?: unknown }).code),
  omitHeaders: isTextList,
  slowMergeMs: isCount,
};

/** Returns the rule, or throws with what is wrong: a fault that silently never happens would make a test lie. */
export function checkFaultRule(value: unknown): FaultRule {
  if (typeof value !== 'object' || value === null) throw new Error('A fault rule must be an object');
  for (const [name, field] of Object.entries(value)) {
    if (!(name in checks)) throw new Error(`A fault rule has no field "${name}"`);
    const isValid = checks[name as keyof FaultRule];
    if (field !== undefined && !isValid(field)) throw new Error(`Fault rule: bad value for "${name}"`);
  }
  if ('code' in value && !('status' in value)) throw new Error('A fault rule with "code" needs "status"');
  return value;
}
