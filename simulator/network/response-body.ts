import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream';
import * as zlib from 'node:zlib';
import type { Device } from '../device';

/** The answer's body with its Content-Encoding undone, as every phone does. */
export function bodyStream(response: IncomingMessage, method: string): Readable {
  const decoder = hasBody(response, method) ? decoderOf(response.headers['content-encoding']) : undefined;
  // The callback only satisfies pipeline: an error reaches the reader through the decoder, which it destroys.
  return decoder ? pipeline(response, decoder, () => undefined) : response;
}

/** Reads a stream to its end. */
export function readAll(device: Device, stream: Readable, onChunk?: (chunk: Buffer) => void): Promise<Buffer[]> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => {
      device.meter.bytesReceived += chunk.length;
      chunks.push(chunk);
      onChunk?.(chunk);
    });
    stream.on('end', () => resolve(chunks));
    stream.on('error', reject);
  });
}

/** UTF-8 text without its byte order mark. */
export function decodeText(chunks: Buffer[]): string {
  const text = (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)).toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

export function toArrayBuffer(device: Device, chunks: Buffer[]): ArrayBuffer {
  const sizeBytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const buffer = new device.realm.ArrayBuffer(sizeBytes);
  const bytes = new Uint8Array(buffer);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return buffer;
}

function hasBody({ statusCode }: IncomingMessage, method: string): boolean {
  return method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;
}

function decoderOf(encoding: string | undefined): Transform | undefined {
  if (encoding === 'gzip') return zlib.createGunzip();
  if (encoding === 'deflate') return zlib.createInflate();
  if (encoding === 'br') return zlib.createBrotliDecompress();
  return undefined;
}
