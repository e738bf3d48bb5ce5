import { decodeUtf8 } from '../base/utf8';
import { CosError, type ServiceErrorBody } from '../errors';
import { TransportFailure, type HttpResponse } from '../host/transport';
import { readXml } from '../xml/read';
import type { Answer } from '../schema/operation';
import type { Draft } from './draft';
import { hostOf } from './endpoint';
import { adviseOn, describeFailure } from './error-advice';
import { encodeKeyPath } from '../base/percent';

const requestIdOf = (headers: Record<string, string>): string | undefined =>
  headers['x-cos-request-id'] ?? headers['x-ci-request-id'];

/** Complete and copy answer 200 before the work is done, so an Error may stand in the body of a 200. */
const hasErrorBody = (body: string | ArrayBuffer): boolean =>
  typeof body === 'string' && /^\s*(<\?xml[^>]*>\s*)?<Error>/.test(body);

/** The answer to a request. Throws `CosError` unless it is a success. */
export function readResponse(response: HttpResponse, draft: Draft, origin: string): Answer {
  const { statusCode, headers, body } = response;
  const isSuccess = statusCode >= 200 && statusCode < 300 && (draft.isDownload || !hasErrorBody(body));
  if (!isSuccess) throw serviceError(response, draft, origin);
  return { statusCode, headers, body, location: hostOf(origin) + encodeKeyPath(draft.path) };
}

function serviceError(response: HttpResponse, draft: Draft, origin: string): CosError {
  const { statusCode, headers } = response;
  const body = readErrorBody(response);
  const requestId = body.RequestId ?? requestIdOf(headers);
  const isFromCos = requestId !== undefined;
  const code = body.Code || (isFromCos ? codeByStatus(statusCode) : 'InvalidResponse');
  const reason = body.Message || `HTTP ${statusCode}`;
  const origins = isFromCos ? '' : ` The answer is not from COS: a proxy or login page may be in between (${origin}).`;
  return new CosError({
    code,
    message: `${draft.operation} failed: ${code}, ${reason.replace(/\.$/, '')}.${adviseOn(code, draft)}${origins}${requestId ? ` RequestId ${requestId}` : ''}`,
    error: { ...body, Code: code, Message: reason },
    statusCode,
    headers,
    requestId,
    url: origin + encodeKeyPath(draft.path),
    method: draft.method,
    isRetryable: statusCode >= 500 || statusCode < 300 || !isFromCos,
  });
}

/** Answers to HEAD have no body; the status tells as much as there is to know. */
function codeByStatus(statusCode: number): string {
  const known: Record<number, string> = {
    304: 'NotModified',
    403: 'AccessDenied',
    404: 'NotFound',
    405: 'MethodNotAllowed',
    409: 'Conflict',
    412: 'PreconditionFailed',
    416: 'InvalidRange',
    503: 'ServiceUnavailable',
  };
  return known[statusCode] ?? `HTTP${statusCode}`;
}

/** XML, or JSON from data processing; anything else has no fields. */
function readErrorBody({ body }: HttpResponse): Partial<ServiceErrorBody> {
  const text = typeof body === 'string' ? body : decodeUtf8(body);
  try {
    const parsed: unknown = /^\s*\{/.test(text) ? JSON.parse(text) : readXml(text)['Error'];
    if (typeof parsed !== 'object' || parsed === null) return {};
    const fields = parsed as Record<string, string | undefined>;
    return { ...fields, Code: fields['Code'] ?? fields['code'], Message: fields['Message'] ?? fields['message'] };
  } catch {
    // Not the answer of COS: what it is, the status and the missing request id tell.
    return {};
  }
}

/** What a failed attempt looks like to the user; errors of other kinds (a stop, a bug) stay as they are. */
export function toCosError(failure: unknown, draft: Draft, origin: string): unknown {
  if (!(failure instanceof TransportFailure)) return failure;
  const { code, message, isRetryable } = describeFailure(failure, draft, origin);
  return new CosError({
    code,
    message: `${draft.operation} failed: ${message}`,
    error: failure.errMsg,
    url: origin + encodeKeyPath(draft.path),
    method: draft.method,
    cause: failure,
    isRetryable,
  });
}
