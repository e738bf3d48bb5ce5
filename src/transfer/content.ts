import { toArrayBuffer } from '../base/bytes';
import { encodeUtf8 } from '../base/utf8';
import { Md5 } from '../digest/md5';
import { argumentError, fileError, quoteValue } from '../errors';
import type { FileStat } from '../host/files';
import { requireParam } from '../http/check-params';
import { identifyFile } from './file-identity';
import { hashContent } from './integrity';
import { readFile, statFile } from './local-file';
import type { TransferCall, TransferContext } from './transfer-context';

const freshMs = 1000;

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
  readonly identify?: () => Promise<string>;
  /** The MD5 of the whole, lower-case hex. */
  md5(call: TransferCall, onProgress?: (percent: number) => void): Promise<string>;
  /** It was written just now: a change that follows would not show in the time of the file. */
  readonly isFresh: boolean;
  /** Rejects where the content is no longer what it was. */
  checkUnchanged(): Promise<void>;
}

/** The content of an upload. Body wins over FilePath. Rejects with `CosError` where there is neither. */
export async function openContent(
  params: { Body?: unknown; FilePath?: unknown },
  method: string,
  context: TransferContext,
): Promise<Content> {
  if (params.Body !== undefined) return openBytes(params.Body);
  requireParam({ ...params }, 'FilePath', `or Body: ${method} needs one of them.`);
  return openFile(params.FilePath, context);
}

function openBytes(body: unknown): Content {
  const buffer = typeof body === 'string' ? toArrayBuffer(encodeUtf8(body)) : toArrayBuffer(body);
  if (!buffer) throw argumentError('Body should be a string or an ArrayBuffer.', `Got ${quoteValue(body)}.`);
  const sizeBytes = buffer.byteLength;
  const read = (start: number, length: number): Promise<ArrayBuffer> =>
    Promise.resolve(length === sizeBytes ? buffer : buffer.slice(start, start + length));
  return {
    sizeBytes,
    stamp: '',
    isFresh: false,
    read,
    md5: (call, onProgress) => hashContent(new Md5(), { sizeBytes, read }, call, onProgress),
    checkUnchanged: () => Promise.resolve(),
  };
}

async function openFile(path: unknown, context: TransferContext): Promise<Content> {
  const { files, clock } = context.host;
  const stat = await statFile(files, path);
  const filePath = path as string;
  const stamp = stampOf(filePath, stat);
  const sizeBytes = stat.size;
  const read = (start: number, length: number) => readFile(files, filePath, start, length);
  const identify = (): Promise<string> =>
    context.identities.remember(stamp, () => identifyFile(filePath, sizeBytes, context));
  // Times of files are whole seconds: one that was written just now may be written again without showing it.
  const isFresh = Math.abs(clock.now() - (stat.modifiedMs ?? 0)) < freshMs;
  return {
    sizeBytes,
    stamp,
    isFresh,
    read,
    identify,
    md5: async (call, onProgress) =>
      files.digest
        ? (await identify()).replace(/.*-/, '')
        : hashContent(new Md5(), { sizeBytes, read }, call, onProgress),
    checkUnchanged: async () => {
      const isSame = stampOf(filePath, await statFile(files, path)) === stamp;
      if (isSame && !(isFresh && files.digest)) return;
      if (isSame && (await identifyFile(filePath, sizeBytes, context)) === (await identify())) return;
      throw fileError(`FilePath ${quoteValue(path)} has changed while it was uploaded: upload it again.`);
    },
  };
}

const stampOf = (path: string, { size, modifiedMs }: FileStat): string => [size, modifiedMs, path].join(' ');
