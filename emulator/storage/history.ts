import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hashedName, listJsonFiles, readJson, writeJson } from './files';
import type { DeleteMarker, ObjectRecord } from './records';

/** A version that is no longer, or was never, the object that plain reads see. */
export type OldVersion = ObjectRecord | DeleteMarker;

interface StoredHistory {
  readonly key: string;
  readonly versions: readonly OldVersion[];
}

/** Old versions and delete markers of one bucket: one file a key, newest first. */
export class History {
  private readonly versions = new Map<string, readonly OldVersion[]>();

  constructor(private readonly folder: string) {}

  async load(): Promise<void> {
    for (const path of await listJsonFiles(this.folder)) {
      const { key, versions } = await readJson<StoredHistory>(path);
      this.versions.set(key, versions);
    }
  }

  get size(): number {
    return this.versions.size;
  }

  keys(): Iterable<string> {
    return this.versions.keys();
  }

  /** Newest first. */
  of(key: string): readonly OldVersion[] {
    return this.versions.get(key) ?? [];
  }

  all(): OldVersion[] {
    return [...this.versions.values()].flat();
  }

  async set(key: string, versions: readonly OldVersion[]): Promise<void> {
    const path = join(this.folder, hashedName(key));
    if (versions.length === 0) {
      if (this.versions.delete(key)) await rm(path, { force: true });
      return;
    }
    await writeJson(path, { key, versions } satisfies StoredHistory);
    this.versions.set(key, versions);
  }
}
