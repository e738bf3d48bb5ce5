import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blob, Blobs } from './blobs';
import { listJsonFiles, readJson, writeJson } from './files';
import { KeyedLock } from './keyed-lock';
import type { PartRecord, UploadRecord } from './records';

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly record: UploadRecord;
  readonly parts: ReadonlyMap<number, PartRecord>;
}

interface MutableUpload extends Upload {
  readonly parts: Map<number, PartRecord>;
}

/** The unfinished multipart uploads of one bucket. */
export class Uploads {
  private readonly uploads = new Map<string, MutableUpload>();
  private readonly lock = new KeyedLock();

  constructor(
    private readonly folder: string,
    private readonly blobs: Blobs,
  ) {}

  async load(): Promise<void> {
    const paths = await listJsonFiles(this.folder);
    for (const path of paths.filter((name) => name.endsWith('upload.json'))) {
      const record = await readJson<UploadRecord>(path);
      this.uploads.set(record.uploadId, { record, parts: new Map() });
    }
    for (const path of paths.filter((name) => !name.endsWith('upload.json'))) {
      const { uploadId, part } = await readJson<{ uploadId: string; part: PartRecord }>(path);
      this.uploads.get(uploadId)?.parts.set(part.partNumber, part);
    }
  }

  /**
   * Forgets uploads whose parts already belong to objects: the process was killed after the object was made and before
   * the upload was removed. Their content must not be touched by a later abort.
   */
  async dropCompleted(objectBlobIds: ReadonlySet<string>): Promise<void> {
    for (const { record, parts } of this.all()) {
      if (![...parts.values()].some((part) => objectBlobIds.has(part.blob.id))) continue;
      this.uploads.delete(record.uploadId);
      await rm(join(this.folder, record.uploadId), { recursive: true, force: true });
    }
  }

  all(): Upload[] {
    return [...this.uploads.values()];
  }

  /** Only uploads of this very key: an upload id with another key does not exist, as in COS. */
  find(uploadId: string, key: string): Upload | undefined {
    const upload = this.uploads.get(uploadId);
    return upload?.record.key === key ? upload : undefined;
  }

  async begin(nowMs: number, describe: (uploadId: string) => UploadRecord): Promise<UploadRecord> {
    const uploadId = `${Math.floor(nowMs / 1000)}${randomBytes(32).toString('hex')}`;
    const record = describe(uploadId);
    await writeJson(join(this.folder, uploadId, 'upload.json'), record);
    this.uploads.set(uploadId, { record, parts: new Map() });
    return record;
  }

  /** Adds or replaces a part; false when the upload has ended meanwhile. */
  async putPart(uploadId: string, part: PartRecord): Promise<boolean> {
    return this.lock.run(uploadId, async () => {
      const upload = this.uploads.get(uploadId);
      if (!upload) return false;
      await writeJson(join(this.folder, uploadId, `${part.partNumber}.json`), { uploadId, part });
      const replaced = upload.parts.get(part.partNumber);
      upload.parts.set(part.partNumber, part);
      if (replaced) await this.blobs.remove([replaced.blob]);
      return true;
    });
  }

  /**
   * Ends an upload: `finish` makes something of the parts (or nothing) and returns the content to keep. When it throws,
   * the upload goes on. Undefined when the upload has ended already.
   */
  async end<T>(
    uploadId: string,
    finish: (upload: Upload) => Promise<{ kept: readonly Blob[]; result: T }>,
  ): Promise<T | undefined> {
    return this.lock.run(uploadId, async () => {
      const upload = this.uploads.get(uploadId);
      if (!upload) return undefined;
      const { kept, result } = await finish(upload);
      this.uploads.delete(uploadId);
      await rm(join(this.folder, uploadId), { recursive: true, force: true });
      const keptIds = new Set(kept.map((blob) => blob.id));
      const parts = [...upload.parts.values()].map((part) => part.blob);
      await this.blobs.remove(parts.filter((blob) => !keptIds.has(blob.id)));
      return result;
    });
  }
}
