import { CosError, fileError, quoteValue } from '../errors';
import { FileFailure, type Files, type FileStat } from '../host/files';

/** The file behind `FilePath`. Rejects with `CosError` where there is none, or a folder. */
export async function statFile(files: Files, path: unknown): Promise<FileStat> {
  if (typeof path !== 'string') throw fileError(`FilePath should be a string. Got ${quoteValue(path)}.`);
  const stat = await withFileErrors(path, files.stat(path));
  if (stat.isDirectory) throw fileError(`FilePath ${quoteValue(path)} is a directory.`);
  return stat;
}

/** A part of the file. */
export const readFile = (files: Files, path: string, start: number, length: number): Promise<ArrayBuffer> =>
  withFileErrors(path, files.read(path, start, length));

/** The MD5 of the whole file, lower-case hex, where the platform computes it. */
export const digestFile = async (files: Files, path: string): Promise<string | undefined> =>
  files.digest && withFileErrors(path, files.digest(path));

const reasons: Record<FileFailure['kind'], string> = {
  missing:
    'does not exist. Temporary files are gone when the app has been closed: let the user choose again, or keep them with saveFile',
  denied: 'cannot be used: permission denied',
  full: 'is too large to be read, or the storage is full',
  truncated: 'has changed while it was read',
  other: 'cannot be read',
};

const writeReasons: Record<FileFailure['kind'], string> = {
  ...reasons,
  missing: 'cannot be written: its folder does not exist, make it with mkdir first',
  full: 'cannot be written: the storage is full (200 MB for the files of a mini program)',
  other: 'cannot be written',
};

/** Waits for work that writes a file. */
export const whileWriting = <T>(path: string, work: Promise<T>): Promise<T> => withFileErrors(path, work, writeReasons);

async function withFileErrors<T>(path: string, work: Promise<T>, texts = reasons): Promise<T> {
  try {
    return await work;
  } catch (failure) {
    if (!(failure instanceof FileFailure)) throw failure;
    throw new CosError({
      code: 'FileError',
      message: `FilePath ${quoteValue(path)} ${texts[failure.kind]} (${failure.errMsg}).`,
      error: failure.errMsg,
      cause: failure,
    });
  }
}
