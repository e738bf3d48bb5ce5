import { failure } from '../errors';

export interface ByteRange {
  readonly start: number;
  readonly length: number;
}

/** One byte range; undefined when there is none or it is not understood (then the whole object is sent). */
export function parseRange(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = match ?? [];
  if (!match || (first === '' && last === '')) return undefined;
  if (first === '') {
    const length = Math.min(Number(last), size);
    if (length === 0) throw invalidRange(size);
    return { start: size - length, length };
  }
  const start = Number(first);
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= size) throw invalidRange(size);
  return { start, length: end - start + 1 };
}

function invalidRange(size: number): Error {
  return failure('InvalidRange', undefined, { headers: { 'Content-Range': `bytes */${size}` } });
}
