import { request as httpRequest, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { encodeStrictly } from '../../../emulator/auth/encode';
import { canonicalName, httpString, sign, signKey, stringToSign, type Pairs } from '../../../emulator/auth/signature';
import type { Emulator } from '../../../emulator';

export interface RawKeys {
  secretId: string;
  secretKey: string;
  token?: string;
}

export interface RawRequest {
  method?: string;
  /** Decoded. */
  key?: string;
  /** Sent as it is, instead of `key`. */
  rawPath?: string;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  /** A stream needs a `content-length` header. */
  body?: Buffer | string | Readable;
  /** Do not keep the response body: `text` is its length. */
  countOnly?: boolean;
  host?: string;
  /** Default: the client's keys. `false`: anonymous. */
  keys?: RawKeys | false;
  /** Names of headers to sign besides host. */
  signedHeaders?: string[];
  /** `<start>;<end>`, default a period around now. */
  keyTime?: string;
  /** Put the signature into the URL. */
  presign?: boolean;
  /** Changes the authorization fields after signing. */
  tamper?: (authorization: string) => string;
}

export interface RawResponse {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  text: string;
  /** Of an error body. */
  code: string | undefined;
}

export const testBucket = 'test-1250000000';
export const testRegion = 'ap-guangzhou';
export const testHost = `${testBucket}.cos.${testRegion}.myqcloud.com`;

export class RawClient {
  constructor(
    private readonly emulator: Pick<Emulator, 'port' | 'secretId' | 'secretKey'>,
    private readonly keys: RawKeys = { secretId: emulator.secretId, secretKey: emulator.secretKey },
  ) {}

  withKeys(keys: RawKeys): RawClient {
    return new RawClient(this.emulator, keys);
  }

  async send(wanted: RawRequest): Promise<RawResponse> {
    const { method = 'GET', body, keys = this.keys } = wanted;
    const host = wanted.host ?? testHost;
    const path = `/${wanted.key ?? ''}`;
    const headers: Record<string, string> = { host, ...lowerNames(wanted.headers) };
    if (isWhole(body) && headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) {
      headers['content-length'] = String(Buffer.byteLength(body));
    }
    const query = Object.entries(wanted.query ?? {});
    if (keys) {
      const authorization = authorize({ method, path, query, headers }, keys, wanted);
      if (wanted.presign) query.push(...splitAuthorization(authorization));
      else headers['authorization'] = authorization;
      if (keys.token !== undefined && wanted.presign) query.push(['x-cos-security-token', keys.token]);
      else if (keys.token !== undefined) headers['x-cos-security-token'] = keys.token;
    }
    const rawPath = wanted.rawPath ?? path.split('/').map(encodeStrictly).join('/');
    const rawQuery = query.map(([name, value]) => `${encodeStrictly(name)}=${encodeStrictly(value)}`).join('&');
    return exchange(
      this.emulator.port,
      { method, path: rawPath + (rawQuery && `?${rawQuery}`), headers, countOnly: wanted.countOnly },
      body,
    );
  }

  put(key: string, body: Buffer | string, headers: Record<string, string> = {}): Promise<RawResponse> {
    return this.send({ method: 'PUT', key, body, headers });
  }

  get(key: string, headers: Record<string, string> = {}): Promise<RawResponse> {
    return this.send({ key, headers });
  }
}

export interface PlainRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  countOnly?: boolean;
}

/** Sends as given; header values as UTF-8 bytes. */
export function exchange(port: number, wanted: PlainRequest, body?: RawRequest['body']): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const headers = Object.fromEntries(
      Object.entries(wanted.headers).map(([name, value]) => [name, Buffer.from(value).toString('latin1')]),
    );
    const request = httpRequest({
      port,
      host: '127.0.0.1',
      method: wanted.method,
      path: wanted.path,
      headers,
      agent: false,
    });
    request.on('error', reject);
    request.on('response', (response) => void read(response, wanted.countOnly ?? false).then(resolve, reject));
    sendBody(request, body);
  });
}

function sendBody(request: ClientRequest, body: RawRequest['body']): void {
  // A string body would make Node write the header values as UTF-8 once more.
  if (isWhole(body)) request.end(Buffer.from(body));
  else if (body) body.pipe(request);
  else request.end();
}

function isWhole(body: RawRequest['body']): body is Buffer | string {
  return typeof body === 'string' || Buffer.isBuffer(body);
}

async function read(response: IncomingMessage, countOnly: boolean): Promise<RawResponse> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (!countOnly) chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const text = countOnly ? String(length) : body.toString('utf8');
  const code = /<Code>([^<]*)<\/Code>/.exec(text)?.[1];
  return { status: response.statusCode ?? 0, headers: response.headers, body, text, code };
}

interface Signed {
  method: string;
  path: string;
  query: Pairs;
  headers: Record<string, string>;
}

export function authorize(
  message: Signed,
  keys: RawKeys,
  options: Pick<RawRequest, 'signedHeaders' | 'keyTime' | 'tamper'> = {},
): string {
  const keyTime = options.keyTime ?? currentKeyTime();
  const names = ['host', ...(options.signedHeaders ?? []).map((name) => name.toLowerCase())];
  const headers = names.map((name) => [name, message.headers[name] ?? ''] as const);
  const canonical = httpString({ ...message, headers });
  const signature = sign(signKey(keys.secretKey, keyTime), stringToSign(keyTime, canonical));
  const list = (pairs: Pairs): string =>
    pairs
      .map(([name]) => canonicalName(name))
      .sort()
      .join(';');
  const authorization = [
    'q-sign-algorithm=sha1',
    `q-ak=${keys.secretId}`,
    `q-sign-time=${keyTime}`,
    `q-key-time=${keyTime}`,
    `q-header-list=${list(headers)}`,
    `q-url-param-list=${list(message.query)}`,
    `q-signature=${signature}`,
  ].join('&');
  return options.tamper?.(authorization) ?? authorization;
}

export function currentKeyTime(offsetSeconds = 0): string {
  const now = Math.floor(Date.now() / 1000) + offsetSeconds;
  return `${now - 10};${now + 900}`;
}

function splitAuthorization(authorization: string): [string, string][] {
  return authorization.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, equals), pair.slice(equals + 1)];
  });
}

function lowerNames(headers: Record<string, string> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

export function xmlText(text: string, element: string): string | undefined {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(text)?.[1];
}

export function xmlTexts(text: string, element: string): string[] {
  return [...text.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map((match) => match[1]!);
}
