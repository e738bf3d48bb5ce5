import * as fs from 'node:fs';
import { types } from 'node:util';
import type { Device } from '../device';
import { fileFailure } from '../errors';
import type { OpenFile } from './descriptor-table';
import { encodeData, viewOf } from './file-data';
import type { FileWork } from './file-failures';
import { onFile } from './file-failures';
import type { Stats } from './file-stats';
import { toStats } from './file-stats';
import { ensureSpace } from './quota';

const FLAGS = ['a', 'ax', 'a+', 'ax+', 'as', 'as+', 'r', 'r+', 'w', 'wx', 'w+', 'wx+'];

export interface DescriptorParams {
  fd: string;
}

export interface ReadParams extends DescriptorParams {
  arrayBuffer: ArrayBuffer;
  /** Where in the buffer to put the bytes. Default 0. */
  offset?: number;
  /** Number of bytes. Default 0, so that a call without it reads nothing. */
  length?: number;
  /** Where in the file to start; `null` or absent: at the file's own position. */
  position?: number | null;
}

export interface WriteParams extends DescriptorParams {
  data: string | ArrayBuffer;
  offset?: number;
  length?: number;
  position?: number | null;
  encoding?: string;
}

export function open(device: Device, params: { filePath: string; flag?: string }): FileWork<{ fd: string }> {
  const { disk, descriptors } = device;
  const { real, path, area } = disk.locate(params.filePath, 'filePath');
  const flag = params.flag ?? 'r';
  if (!FLAGS.includes(flag)) throw fileFailure('invalidFlag');
  if (area !== 'user' && flag !== 'r') throw fileFailure('flagDenied');
  const access = {
    isReadable: flag.includes('r') || flag.includes('+'),
    isWritable: flag !== 'r',
    appends: flag.startsWith('a'),
  };
  return onFile(path, {
    now: () => {
      descriptors.ensureRoom();
      if (fs.statSync(real, { throwIfNoEntry: false })?.isDirectory())
        throw fileFailure('directoryTarget', `"${path}"`);
      return { fd: descriptors.add({ number: fs.openSync(real, flag), path, ...access }) };
    },
  });
}

export function close({ descriptors }: Device, params: DescriptorParams): FileWork<object> {
  return onFile('', {
    now: () => {
      descriptors.close(params.fd);
      return {};
    },
  });
}

export function read(device: Device, params: ReadParams): FileWork<{ bytesRead: number; arrayBuffer: ArrayBuffer }> {
  const file = device.descriptors.get(params.fd);
  if (!file.isReadable) throw fileFailure('descriptorDenied');
  const { arrayBuffer } = params;
  if (!types.isAnyArrayBuffer(arrayBuffer)) throw fileFailure('noArrayBuffer');
  const target = slice(viewOf(arrayBuffer), params.offset ?? 0, params.length ?? 0);
  const position = checkPosition(params.position);
  const finish = (bytesRead: number) => {
    device.meter.fileBytesRead += bytesRead;
    return { bytesRead, arrayBuffer };
  };
  return onFile(file.path, {
    now: () => finish(fs.readSync(file.number, target, 0, target.length, position)),
    later: () =>
      new Promise((resolve, reject) => {
        fs.read(file.number, target, 0, target.length, position, (error, bytesRead) => {
          if (error) reject(error);
          else resolve(finish(bytesRead));
        });
      }),
  });
}

export function write(device: Device, params: WriteParams): FileWork<{ bytesWritten: number }> {
  const file = writableFile(device, params);
  const all = encodeData(params.data, params.encoding);
  // Offset and length select from an ArrayBuffer only; a string is written whole.
  const bytes =
    typeof params.data === 'string'
      ? all
      : slice(all, params.offset ?? 0, params.length ?? all.length - (params.offset ?? 0));
  const position = file.appends ? null : checkPosition(params.position);
  const finish = (bytesWritten: number) => {
    device.meter.fileBytesWritten += bytesWritten;
    return { bytesWritten };
  };
  const prepare = (): void => ensureSpace(device, growth(file, bytes.length, position));
  return onFile(file.path, {
    now: () => {
      prepare();
      return finish(fs.writeSync(file.number, bytes, 0, bytes.length, position));
    },
    later: () =>
      new Promise((resolve, reject) => {
        prepare();
        fs.write(file.number, bytes, 0, bytes.length, position, (error, bytesWritten) => {
          if (error) reject(error);
          else resolve(finish(bytesWritten));
        });
      }),
  });
}

export function fstat({ descriptors }: Device, params: DescriptorParams): FileWork<{ stats: Stats }> {
  const file = descriptors.get(params.fd);
  return onFile(file.path, { now: () => ({ stats: toStats(fs.fstatSync(file.number)) }) });
}

export function ftruncate(device: Device, params: DescriptorParams & { length: number }): FileWork<object> {
  const file = writableFile(device, params);
  if (!Number.isInteger(params.length) || params.length < 0) throw fileFailure('length');
  return onFile(file.path, {
    now: () => {
      ensureSpace(device, Math.max(0, params.length - fs.fstatSync(file.number).size));
      fs.ftruncateSync(file.number, params.length);
      return {};
    },
  });
}

function writableFile({ descriptors }: Device, { fd }: DescriptorParams): OpenFile {
  const file = descriptors.get(fd);
  if (!file.isWritable) throw fileFailure('descriptorDenied');
  return file;
}

function slice(bytes: Uint8Array, offset: number, length: number): Uint8Array {
  if (!Number.isInteger(offset) || offset < 0 || offset > bytes.length) throw fileFailure('offset');
  if (!Number.isInteger(length) || length < 0 || offset + length > bytes.length) throw fileFailure('length');
  return bytes.subarray(offset, offset + length);
}

function checkPosition(position: number | null | undefined): number | null {
  if (position === undefined || position === null) return null;
  if (!Number.isInteger(position) || position < 0) throw fileFailure('position');
  return position;
}

/** How much longer the file gets; without a position the worst case, that it all comes at the end. */
function growth(file: OpenFile, sizeBytes: number, position: number | null): number {
  return position === null ? sizeBytes : Math.max(0, position + sizeBytes - fs.fstatSync(file.number).size);
}
