import * as descriptors from './descriptors';
import * as entries from './entries';
import type { Now } from './file-system-manager';
import { stat } from './file-stats';
import * as folders from './folders';
import { readFile } from './read-file';
import * as savedFiles from './saved-files';
import { appendFile, writeFile } from './write-file';

type Data = string | ArrayBuffer;

/** Older synchronous methods take their parameters one by one, newer ones an object, and results come bare. */
export function syncMethods(now: Now) {
  return { ...fileMethods(now), ...folderMethods(now), ...descriptorMethods(now) };
}

function fileMethods(now: Now) {
  const read = now('readFileSync', readFile);
  const write = now('writeFileSync', writeFile);
  const append = now('appendFileSync', appendFile);
  const copy = now('copyFileSync', entries.copyFile);
  const save = now('saveFileSync', savedFiles.saveFile);
  const unlink = now('unlinkSync', entries.unlink);
  return {
    readFileSync: (filePath: string, encoding?: string, position?: number, length?: number): Data =>
      read({ filePath, encoding, position, length }).data,
    writeFileSync: (filePath: string, data: Data, encoding?: string): void => void write({ filePath, data, encoding }),
    appendFileSync: (filePath: string, data: Data, encoding?: string): void =>
      void append({ filePath, data, encoding }),
    copyFileSync: (srcPath: string, destPath: string): void => void copy({ srcPath, destPath }),
    saveFileSync: (tempFilePath: string, filePath?: string): string => save({ tempFilePath, filePath }).savedFilePath,
    unlinkSync: (filePath: string): void => void unlink({ filePath }),
  };
}

function folderMethods(now: Now) {
  const access = now('accessSync', entries.access);
  const getStats = now('statSync', stat);
  const rename = now('renameSync', entries.rename);
  const make = now('mkdirSync', folders.mkdir);
  const remove = now('rmdirSync', folders.rmdir);
  const list = now('readdirSync', folders.readdir);
  return {
    accessSync: (path: string): void => void access({ path }),
    statSync: (path: string, recursive?: boolean) => getStats({ path, recursive }).stats,
    renameSync: (oldPath: string, newPath: string): void => void rename({ oldPath, newPath }),
    mkdirSync: (dirPath: string, recursive?: boolean): void => void make({ dirPath, recursive }),
    rmdirSync: (dirPath: string, recursive?: boolean): void => void remove({ dirPath, recursive }),
    readdirSync: (dirPath: string): string[] => list({ dirPath }).files,
  };
}

function descriptorMethods(now: Now) {
  const open = now('openSync', descriptors.open);
  const close = now('closeSync', descriptors.close);
  const getStats = now('fstatSync', descriptors.fstat);
  const cutOpen = now('ftruncateSync', descriptors.ftruncate);
  const cut = now('truncateSync', entries.truncate);
  return {
    openSync: (params: { filePath: string; flag?: string }): string => open(params).fd,
    closeSync: (params: { fd: string }): void => void close(params),
    readSync: now('readSync', descriptors.read),
    writeSync: now('writeSync', descriptors.write),
    fstatSync: (params: { fd: string }) => getStats(params).stats,
    ftruncateSync: (params: { fd: string; length: number }): void => void cutOpen(params),
    truncateSync: (params: { filePath: string; length?: number }): void => void cut(params),
  };
}
