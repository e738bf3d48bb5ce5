import type { FILE_ERRORS } from '../errors';
import { Failure, fileFailure } from '../errors';

const BY_NODE_CODE: Record<string, keyof typeof FILE_ERRORS> = {
  ENOENT: 'noSuchFile',
  EEXIST: 'alreadyExists',
  ENOTDIR: 'notDirectory',
  EISDIR: 'directoryTarget',
  ENOTEMPTY: 'notEmpty',
  EACCES: 'permissionDenied',
  EPERM: 'notPermitted',
  EBADF: 'descriptorDenied',
  EINVAL: 'invalidArgument',
  ENAMETOOLONG: 'nameTooLong',
  EIO: 'inputOutput',
  ENOSPC: 'tooLarge',
};

/** The documented failure for what the real file system reported; `path` is the mini program's path. */
export function fromFileError(error: unknown, path: string): Error {
  if (error instanceof Failure) return error;
  if (!isNodeError(error)) return error instanceof Error ? error : new Error(String(error));
  return fileFailure(BY_NODE_CODE[error.code] ?? 'system', path === '' ? '' : `"${path}"`);
}

/** Work on a file that can be done at once or, where it may take long, without blocking the event loop. */
export interface FileWork<R> {
  now(): R;
  later?: () => Promise<R>;
}

/** The work with the real file system's errors turned into the documented ones. */
export function onFile<R>(path: string, work: FileWork<R>): FileWork<R> {
  const { later } = work;
  const now = (): R => {
    try {
      return work.now();
    } catch (error) {
      throw fromFileError(error, path);
    }
  };
  if (!later) return { now };
  return {
    now,
    later: async () => {
      try {
        return await later();
      } catch (error) {
        throw fromFileError(error, path);
      }
    },
  };
}

// No instanceof: under a test runner, Node's own errors come from another realm.
function isNodeError(error: unknown): error is { code: string } {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string';
}
