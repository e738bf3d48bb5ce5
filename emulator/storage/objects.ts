import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blob, Blobs } from './blobs';
import { hashedName, listJsonFiles, readJson, writeJson } from './files';
import { KeyedLock } from './keyed-lock';
import type { ObjectRecord } from './records';
import { SortedKeys } from './sorted-keys';

/** The objects of one bucket: metadata files on disk, an index in memory. */
export class Objects {
  readonly keys = new SortedKeys();
  private readonly records = new Map<string, ObjectRecord>();
  private readonly lock = new KeyedLock();

  constructor(
    private readonly folder: string,
    private readonly blobs: Blobs,
  ) {}

  async load(): Promise<void> {
    for (const path of await listJsonFiles(this.folder)) {
      const record = await readJson<ObjectRecord>(path);
      this.records.set(record.key, record);
    }
    this.keys.addAll(this.records.keys());
  }

  get size(): number {
    return this.records.size;
  }

  all(): Iterable<ObjectRecord> {
    return this.records.values();
  }

  get(key: string): ObjectRecord | undefined {
    return this.records.get(key);
  }

  /**
   * Replaces an object in one step. `decide` sees what is there now, with no other change of this key in between, and may
   * throw to refuse; content that is no longer referred to is removed.
   */
  async replace(key: string, decide: (current: ObjectRecord | undefined) => ObjectRecord): Promise<ObjectRecord> {
    return this.lock.run(key, async () => {
      const current = this.records.get(key);
      const next = decide(current);
      await writeJson(this.pathOf(key), next);
      this.records.set(key, next);
      this.keys.add(key);
      if (current) await this.blobs.remove(unused(current.blobs, next.blobs));
      return next;
    });
  }

  async remove(key: string): Promise<boolean> {
    return this.lock.run(key, async () => {
      const current = this.records.get(key);
      if (!current) return false;
      await rm(this.pathOf(key), { force: true });
      this.records.delete(key);
      this.keys.remove(key);
      await this.blobs.remove(current.blobs);
      return true;
    });
  }

  private pathOf(key: string): string {
    return join(this.folder, hashedName(key));
  }
}

function unused(before: readonly Blob[], after: readonly Blob[]): Blob[] {
  const kept = new Set(after.map((blob) => blob.id));
  return before.filter((blob) => !kept.has(blob.id));
}
