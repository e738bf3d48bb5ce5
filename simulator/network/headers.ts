import type { IncomingMessage } from 'node:http';
import { Failure, NETWORK_ERRNO } from '../errors';
import type { ResolvedOptions } from '../options';
import type { Header, HeadersReceived } from './types';

// WeChat fixes these itself; what the mini program gives for them has no effect.
const FIXED_BY_HOST = ['referer', 'host', 'content-length', 'connection', 'transfer-encoding', 'accept-encoding'];
const VALID_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const REFERER = 'https://servicewechat.com/wx0000000000000000/1/page-frame.html';

const USER_AGENTS: Record<string, string> = {
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50',
  android:
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0 Mobile Safari/537.36 MicroMessenger/8.0.50',
};

/** The headers of a call as they go out. `fixed` are the ones that the API itself decides, under their usual names. */
export function requestHeaders(
  given: Record<string, unknown> | undefined,
  fixed: Header,
  options: ResolvedOptions,
): Header {
  const chosen = Object.entries(given ?? {}).filter(([name]) => !isFixed(name, fixed));
  const userAgent = USER_AGENTS[options.platform] ?? 'Mozilla/5.0 MicroMessenger/8.0.50 MiniProgramEnv';
  const defaults: Header = hasName(given, 'user-agent') ? {} : { 'User-Agent': userAgent };
  const encoded = chosen.map(([name, value]) => [checkName(name), encodeValue(name, value)] as const);
  return {
    ...defaults,
    ...Object.fromEntries(encoded),
    Referer: REFERER,
    'Accept-Encoding': 'gzip, deflate, br',
    ...fixed,
  };
}

export function hasName(headers: Record<string, unknown> | undefined, lowerName: string): boolean {
  return Object.keys(headers ?? {}).some((name) => name.toLowerCase() === lowerName);
}

export function headerValue(headers: Record<string, unknown> | undefined, lowerName: string): string | undefined {
  const entry = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === lowerName);
  return entry && String(entry[1]);
}

/** Response headers in the spelling of this phone, repeated ones joined by commas. */
export function responseHeaders(response: IncomingMessage, { quirks }: ResolvedOptions): Header {
  const header: Header = {};
  const spelling = new Map<string, string>();
  const raw = response.rawHeaders;
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [sent, value] = [raw[index] ?? '', decodeValue(raw[index + 1] ?? '')];
    const name = spelling.get(sent.toLowerCase()) ?? spell(sent, quirks.headerCase);
    spelling.set(sent.toLowerCase(), name);
    header[name] = name in header ? `${header[name] ?? ''},${value}` : value;
  }
  return header;
}

export function cookiesOf(response: IncomingMessage): string[] {
  return [...(response.headers['set-cookie'] ?? [])];
}

/** What `RequestTask.onHeadersReceived` tells; DevTools leaves the status code out. */
export function headersReceived(response: IncomingMessage, options: ResolvedOptions): HeadersReceived {
  const received = { header: responseHeaders(response, options), cookies: cookiesOf(response) };
  return options.platform === 'devtools' ? received : { ...received, statusCode: response.statusCode ?? 0 };
}

function isFixed(name: string, fixed: Header): boolean {
  return FIXED_BY_HOST.includes(name.toLowerCase()) || hasName(fixed, name.toLowerCase());
}

function checkName(name: string): string {
  if (!VALID_NAME.test(name)) throw new Failure(`invalid header name "${name}"`, { errno: NETWORK_ERRNO.argument });
  return name;
}

function encodeValue(name: string, value: unknown): string {
  const text = String(value);
  if (/[\u0000\r\n]/.test(text))
    throw new Failure(`invalid value of header "${name}"`, { errno: NETWORK_ERRNO.argument });
  return Buffer.from(text, 'utf8').toString('latin1');
}

function decodeValue(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8');
}

function spell(name: string, style: 'lower' | 'upper' | 'as-sent'): string {
  if (style === 'as-sent') return name;
  return style === 'lower' ? name.toLowerCase() : name.toUpperCase();
}
