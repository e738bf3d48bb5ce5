import { types } from 'node:util';
import { Failure, NETWORK_ERRNO } from '../errors';
import type { ResolvedOptions } from '../options';
import type { HttpBody } from './exchange';
import { headerValue } from './headers';
import type { RequestOptions } from './types';

const METHODS = ['OPTIONS', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'TRACE', 'CONNECT'];

/** The method as it goes out; WeChat takes upper case only, and no PATCH. */
export function requestMethod(method: unknown): string {
  const given = method ?? 'GET';
  if (typeof given === 'string' && METHODS.includes(given)) return given;
  throw new Failure(`method is invalid: ${typeof given === 'string' ? given : typeof given}`, {
    errno: NETWORK_ERRNO.argument,
  });
}

export function contentType({ header }: RequestOptions): string {
  return headerValue(header, 'content-type') ?? 'application/json';
}

/** The URL with the fields of `data`, where the method has no body. */
export function withQuery(url: URL, method: string, data: unknown): URL {
  if (hasBody(method) || data === undefined || data === null || data === '' || types.isAnyArrayBuffer(data)) return url;
  const query = typeof data === 'string' ? data : encodeFields(data);
  const extended = new URL(url);
  extended.search = url.search === '' ? query : `${url.search}&${query}`;
  return extended;
}

/** The body for `data`: ArrayBuffers as they are, strings as UTF-8, anything else as fields or JSON. */
export function requestBody(
  method: string,
  options: RequestOptions,
  { quirks }: ResolvedOptions,
): HttpBody | undefined {
  const { data } = options;
  if (!hasBody(method)) return types.isAnyArrayBuffer(data) ? bufferBody(data) : undefined;
  if (types.isAnyArrayBuffer(data)) {
    if (quirks.maxBufferBytes !== undefined && data.byteLength > quirks.maxBufferBytes) throw bufferTooLarge();
    return bufferBody(data);
  }
  return bufferBody(Buffer.from(toText(data, contentType(options)), 'utf8'));
}

function hasBody(method: string): boolean {
  return method !== 'GET' && method !== 'HEAD';
}

function bufferBody(bytes: ArrayBufferLike | Buffer): HttpBody {
  // A view on the caller's memory: copying each part would double the memory that benchmarks measure.
  const view = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes);
  return { sizeBytes: view.length, writeTo: (request) => void request.end(view) };
}

function toText(data: unknown, type: string): string {
  if (data === undefined || data === null) return '';
  if (typeof data === 'string') return data;
  if (typeof data !== 'object') return toJson(data);
  return type.includes('application/x-www-form-urlencoded') ? encodeFields(data) : toJson(data);
}

function encodeFields(data: object): string {
  return Object.entries(data)
    .map(
      ([name, value]) =>
        `${encodeURIComponent(name)}=${encodeURIComponent(typeof value === 'object' ? toJson(value) : String(value))}`,
    )
    .join('&');
}

function toJson(data: unknown): string {
  try {
    return JSON.stringify(data);
  } catch {
    throw new Failure('data is not serialisable', { errno: NETWORK_ERRNO.notSerialisable });
  }
}

function bufferTooLarge(): Failure {
  return new Failure('convert native buffer parameter fail. native buffer exceed size limit', {
    errno: NETWORK_ERRNO.bufferTooLarge,
  });
}
