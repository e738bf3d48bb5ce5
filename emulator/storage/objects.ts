import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blob, Blobs } from './blobs';
import { hashedName, listJsonFiles, readJson, writeJson } from './files';
import { History, type OldVersion } from './history';
import { KeyedLock } from './keyed-lock';
import type { DeleteMarker, ObjectRecord } from './records';
import { SortedKeys } from './sorted-keys';

/** What the bucket does with what is replaced or deleted: keeps it, keeps all but the version `null`, or (undefined) nothing. */
export type Versioning = 'Enabled' | 'Suspended' | undefined;

/** Id of versions from the time before versioning, and while it is suspended. */
const nullVersion = 'null';

const idOf = ({ versionId }: { versionId?: string }): string => versionId ?? nullVersion;

export const isMarker = (version: OldVersion): version is DeleteMarker => 'isDeleteMarker' in version;

/** The objects of one bucket: metadata files on disk, an index in memory. */
export class Objects {
  readonly keys = new SortedKeys();
  private readonly records = new Map<string, ObjectRecord>();
  private readonly history: History;
  private readonly lock = new KeyedLock();

  constructor(
    private readonly folder: string,
    historyFolder: string,
    private readonly blobs: Blobs,
  ) {
    this.history = new History(historyFolder);
  }

  async load(): Promise<void> {
    for (const path of await listJsonFiles(this.folder)) {
      const record = await readJson<ObjectRecord>(path);
      this.records.set(record.key, record);
    }
    this.keys.addAll(this.records.keys());
    await this.history.load();
    // A replacement that was interrupted may have left the object in both places.
    for (const [key, record] of this.records) {
      const old = this.history.of(key).filter((version) => idOf(version) !== idOf(record));
      if (old.length < this.history.of(key).length) await this.history.set(key, old);
    }
  }

  /** Whether nothing is left, old versions and delete markers included. */
  get isEmpty(): boolean {
    return this.records.size + this.history.size === 0;
  }

  /** Everything that has content. */
  all(): ObjectRecord[] {
    const old = this.history.all().filter((version): version is ObjectRecord => !isMarker(version));
    return [...this.records.values(), ...old];
  }

  get(key: string): ObjectRecord | undefined {
    return this.records.get(key);
  }

  /** All versions of a key, newest first, delete markers included. */
  versionsOf(key: string): OldVersion[] {
    const current = this.records.get(key);
    return [...(current ? [current] : []), ...this.history.of(key)];
  }

  /** Every key that has versions, in no order. */
  allKeys(): Set<string> {
    return new Set([...this.records.keys(), ...this.history.keys()]);
  }

  find(key: string, versionId: string): OldVersion | undefined {
    return this.versionsOf(key).find((version) => idOf(version) === versionId);
  }

  /**
   * Replaces an object in one step. `decide` sees what is there now, with no other change of this key in between, and may
   * throw to refuse; content that is no longer referred to is removed.
   */
  async replace(
    key: string,
    decide: (current: ObjectRecord | undefined) => ObjectRecord,
    versioning?: Versioning,
  ): Promise<ObjectRecord> {
    return this.lock.run(key, async () => {
      const current = this.records.get(key);
      const decided = decide(current);
      const next = versioning ? { ...decided, versionId: newId(versioning) } : decided;
      const dropped = versioning ? await this.retire(key, versioning) : current ? [current] : [];
      await writeJson(this.pathOf(key), next);
      this.records.set(key, next);
      this.keys.add(key);
      await this.removeBlobs(dropped, next.blobs);
      return next;
    });
  }

  /** Changes what is said about a version; its content stays. */
  async change(
    key: string,
    versionId: string | undefined,
    change: (record: ObjectRecord) => ObjectRecord,
  ): Promise<void> {
    await this.lock.run(key, async () => {
      const current = this.records.get(key);
      if (current && (versionId === undefined || idOf(current) === versionId)) {
        const next = change(current);
        await writeJson(this.pathOf(key), next);
        this.records.set(key, next);
        return;
      }
      const changed = this.history
        .of(key)
        .map((version) => (isMarker(version) || idOf(version) !== versionId ? version : change(version)));
      await this.history.set(key, changed);
    });
  }

  /** Deletes an object; with versioning a delete marker takes its place, and is returned. */
  async remove(key: string, versioning: Versioning, nowIso: string): Promise<DeleteMarker | undefined> {
    return this.lock.run(key, async () => {
      const current = this.records.get(key);
      if (!versioning) {
        if (current) await this.dropCurrent(key);
        if (current) await this.blobs.remove(current.blobs);
        return undefined;
      }
      const marker: DeleteMarker = { key, versionId: newId(versioning), lastModified: nowIso, isDeleteMarker: true };
      const dropped = await this.retire(key, versioning);
      await this.history.set(key, [marker, ...this.history.of(key)]);
      await this.dropCurrent(key);
      await this.removeBlobs(dropped, []);
      return marker;
    });
  }

  /** Deletes one version for good. The newest one that is left becomes the object, unless it is a delete marker. */
  async removeVersion(key: string, versionId: string): Promise<OldVersion | undefined> {
    return this.lock.run(key, async () => {
      const removed = this.find(key, versionId);
      if (!removed) return undefined;
      if (removed === this.records.get(key)) await this.dropCurrent(key);
      const left = this.history.of(key).filter((version) => version !== removed);
      const [newest, ...older] = left;
      if (newest && !isMarker(newest) && !this.records.has(key)) {
        await writeJson(this.pathOf(key), newest);
        this.records.set(key, newest);
        this.keys.add(key);
        await this.history.set(key, older);
      } else await this.history.set(key, left);
      if (!isMarker(removed)) await this.blobs.remove(removed.blobs);
      return removed;
    });
  }

  /** Puts the current object among the old versions; returns what is dropped for it. */
  private async retire(key: string, versioning: Versioning): Promise<OldVersion[]> {
    const all = this.versionsOf(key);
    // While versioning is suspended there is one version `null`, which is replaced.
    const isDropped = (version: OldVersion): boolean => versioning === 'Suspended' && idOf(version) === nullVersion;
    await this.history.set(
      key,
      all.filter((version) => !isDropped(version)),
    );
    return all.filter(isDropped);
  }

  private async dropCurrent(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
    this.records.delete(key);
    this.keys.remove(key);
  }

  private async removeBlobs(versions: readonly OldVersion[], kept: readonly Blob[]): Promise<void> {
    const ids = new Set(kept.map((blob) => blob.id));
    const blobs = versions.flatMap((version) => (isMarker(version) ? [] : version.blobs));
    await this.blobs.remove(blobs.filter((blob) => !ids.has(blob.id)));
  }

  private pathOf(key: string): string {
    return join(this.folder, hashedName(key));
  }
}

const newId = (versioning: Versioning): string =>
  versioning === 'Enabled' ? randomBytes(24).toString('base64url').replace(/[-_]/g, '0') : nullVersion;
