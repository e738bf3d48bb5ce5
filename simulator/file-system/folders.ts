import * as fs from 'node:fs';
import type { Device } from '../device';
import { fileFailure } from '../errors';
import type { FileWork } from './file-failures';
import { onFile } from './file-failures';

export interface FolderParams {
  dirPath: string;
  recursive?: boolean;
}

export function mkdir(device: Device, params: FolderParams): FileWork<object> {
  const { real, path } = device.disk.locateWritable(params.dirPath, 'dirPath');
  return onFile(path, {
    now: () => {
      if (fs.existsSync(real)) throw fileFailure('alreadyExists', path);
      fs.mkdirSync(real, { recursive: params.recursive === true });
      return {};
    },
  });
}

export function rmdir(device: Device, params: FolderParams): FileWork<object> {
  const { real, path } = device.disk.locateWritable(params.dirPath, 'dirPath');
  return onFile(path, {
    now: () => {
      if (real === device.disk.userFolder) throw fileFailure('permissionDenied', `"${path}"`);
      if (!fs.statSync(real).isDirectory()) throw fileFailure('notDirectory', `"${path}"`);
      if (params.recursive === true) fs.rmSync(real, { recursive: true });
      else fs.rmdirSync(real);
      return {};
    },
  });
}

/** Names in a folder of the user data; no other folder can be listed. */
export function readdir(device: Device, params: { dirPath: string }): FileWork<{ files: string[] }> {
  const { real, path } = device.disk.locateWritable(params.dirPath, 'dirPath');
  return onFile(path, { now: () => ({ files: [...fs.readdirSync(real)] }) });
}
