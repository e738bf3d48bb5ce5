import type { Stats as NodeStats } from 'node:fs';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Device } from '../device';
import type { FileWork } from './file-failures';
import { onFile } from './file-failures';

export interface Stats {
  mode: number;
  size: number;
  /** In seconds since 1970, as POSIX has it. */
  lastAccessedTime: number;
  /** In seconds since 1970. */
  lastModifiedTime: number;
  isDirectory(): boolean;
  isFile(): boolean;
}

export interface FileStats {
  /** Path below the folder asked for; `/` is the folder itself. */
  path: string;
  stats: Stats;
}

export interface StatParams {
  path: string;
  recursive?: boolean;
}

/** Stats of a file or folder; recursively, of everything in a folder. */
export function stat(device: Device, params: StatParams): FileWork<{ stats: Stats | FileStats[] }> {
  const { real, path } = device.disk.locate(params.path, 'path');
  return onFile(path, {
    now: () => {
      const stats = statSync(real);
      const isTree = params.recursive === true && stats.isDirectory();
      return { stats: isTree ? statTree(real, '/') : toStats(stats) };
    },
  });
}

export function toStats(stats: NodeStats): Stats {
  return {
    mode: stats.mode,
    size: stats.size,
    lastAccessedTime: Math.floor(stats.atimeMs / 1000),
    lastModifiedTime: Math.floor(stats.mtimeMs / 1000),
    isDirectory: () => stats.isDirectory(),
    isFile: () => stats.isFile(),
  };
}

function statTree(folder: string, path: string): FileStats[] {
  const prefix = path === '/' ? '' : path;
  const inner = readdirSync(folder, { withFileTypes: true }).flatMap((entry): FileStats[] => {
    const [real, innerPath] = [join(folder, entry.name), `${prefix}/${entry.name}`];
    return entry.isDirectory() ? statTree(real, innerPath) : [{ path: innerPath, stats: toStats(statSync(real)) }];
  });
  return [{ path, stats: toStats(statSync(folder)) }, ...inner];
}
