import { argumentError, quoteValue } from '../errors';
import { operation, type Answer, type HttpMethod } from '../schema/operation';
import { responseInfo } from '../schema/decode';
import type { BucketParams, ResponseInfo } from '../schema/params';
import { readXml } from '../xml/read';
import { buildDraft, checkBody } from './build';
import type { CallContext, ClientContext } from './client-context';
import type { Draft } from './draft';
import { parseUrl } from './parse-url';
import { send } from './send';

export interface RequestParams extends BucketParams {
  /** HTTP method. Default `GET`. */
  Method?: string;
  /** Object key; empty for a call on the bucket. */
  Key?: string;
  /** Another URL than that of the bucket, as that of data processing (数据万象): `https://bucket-appid.ci.region.myqcloud.com/jobs`. */
  Url?: string;
  /** Query key without value, as `acl`, or a text `name=value`. */
  Action?: string;
  /** Request body; an object is sent as JSON. */
  Body?: string | ArrayBuffer | object;
  /** True answers the body as it is. Default false: XML and JSON are parsed. */
  RawBody?: boolean;
  /** `arraybuffer` answers binary data as Body. */
  DataType?: 'text' | 'arraybuffer' | (string & {});
}

export interface RequestResult extends ResponseInfo {
  /** The body where RawBody or DataType ask for it, or where it is neither XML nor JSON. */
  Body?: string | ArrayBuffer;
  /** The parsed answer: the root element of XML, the fields of JSON. */
  [name: string]: unknown;
}

const methods = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS'];

/** `cos.request`: any call, signed, retried and read like all others. */
export async function request(params: RequestParams, call: CallContext): Promise<RequestResult> {
  const draft = buildCustomDraft(params, call);
  // Every answer has the fields of ResponseInfo.
  const read = (answer: Answer) => ({ ...readBody(answer, params), ...responseInfo(answer) }) as RequestResult;
  return send(draft, call, read);
}

function buildCustomDraft(params: RequestParams, context: ClientContext): Draft {
  const method = (params.Method ?? 'GET').toUpperCase();
  if (methods.indexOf(method) < 0)
    throw argumentError(
      'Method format error.',
      `Expected one of ${methods.join(', ')}, got ${quoteValue(params.Method)}.`,
    );
  const onObject = Boolean(params.Key);
  const spec = operation<RequestParams, RequestResult>({
    method: method as HttpMethod,
    on: onObject ? 'object' : 'bucket',
    isDownload: true,
  });
  const draft = buildDraft(
    'request',
    spec,
    { ...params, Output: undefined },
    { ...context, options: { ...context.options, ObjectKeySimplifyCheck: false } },
  );
  const action = params.Action ? parseUrl(`https://action/?${params.Action}`).query : {};
  const target = params.Url ? parseUrl(params.Url) : undefined;
  const query = { ...target?.query, ...action, ...draft.query };
  const place = target ? { origins: [target.origin], path: target.path } : {};
  return {
    ...draft,
    ...place,
    query,
    ...encodeBody(params.Body, draft),
    isDownload: false,
    isIdempotent: method !== 'POST',
  };
}

function encodeBody(body: RequestParams['Body'], draft: Draft): Pick<Draft, 'body' | 'headers'> {
  if (body === undefined) return { headers: draft.headers };
  const isPlain = Object.prototype.toString.call(body) === '[object Object]';
  if (!isPlain) return { headers: draft.headers, body: checkBody(body) };
  return { headers: { 'Content-Type': 'application/json', ...draft.headers }, body: JSON.stringify(body) };
}

function readBody({ body }: Answer, { RawBody }: RequestParams): Partial<RequestResult> {
  if (RawBody || typeof body !== 'string') return { Body: body };
  const text = body.trim();
  if (text === '') return {};
  try {
    const parsed: unknown = text.charAt(0) === '<' ? readXml(text) : JSON.parse(text);
    return Object.prototype.toString.call(parsed) === '[object Object]' ? (parsed as RequestResult) : { Body: body };
  } catch {
    // Neither XML nor JSON: a text or an image description, which the caller gets as it is.
    return { Body: body };
  }
}
