import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';

/** Opens a URL as a browser would, without any credentials of its own, and counts the bytes that come. */
export function openUrl(url: string): Promise<{ statusCode: number; bytes: number }> {
  const { protocol, hostname, port, pathname, search, host } = new URL(url);
  // Browsers resolve `*.localhost` by themselves, Node asks the system, which may not know it.
  const isLocal = hostname.endsWith('.localhost');
  const options = {
    hostname: isLocal ? '127.0.0.1' : hostname,
    port,
    path: pathname + search,
    headers: { Host: host },
  };
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? getSecure : getPlain)(options, (response) => {
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on('end', () => resolve({ statusCode: response.statusCode ?? 0, bytes }));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}
