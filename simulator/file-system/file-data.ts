import { types } from 'node:util';
import { Failure, fileFailure } from '../errors';

const ENCODINGS: Record<string, BufferEncoding> = {
  ascii: 'ascii',
  base64: 'base64',
  binary: 'latin1',
  hex: 'hex',
  ucs2: 'utf16le',
  'ucs-2': 'utf16le',
  utf16le: 'utf16le',
  'utf-16le': 'utf16le',
  'utf-8': 'utf8',
  utf8: 'utf8',
  latin1: 'latin1',
};

/** The bytes of an ArrayBuffer of any realm, without a copy. */
export function viewOf(buffer: ArrayBuffer): Uint8Array {
  return new Uint8Array(buffer);
}

/** A file's content as the mini program asked for it: text when it named an encoding. */
export function decodeFile(content: ArrayBuffer, encoding: string | undefined): string | ArrayBuffer {
  return encoding === undefined ? content : Buffer.from(content).toString(encodingOf(encoding));
}

/** The bytes of what a mini program writes: a string in an encoding, or an ArrayBuffer. */
export function encodeData(data: unknown, encoding: string | undefined): Uint8Array {
  if (types.isAnyArrayBuffer(data)) return new Uint8Array(data);
  if (typeof data === 'string') return Buffer.from(data, encodingOf(encoding ?? 'utf8'));
  throw new Failure('data should be a string or an ArrayBuffer', { errCode: 1300022, errno: 1300022 });
}

export function encodingOf(name: string): BufferEncoding {
  const encoding = ENCODINGS[name];
  if (!encoding) throw fileFailure('invalidArgument', `encoding "${name}"`);
  return encoding;
}
