import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { appendFile as appendLater, writeFile as writeLater } from 'node:fs/promises';
import type { Device } from '../device';
import { fileFailure } from '../errors';
import { encodeData } from './file-data';
import type { FileWork } from './file-failures';
import { onFile } from './file-failures';
import { ensureSpace } from './quota';

export interface WriteFileParams {
  filePath: string;
  data: string | ArrayBuffer;
  encoding?: string;
}

/** Writes a file whole. */
export function writeFile(device: Device, params: WriteFileParams): FileWork<object> {
  const { real, path } = device.disk.locateWritable(params.filePath, 'filePath');
  const bytes = encodeData(params.data, params.encoding);
  const prepare = (): void => {
    ensureSpace(device, bytes.length, real);
    device.meter.fileBytesWritten += bytes.length;
  };
  return onFile(path, {
    now: () => {
      prepare();
      writeFileSync(real, bytes);
      return {};
    },
    later: async () => {
      prepare();
      await writeLater(real, bytes);
      return {};
    },
  });
}

/** Appends to a file, which must exist. */
export function appendFile(device: Device, params: WriteFileParams): FileWork<object> {
  const { real, path } = device.disk.locateWritable(params.filePath, 'filePath');
  const bytes = encodeData(params.data, params.encoding);
  const prepare = (): void => {
    if (statSync(real).isDirectory()) throw fileFailure('directoryTarget', `"${path}"`);
    ensureSpace(device, bytes.length);
    device.meter.fileBytesWritten += bytes.length;
  };
  return onFile(path, {
    now: () => {
      prepare();
      appendFileSync(real, bytes);
      return {};
    },
    later: async () => {
      prepare();
      await appendLater(real, bytes);
      return {};
    },
  });
}
