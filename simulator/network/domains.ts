import { Failure, NETWORK_ERRNO } from '../errors';
import type { ResolvedOptions } from '../options';
import type { TransferApi } from './types';

/**
 * The URL of a call, or the failure WeChat gives for it.
 * A domain must be listed exactly, with its scheme; a port counts only when the list names one.
 */
export function parseUrl(api: TransferApi, url: unknown, options: ResolvedOptions): URL {
  if (typeof url !== 'string' || !URL.canParse(url)) throw invalidUrl(url);
  const parsed = new URL(url);
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') throw invalidUrl(url);
  const listed = options.domains?.[api];
  if (listed && !isListed(listed, url, parsed)) {
    throw new Failure('url not in domain list', { errno: NETWORK_ERRNO.domain });
  }
  return parsed;
}

function isListed(domains: string[], url: string, { protocol, hostname, port }: URL): boolean {
  // `URL` drops a default port, but WeChat refuses even `:443` unless the list has it.
  const written = /^[a-z]+:\/\/[^/?#]*?:(\d+)(?:[/?#]|$)/i.exec(url)?.[1] ?? port;
  const origin = `${protocol}//${hostname}`;
  return domains.includes(written === '' ? origin : `${origin}:${written}`);
}

function invalidUrl(url: unknown): Failure {
  return new Failure(`invalid url "${String(url)}"`, { errno: NETWORK_ERRNO.invalidUrl });
}
