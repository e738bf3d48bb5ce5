import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { mkdirSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { fileFailure, parameterFailure } from '../errors';
import type { Platform } from '../options';

/** `user` is the writable USER_DATA_PATH, `temp` holds picked and downloaded files, `saved` those of saveFile. */
export type Area = 'user' | 'temp' | 'saved' | 'package';

export interface Location {
  area: Area;
  /** The path as the mini program knows it. */
  path: string;
  /** Where the file lies on the real disk. */
  real: string;
}

/** Maps the paths of a mini program to the folders of its phone. */
export class Disk {
  readonly userDataPath: string;
  readonly userFolder: string;
  readonly savedFolder: string;
  private readonly tempFolder: string;
  private readonly packageFolder: string;

  constructor(
    root: string,
    private readonly platform: Platform,
  ) {
    this.userFolder = join(root, 'user');
    this.savedFolder = join(root, 'saved');
    this.tempFolder = join(root, 'temp');
    this.packageFolder = join(root, 'package');
    this.userDataPath = platform === 'devtools' ? 'http://usr' : 'wxfile://usr';
    // Temporary files are not guaranteed to outlive the run of the app that made them, so here they never do.
    rmSync(this.tempFolder, { recursive: true, force: true });
    for (const folder of [this.userFolder, this.savedFolder, this.tempFolder]) mkdirSync(folder, { recursive: true });
  }

  /** Where a path given by the mini program leads; `parameter` names it in the error for a value that is no path. */
  locate(path: unknown, parameter: string): Location {
    if (typeof path !== 'string') throw parameterFailure(parameter, 'String', path);
    if (path === '') throw fileFailure('noSuchFile', path);
    const user = this.inside(path, `${this.userDataPath}/`);
    if (path === this.userDataPath || user !== undefined) {
      return { area: 'user', path, real: below(this.userFolder, user ?? '', path) };
    }
    const temp = this.inside(path, this.tempPrefix);
    if (temp !== undefined) return { area: 'temp', path, real: below(this.tempFolder, temp, path) };
    const saved = this.inside(path, this.savedPrefix);
    if (saved !== undefined) return { area: 'saved', path, real: below(this.savedFolder, saved, path) };
    if (path.includes('://') || path.startsWith('/')) throw fileFailure('permissionDenied', `"${path}"`);
    return { area: 'package', path, real: below(this.packageFolder, path, path) };
  }

  /** As {@link locate}, for a path that is to be written: only user data is. */
  locateWritable(path: unknown, parameter: string): Location {
    const located = this.locate(path, parameter);
    if (located.area !== 'user') throw fileFailure('permissionDenied', `"${located.path}"`);
    return located;
  }

  newTempFile(extension: string): Location {
    return this.newFile('temp', extension);
  }

  newSavedFile(extension: string): Location {
    return this.newFile('saved', extension);
  }

  /** The path of a file in the folder of saved files. */
  savedPath(fileName: string): string {
    return this.platform === 'devtools' ? this.savedPrefix + fileName : `wxfile://${fileName}`;
  }

  private newFile(area: 'temp' | 'saved', extension: string): Location {
    const [prefix, folder] =
      area === 'temp' ? [this.tempPrefix, this.tempFolder] : [this.savedPrefix, this.savedFolder];
    const name = randomBytes(16).toString('hex') + (extension === '' ? '' : `.${extension}`);
    // On phones `tmp_` and `store_` belong to the file's own name, which uploads then show as the name in the form.
    const ownName = this.platform === 'devtools' ? name : `${area === 'temp' ? 'tmp' : 'store'}_${name}`;
    const path = this.platform === 'devtools' ? prefix + name : `wxfile://${ownName}`;
    return { area, path, real: join(folder, ownName) };
  }

  private get tempPrefix(): string {
    return this.platform === 'devtools' ? 'http://tmp/' : 'wxfile://tmp_';
  }

  private get savedPrefix(): string {
    return this.platform === 'devtools' ? 'http://store/' : 'wxfile://store_';
  }

  /** The rest of the path behind the prefix; phones keep the last folder-like word in the file name. */
  private inside(path: string, prefix: string): string | undefined {
    if (!path.startsWith(prefix)) return undefined;
    const start = prefix.endsWith('_') ? 'wxfile://'.length : prefix.length;
    return path.slice(start);
  }
}

/** File stats, or undefined when there is no such file. */
export async function statFile(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}

function below(folder: string, relative: string, path: string): string {
  const normal = posix.normalize(relative);
  if (normal === '..' || normal.startsWith('../') || relative.includes('\0'))
    throw fileFailure('pathDenied', `"${path}"`);
  return join(folder, normal);
}
