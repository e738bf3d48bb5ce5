import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../device';
import { fileFailure } from '../errors';

/** Fails when user data and saved files would take more than the mini program's space; `replaced` is a file that goes away. */
export function ensureSpace({ disk, options }: Device, addedBytes: number, replaced?: string): void {
  const usedBytes = folderSize(disk.userFolder) + folderSize(disk.savedFolder);
  const freedBytes = replaced === undefined ? 0 : fileSize(replaced);
  if (usedBytes - freedBytes + addedBytes > options.quirks.userSpaceBytes) throw fileFailure('tooLarge');
}

export function fileSize(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.size : 0;
}

function folderSize(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => (entry.isDirectory() ? folderSize(join(folder, entry.name)) : fileSize(join(folder, entry.name))))
    .reduce((sum, size) => sum + size, 0);
}
