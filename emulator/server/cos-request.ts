import type { IncomingMessage } from 'node:http';
import { randomBytes } from 'node:crypto';
import { failure } from '../errors';
import type { EmulatorConfig } from '../options';
import { decodePercent, Query } from './query';
import { resolveTarget, type Target } from './target';

/** A request as COS understands it: decoded, but not yet trusted. */
export interface CosRequest {
  readonly requestId: string;
  readonly traceId: string;
  /** Upper-case. */
  readonly method: string;
  /** The Host header exactly as sent: signatures cover it. */
  readonly host: string;
  readonly target: Target;
  /** Decoded, with the leading slash. */
  readonly path: string;
  /** The path without its leading slash; empty for the bucket itself. */
  readonly key: string;
  readonly query: Query;
  /** By lower-case name; UTF-8 decoded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly remoteAddress: string;
}

/** Path and query of a request line, before any decoding; also of the absolute form that proxies use. */
export interface RawTarget {
  readonly rawPath: string;
  readonly rawQuery: string;
  readonly authority?: string;
}

export function splitRequestTarget(url: string): RawTarget {
  const absolute = /^https?:\/\/([^/?#]*)(.*)$/i.exec(url);
  const rest = absolute ? (absolute[2] ?? '') : url;
  const question = rest.indexOf('?');
  const rawPath = question < 0 ? rest : rest.slice(0, question);
  return {
    rawPath: rawPath.startsWith('/') ? rawPath : `/${rawPath}`,
    rawQuery: question < 0 ? '' : rest.slice(question + 1),
    authority: absolute?.[1],
  };
}

export interface RequestIds {
  readonly requestId: string;
  readonly traceId: string;
}

export function makeIds(): RequestIds {
  return {
    requestId: Buffer.from(randomBytes(12).toString('hex')).toString('base64'),
    traceId: Buffer.from(randomBytes(24).toString('hex')).toString('base64'),
  };
}

export function parseRequest(message: IncomingMessage, ids: RequestIds, config: EmulatorConfig): CosRequest {
  const { rawPath, rawQuery, authority } = splitRequestTarget(message.url ?? '/');
  const host = message.headers.host ?? authority ?? '';
  const path = decodePercent(rawPath);
  return {
    ...ids,
    method: message.method ?? 'GET',
    host,
    target: resolveTarget(host, config),
    path,
    key: path.slice(1),
    query: Query.parse(rawQuery),
    headers: readHeaders(message),
    remoteAddress: message.socket.remoteAddress ?? '',
  };
}

export function readHeaders(message: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = decodeHeader(Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/** Node gives header bytes as Latin-1; clients send UTF-8, or Latin-1 where their HTTP library does so. */
function decodeHeader(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  const text = bytes.toString('utf8');
  return text.includes('\ufffd') ? value : text;
}

/** The length that the client announced; undefined for chunked or absent bodies. */
export function contentLength(request: CosRequest): number | undefined {
  const text = request.headers['content-length'];
  return text === undefined ? undefined : Number(text);
}

const maxObjectBytes = 5 * 1024 ** 3;

/** Refuses uploads without a length, and those over 5 GB, before their body is read. */
export function checkUploadLength(request: CosRequest): void {
  const length = contentLength(request);
  if (length === undefined && request.headers['transfer-encoding'] === undefined) throw failure('MissingContentLength');
  if (length !== undefined && length > maxObjectBytes) throw failure('EntityTooLarge');
}
