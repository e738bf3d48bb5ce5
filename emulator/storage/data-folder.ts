import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** The folder that holds the data, reserved for this process. */
export interface DataFolder {
  readonly path: string;
  /** Gives the folder free; a temporary one is removed. */
  release(): Promise<void>;
}

const markerName = 'cos-emulator.json';
const lockName = 'cos-emulator.lock';

/**
 * Opens a folder. One that holds anything else is refused, because starting removes what looks like leftovers; one that
 * another living process uses is refused, because two indexes of one folder would contradict each other.
 */
export async function openDataFolder(path: string | undefined): Promise<DataFolder> {
  if (path === undefined) {
    const temporary = await mkdtemp(join(tmpdir(), 'cos-emulator-'));
    return { path: temporary, release: () => rm(temporary, { recursive: true, force: true, maxRetries: 3 }) };
  }
  const folder = resolve(path);
  await mkdir(folder, { recursive: true });
  await mark(folder);
  const lock = join(folder, lockName);
  await refuseWhenLocked(lock, folder);
  await writeFile(lock, String(process.pid));
  return { path: folder, release: () => rm(lock, { force: true }) };
}

async function mark(folder: string): Promise<void> {
  const marker = join(folder, markerName);
  if (existsSync(marker)) return;
  if ((await readdir(folder)).length > 0) {
    throw new Error(`The data folder ${folder} holds other files. Give an empty folder, or one of the emulator's own.`);
  }
  await writeFile(marker, JSON.stringify({ format: 1 }));
}

async function refuseWhenLocked(lock: string, folder: string): Promise<void> {
  if (!existsSync(lock)) return;
  const pid = Number(await readFile(lock, 'utf8'));
  if (pid !== process.pid && isAlive(pid)) {
    throw new Error(`The data folder ${folder} is in use by another emulator (process ${pid}).`);
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
