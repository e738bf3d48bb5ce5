import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Device } from '../device';
import { fileFailure } from '../errors';
import { decodeFile, encodingOf, viewOf } from './file-data';
import type { FileWork } from './file-failures';
import { onFile } from './file-failures';

const MAX_READ_BYTES = 100 * 1024 * 1024;

export interface ReadFileParams {
  filePath: string;
  encoding?: string;
  position?: number;
  length?: number;
}

interface Range {
  start: number;
  sizeBytes: number;
}

/** Reads a file, or the half-open range [position, position + length) of it. */
export function readFile(device: Device, params: ReadFileParams): FileWork<{ data: string | ArrayBuffer }> {
  const { real, path } = device.disk.locate(params.filePath, 'filePath');
  if (params.encoding !== undefined) encodingOf(params.encoding);
  return onFile(path, {
    now: () => {
      const range = planRange(device, real, params);
      const content = new device.realm.ArrayBuffer(range.sizeBytes);
      const file = openSync(real, 'r');
      try {
        device.meter.fileBytesRead += readSync(file, viewOf(content), { position: range.start });
      } finally {
        closeSync(file);
      }
      return { data: decodeFile(content, params.encoding) };
    },
    later: async () => {
      const range = planRange(device, real, params);
      const content = new device.realm.ArrayBuffer(range.sizeBytes);
      const file = await open(real, 'r');
      try {
        const { bytesRead } = await file.read({ buffer: viewOf(content), position: range.start });
        device.meter.fileBytesRead += bytesRead;
      } finally {
        await file.close();
      }
      return { data: decodeFile(content, params.encoding) };
    },
  });
}

function planRange({ options }: Device, real: string, { position, length }: ReadFileParams): Range {
  const stats = statSync(real);
  if (stats.isDirectory()) throw fileFailure('directoryTarget');
  const { size } = stats;
  const isRanged = position !== undefined || length !== undefined;
  if (position !== undefined && !isIntegerBetween(position, 0, size - 1)) throw fileFailure('position');
  if (length !== undefined && !isIntegerBetween(length, 1, size)) throw fileFailure('length');
  const start = position ?? 0;
  const sizeBytes = Math.min(length ?? size, size - start);
  const countedBytes = isRanged && !options.quirks.rangedReadLimited ? sizeBytes : size;
  if (countedBytes > MAX_READ_BYTES) throw fileFailure('tooLarge');
  return { start, sizeBytes };
}

function isIntegerBetween(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}
