import * as fs from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../device';
import { fileFailure } from '../errors';
import { extensionOf } from '../network/mime-types';
import type { FileWork } from './file-failures';
import { onFile } from './file-failures';
import { ensureSpace } from './quota';

export interface SavedFile {
  filePath: string;
  size: number;
  /** In seconds since 1970. */
  createTime: number;
}

/** Moves a temporary file to a lasting place; the old path is dead afterwards. */
export function saveFile(
  device: Device,
  params: { tempFilePath: string; filePath?: string },
): FileWork<{ savedFilePath: string }> {
  const source = device.disk.locate(params.tempFilePath, 'tempFilePath');
  const target =
    params.filePath === undefined
      ? device.disk.newSavedFile(extensionOf(source.real))
      : device.disk.locateWritable(params.filePath, 'filePath');
  return onFile(target.path, {
    now: () => {
      const stats = fs.statSync(source.real, { throwIfNoEntry: false });
      if (!stats?.isFile()) throw fileFailure('noTempFile');
      ensureSpace(device, stats.size, target.real);
      fs.renameSync(source.real, target.real);
      return { savedFilePath: target.path };
    },
  });
}

export function getSavedFileList({ disk }: Device): FileWork<{ fileList: SavedFile[] }> {
  const describe = (name: string): SavedFile => {
    const { size, birthtimeMs } = fs.statSync(join(disk.savedFolder, name));
    return { filePath: disk.savedPath(name), size, createTime: Math.floor(birthtimeMs / 1000) };
  };
  return onFile('', { now: () => ({ fileList: [...fs.readdirSync(disk.savedFolder)].map(describe) }) });
}

export function removeSavedFile({ disk }: Device, params: { filePath: string }): FileWork<object> {
  const located = disk.locate(params.filePath, 'filePath');
  if (located.area !== 'saved') throw fileFailure('permissionDenied', `"${located.path}"`);
  return onFile(located.path, {
    now: () => {
      fs.unlinkSync(located.real);
      return {};
    },
  });
}
