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
    for (const key of [...this.history.keys()]) await this.finish(key);
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
    const old = this.history.of(key);
    // While an object is replaced it is in both places.
    return current ? [current, ...old.filter((version) => idOf(version) !== idOf(current))] : [...old];
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
      const decided = decide(this.records.get(key));
      const next = versioning ? { ...decided, versionId: newId(versioning) } : decided;
      const { kept, dropped } = this.retire(key, versioning);
      await this.store(key, [next, ...kept]);
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
      const marker: DeleteMarker | undefined = versioning && {
        key,
        versionId: newId(versioning),
        lastModified: nowIso,
        isDeleteMarker: true,
      };
      const { kept, dropped } = this.retire(key, versioning);
      await this.store(key, marker ? [marker, ...kept] : kept);
      await this.removeBlobs(dropped, []);
      return marker;
    });
  }

  /** Deletes one version for good. The newest one that is left becomes the object, unless it is a delete marker. */
  async removeVersion(key: string, versionId: string): Promise<OldVersion | undefined> {
    return this.lock.run(key, async () => {
      const removed = this.find(key, versionId);
      if (!removed) return undefined;
      await this.store(
        key,
        this.versionsOf(key).filter((version) => version !== removed),
      );
      await this.removeBlobs([removed], []);
      return removed;
    });
  }

  /** What becomes of the versions of a key when a new one comes: without versioning, or while it is suspended, there is one `null`. */
  private retire(key: string, versioning: Versioning): { kept: OldVersion[]; dropped: OldVersion[] } {
    const all = this.versionsOf(key);
    const isDropped = (version: OldVersion): boolean => versioning !== 'Enabled' && idOf(version) === nullVersion;
    return { kept: all.filter((version) => !isDropped(version)), dropped: all.filter(isDropped) };
  }

  /** Makes these the versions of a key, newest first, in an order of steps that {@link finish} can complete. */
  private async store(key: string, versions: readonly OldVersion[]): Promise<void> {
    const [newest, ...older] = versions;
    const object = newest && !isMarker(newest) ? newest : undefined;
    const old = object ? older : versions;
    const current = this.records.get(key);
    const isHistoryFirst = !object || (current !== undefined && old.includes(current));
    if (isHistoryFirst) await this.history.set(key, old);
    if (!object && current) await this.dropCurrent(key);
    if (object && object !== current) {
      await writeJson(this.pathOf(key), object);
      this.records.set(key, object);
      this.keys.add(key);
    }
    if (!isHistoryFirst) await this.history.set(key, old);
  }

  /** Completes a change of a key that was interrupted when the process was killed. */
  private async finish(key: string): Promise<void> {
    const current = this.records.get(key);
    const [newest, ...older] = this.history.of(key);
    const isDoubled = current && this.history.of(key).some((version) => idOf(version) === idOf(current));
    if (isDoubled && newest && isMarker(newest)) await this.store(key, [newest, ...older]);
    else if (isDoubled || (!current && newest && !isMarker(newest))) await this.store(key, this.versionsOf(key));
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
