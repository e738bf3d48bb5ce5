import { checkContentMd5, md5Hex, parseContentMd5 } from '../digest/md5';
import { failure } from '../errors';
import type { Call } from '../server/call';

const maxXmlBytes = 4 * 1024 * 1024;

/** Some configurations may not arrive without it. */
export function requireContentMd5({ request }: Call): void {
  if (request.headers['content-md5'] === undefined)
    throw failure('InvalidRequest', 'Missing required header for this request: Content-MD5');
}

/** Reads a small body (XML, JSON) whole and checks its Content-MD5, if there is one. */
export async function readTextBody(call: Call): Promise<string> {
  const expectedMd5 = parseContentMd5(call.request.headers['content-md5']);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of call.body) {
    size += chunk.length;
    if (size > maxXmlBytes) throw failure('XMLSizeLimit');
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  checkContentMd5(expectedMd5, md5Hex(bytes));
  return bytes.toString('utf8');
}
