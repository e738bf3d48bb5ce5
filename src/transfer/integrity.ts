import { combineCrc64Parts } from '../digest/crc64-combine';
import { Md5 } from '../digest/md5';
import type { Hasher } from '../digest/hasher';
import { CosError } from '../errors';
import type { Result } from '../http/call';
import { planParts } from './part-plan';
import type { TransferCall } from './transfer-context';

/** Bytes that arrive damaged three times in a row are not damaged by chance. */
const maxSends = 3;
const blockBytes = 1024 * 1024;

/** What COS says it has stored. */
interface Stored {
  /** Unsigned decimal; objects of the time before the feature have none. */
  readonly crc64?: string;
  /** Lower-case hex; absent where the ETag is no MD5. */
  readonly md5?: string;
}

type Answer = Readonly<Record<string, string | undefined>>;

export const headersOf = (result: Result): Answer => (result['headers'] ?? {}) as Answer;

export function readStored(headers: Answer): Stored {
  const [, md5] = /^"?([\da-f]{32})"?$/.exec(headers['etag'] ?? '') ?? [];
  // Encrypted with a key of KMS or of your own, the ETag is something else.
  const encryption = headers['x-cos-server-side-encryption'];
  const isMd5 =
    md5 !== undefined && !headers['x-cos-server-side-encryption-customer-algorithm'] && !/kms/.test(encryption ?? '');
  const crc64 = headers['x-cos-hash-crc64ecma'];
  return { ...(crc64 ? { crc64 } : {}), ...(isMd5 ? { md5 } : {}) };
}

/** A mismatch: what arrived is not what was sent. */
export function integrityError(what: string, expected: string, got: string): CosError {
  return new CosError({
    code: 'IntegrityError',
    message: `${what} was damaged on its way: its checksum is ${expected}, the server has ${got}. Try again, in another network if it happens again.`,
    isRetryable: true,
  });
}

type Digest = keyof Stored;

/** Digests of what is sent, computed when they are needed: the one that is cheapest here first. */
export type Digests = readonly (readonly [Digest, () => Promise<string>])[];

/** Sends, and compares what arrived with what was sent; sends again where it differs. */
export async function sendChecked(
  what: string,
  digests: Digests,
  call: TransferCall,
  sendOnce: () => Promise<Result>,
): Promise<Result> {
  for (let sends = 1; ; sends += 1) {
    const result = await sendOnce();
    const stored = readStored(headersOf(result));
    const [kind, compute] = digests.find(([digest]) => stored[digest] !== undefined) ?? [];
    if (!kind || !compute || !call.options.CheckIntegrity) return result;
    const expected = await compute();
    if (expected === stored[kind]) return result;
    if (sends === maxSends) throw integrityError(what, expected, stored[kind] ?? '');
  }
}

/** The digests of bytes: the CRC-64 is computed while they are on their way. */
export function digestBytes(data: ArrayBuffer, call: TransferCall): { crc64: Promise<string>; digests: Digests } {
  const crc64 = call.options.CheckIntegrity ? hashBytes(call.newCrc64(), data, call) : Promise.resolve('');
  // Where sending fails first, nobody asks for it.
  crc64.catch(() => undefined);
  return {
    crc64,
    digests: [
      ['crc64', () => crc64],
      ['md5', () => hashBytes(new Md5(), data, call)],
    ],
  };
}

async function hashBytes(hasher: Hasher, data: ArrayBuffer, { hashing, signal }: TransferCall): Promise<string> {
  await hashing.update(hasher, data, signal);
  return hasher.digest();
}

export const md5OfBytes = (data: ArrayBuffer, call: TransferCall): Promise<string> => hashBytes(new Md5(), data, call);

/** A digest of all of a content, read piece by piece. */
export async function hashContent(
  hasher: Hasher,
  content: { readonly sizeBytes: number; read(start: number, length: number): Promise<ArrayBuffer> },
  { hashing, signal }: TransferCall,
  onProgress: (percent: number) => void = () => undefined,
): Promise<string> {
  for (const { start, length } of planParts(content.sizeBytes, blockBytes)) {
    await hashing.update(hasher, await content.read(start, length), signal);
    onProgress((start + length) / content.sizeBytes);
  }
  return hasher.digest();
}

/** The checksum of the whole from those of its parts in order; undefined where one is not known. */
export function combineParts(parts: readonly { crc64: string; sizeBytes: number }[]): string | undefined {
  return parts.every(({ crc64 }) => crc64 !== '') ? combineCrc64Parts(parts) : undefined;
}
