import * as fs from 'node:fs';
import { copyFile as copyLater } from 'node:fs/promises';
import type { Device } from '../device';
import { fileFailure } from '../errors';
import type { FileWork } from './file-failures';
import { onFile } from './file-failures';
import { ensureSpace, fileSize } from './quota';

/** Whether something exists at a path. */
export function access(device: Device, params: { path: string }): FileWork<object> {
  const { real, path } = device.disk.locate(params.path, 'path');
  return onFile(path, {
    now: () => {
      fs.accessSync(real);
      return {};
    },
  });
}

export function copyFile(device: Device, params: { srcPath: string; destPath: string }): FileWork<object> {
  const source = device.disk.locate(params.srcPath, 'srcPath');
  const target = device.disk.locateWritable(params.destPath, 'destPath');
  const prepare = (): void => {
    if (fs.statSync(source.real).isDirectory()) throw fileFailure('notPermitted', `"${source.path}"`);
    ensureSpace(device, fileSize(source.real), target.real);
  };
  return onFile(source.path, {
    now: () => {
      prepare();
      fs.copyFileSync(source.real, target.real);
      return {};
    },
    later: async () => {
      prepare();
      await copyLater(source.real, target.real);
      return {};
    },
  });
}

export function rename(device: Device, params: { oldPath: string; newPath: string }): FileWork<object> {
  const source = device.disk.locateWritable(params.oldPath, 'oldPath');
  const target = device.disk.locateWritable(params.newPath, 'newPath');
  return onFile(source.path, {
    now: () => {
      fs.renameSync(source.real, target.real);
      return {};
    },
  });
}

export function unlink(device: Device, params: { filePath: string }): FileWork<object> {
  const { real, path } = device.disk.locateWritable(params.filePath, 'filePath');
  return onFile(path, {
    now: () => {
      if (fs.statSync(real).isDirectory()) throw fileFailure('notPermitted', `"${path}"`);
      fs.unlinkSync(real);
      return {};
    },
  });
}

/** Cuts a file, or fills it with zeros, to a length. */
export function truncate(device: Device, params: { filePath: string; length?: number }): FileWork<object> {
  const { real, path } = device.disk.locateWritable(params.filePath, 'filePath');
  const length = params.length ?? 0;
  if (!Number.isInteger(length) || length < 0) throw fileFailure('length');
  return onFile(path, {
    now: () => {
      ensureSpace(device, length, real);
      fs.truncateSync(real, length);
      return {};
    },
  });
}
