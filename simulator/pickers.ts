import { constants, copyFileSync, linkSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { asyncApi } from './async-api';
import type { Device } from './device';
import { Failure, parameterFailure } from './errors';
import { extensionOf, typeOfFile } from './network/mime-types';
import { hasFeature } from './versions';

/** A real file that the user will pick. */
export interface PickedFile {
  /** Where the file really lies. */
  path: string;
  /** The name that `chooseMessageFile` reports. Default: the file's own. */
  name?: string;
  /** Hard-link instead of copying: faster for huge files, but changing the picked file then changes the original. */
  hardLink?: boolean;
}

/** What the user does in the pickers to come: each opened picker takes the first entry. */
export class PickQueue {
  private readonly picks: (PickedFile[] | 'cancel')[] = [];

  add(pick: PickedFile[] | 'cancel'): void {
    this.picks.push(pick);
  }

  take(count: number): PickedFile[] {
    const pick = this.picks.shift();
    if (!pick) throw new Failure('no file is prepared, call nextPick() of the phone before');
    if (pick === 'cancel') throw new Failure('cancel');
    return pick.slice(0, count);
  }
}

export interface TempFile {
  path: string;
  name: string;
  size: number;
  type: 'image' | 'video' | 'file';
  /** Seconds since 1970. */
  time: number;
}

export interface MediaFile {
  tempFilePath: string;
  size: number;
  fileType: 'image' | 'video';
  /** Not simulated: always 0, as are width and height. */
  duration: number;
  width: number;
  height: number;
}

/** `chooseImage`, `chooseMedia` and `chooseMessageFile`. Every pick gives new temporary paths, even for the same file. */
export function pickerApis(device: Device) {
  return {
    chooseImage: asyncApi<{ count?: number }, ImageResult>(device, 'chooseImage', ({ count = 9 }) => {
      const files = pick(device, Math.min(count, 9));
      return {
        tempFilePaths: files.map(({ path }) => path),
        tempFiles: files.map(({ path, size }) => ({ path, size })),
      };
    }),
    chooseMedia: asyncApi<{ count?: number }, MediaResult>(device, 'chooseMedia', ({ count = 9 }) => {
      const maxCount = hasFeature('chooseMedia.twentyFiles', device.options) ? 20 : 9;
      const tempFiles = pick(device, Math.min(count, maxCount)).map(toMediaFile);
      const types = new Set(tempFiles.map(({ fileType }) => fileType));
      return { tempFiles, type: types.size > 1 ? 'mix' : ([...types][0] ?? 'image') };
    }),
    chooseMessageFile: asyncApi<{ count: number; extension?: string[] }, MessageFileResult>(
      device,
      'chooseMessageFile',
      ({ count, extension }) => {
        if (typeof count !== 'number') throw parameterFailure('count', 'Number', count);
        const tempFiles = pick(device, Math.min(count, 100), extension);
        return { tempFiles: tempFiles.map(({ path, name, size, time, type }) => ({ path, name, size, time, type })) };
      },
    ),
  };
}

export interface ImageResult {
  tempFilePaths: string[];
  tempFiles: { path: string; size: number }[];
}

export interface MediaResult {
  tempFiles: MediaFile[];
  type: string;
}

export interface MessageFileResult {
  tempFiles: TempFile[];
}

function pick(device: Device, count: number, extensions?: string[]): TempFile[] {
  const files = device.picks.take(count);
  const wanted = extensions?.map((extension) => extension.replace(/^\./, '').toLowerCase());
  return files
    .filter(({ path, name }) => !wanted || wanted.includes(extensionOf(name ?? path)))
    .map((file) => toTempFile(device, file));
}

function toTempFile({ disk }: Device, { path, name, hardLink }: PickedFile): TempFile {
  const shownName = name ?? basename(path);
  const temp = disk.newTempFile(extensionOf(shownName));
  if (hardLink) linkSync(path, temp.real);
  else copyFileSync(path, temp.real, constants.COPYFILE_FICLONE);
  const { size, mtimeMs } = statSync(temp.real);
  const [family] = typeOfFile(shownName).split('/');
  const type = family === 'image' || family === 'video' ? family : 'file';
  return { path: temp.path, name: shownName, size, type, time: Math.floor(mtimeMs / 1000) };
}

function toMediaFile({ path, size, type }: TempFile): MediaFile {
  return { tempFilePath: path, size, fileType: type === 'video' ? 'video' : 'image', duration: 0, width: 0, height: 0 };
}
