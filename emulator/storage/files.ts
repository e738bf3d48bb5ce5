import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Names a file after a key: whatever the key holds, the result is a plain name inside the folder. */
export function hashedName(key: string): string {
  const hash = createHash('sha256').update(key).digest('hex');
  return join(hash.slice(0, 2), `${hash.slice(2)}.json`);
}

/** Writes a JSON file so that a reader, or a process killed at any moment, sees the old or the new one and nothing between. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(temporary, JSON.stringify(value));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Reads what {@link writeJson} wrote; the caller names the type that it writes there. */
export async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

/** All files below a folder, as paths; leftovers of an interrupted {@link writeJson} are removed on the way. */
export async function listJsonFiles(folder: string): Promise<string[]> {
  const paths = await listFiles(folder);
  const leftovers = paths.filter((path) => path.endsWith('.tmp'));
  await Promise.all(leftovers.map((path) => rm(path, { force: true })));
  return paths.filter((path) => path.endsWith('.json'));
}

export async function listFiles(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
