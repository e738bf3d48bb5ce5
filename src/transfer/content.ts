import { toArrayBuffer } from '../base/bytes';
import type { StopSignal } from '../base/signal';
import { encodeUtf8 } from '../base/utf8';
import { argumentError, fileError, quoteValue } from '../errors';
import type { FileStat, Files } from '../host/files';
import { requireParam } from '../http/check-params';
import { identifyFile } from './file-identity';
import { readFile, statFile } from './local-file';
import type { TransferContext } from './transfer-context';

/** What is uploaded: a file, or bytes in memory. */
export interface Content {
  readonly sizeBytes: number;
  /** Names this very content, while the app runs; a file that has changed has another stamp. */
  readonly stamp: string;
  read(start: number, length: number): Promise<ArrayBuffer>;
  /**
   * Tells equal contents from different ones even when they come under another path, as every pick of a file does.
   * Absent for bytes in memory, which are gone with the app.
   */
  readonly identify?: (signal: StopSignal) => Promise<string>;
  /** Rejects where the content is no longer what it was. */
  checkUnchanged(): Promise<void>;
}

/** The content of an upload. Body wins over FilePath. Rejects with `CosError` where there is neither. */
export async function openContent(
  params: { Body?: unknown; FilePath?: unknown },
  method: string,
  context: TransferContext,
): Promise<Content> {
  if (params.Body !== undefined && params.Body !== null) return openBytes(params.Body);
  requireParam({ ...params }, 'FilePath', `or Body: ${method} needs one of them.`);
  return openFile(params.FilePath, context);
}

function openBytes(body: unknown): Content {
  const buffer = typeof body === 'string' ? toArrayBuffer(encodeUtf8(body)) : toArrayBuffer(body);
  if (!buffer) throw argumentError('Body should be a string or an ArrayBuffer.', `Got ${quoteValue(body)}.`);
  const sizeBytes = buffer.byteLength;
  return {
    sizeBytes,
    stamp: '',
    read: (start, length) => Promise.resolve(length === sizeBytes ? buffer : buffer.slice(start, start + length)),
    checkUnchanged: () => Promise.resolve(),
  };
}

async function openFile(path: unknown, context: TransferContext): Promise<Content> {
  const { files } = context.host;
  const stat = await statFile(files, path);
  const filePath = path as string;
  const stamp = stampOf(filePath, stat);
  return {
    sizeBytes: stat.size,
    stamp,
    read: (start, length) => readFile(files, filePath, start, length),
    identify: (signal) => context.identities.remember(stamp, () => identifyFile(filePath, stat.size, context, signal)),
    checkUnchanged: () => checkStamp(files, filePath, stamp),
  };
}

const stampOf = (path: string, { size, modifiedMs }: FileStat): string => [size, modifiedMs, path].join(' ');

async function checkStamp(files: Files, path: string, stamp: string): Promise<void> {
  if (stampOf(path, await statFile(files, path)) === stamp) return;
  throw fileError(
    `FilePath ${quoteValue(path)} has changed while it was uploaded. Nothing was stored: upload it again.`,
  );
}
