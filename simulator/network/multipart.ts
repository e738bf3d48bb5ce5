import { randomBytes } from 'node:crypto';
import type { ClientRequest } from 'node:http';
import { once } from 'node:events';
import type { HttpBody } from './exchange';
import { typeOfFile } from './mime-types';

export interface FilePart {
  /** Name of the form field. */
  field: string;
  /** Name of the file in the form: that of the temporary file, since mini programs cannot choose it. */
  fileName: string;
  sizeBytes: number;
  /** The file's bytes, in order. */
  read(): AsyncIterable<Buffer>;
}

export interface MultipartBody extends HttpBody {
  contentType: string;
}

/** A multipart/form-data body: the text fields in their order, then the file. */
export function multipartBody(
  fields: Record<string, unknown>,
  file: FilePart,
  onSent: (sentBytes: number) => void,
): MultipartBody {
  const boundary = `----WeChatFormBoundary${randomBytes(12).toString('hex')}`;
  const texts = Object.entries(fields).map(([name, value]) => textPart(boundary, name, String(value)));
  const head = Buffer.from(texts.join('') + fileHead(boundary, file));
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    sizeBytes: head.length + file.sizeBytes + tail.length,
    writeTo: async (request) => {
      for await (const chunk of concat(head, file.read(), tail)) {
        if (request.destroyed) return;
        if (!request.write(chunk)) await drained(request);
        onSent(chunk.length);
      }
      request.end();
    },
  };
}

async function* concat(head: Buffer, bytes: AsyncIterable<Buffer>, tail: Buffer): AsyncIterable<Buffer> {
  yield head;
  yield* bytes;
  yield tail;
}

/** Waits until the socket takes more; a request that ends meanwhile reports that by its own events. */
async function drained(request: ClientRequest): Promise<void> {
  const waiting = new AbortController();
  try {
    await Promise.race([
      once(request, 'drain', { signal: waiting.signal }),
      once(request, 'close', { signal: waiting.signal }),
    ]);
  } finally {
    waiting.abort();
  }
}

function textPart(boundary: string, name: string, value: string): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name)}"\r\n\r\n${value}\r\n`;
}

function fileHead(boundary: string, { field, fileName }: FilePart): string {
  const disposition = `form-data; name="${escapeName(field)}"; filename="${escapeName(fileName)}"`;
  return `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${typeOfFile(fileName)}\r\n\r\n`;
}

function escapeName(name: string): string {
  return name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
