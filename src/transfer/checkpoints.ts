import { md5Hex } from '../digest/md5';
import type { Clock } from '../base/clock';
import type { KeyValueStore } from '../host/key-value-store';

/** A part that COS has, and that was compared with what was sent. */
export interface SentPart {
  /** Without quotes. */
  readonly etag: string;
  /** Unsigned decimal; `''` where it is not known. */
  readonly crc64: string;
}

/** How far a multipart upload is. */
export interface Checkpoint {
  readonly uploadId: string;
  /** Which content it is of; `''` until that is known. */
  identity: string;
  readonly partBytes: number;
  /** By part number, from 1 up. */
  readonly parts: Map<number, SentPart>;
}

/** What is stored. Names in a single case: the build shortens all others. */
interface StoredCheckpoint {
  upload: string;
  identity: string;
  size: number;
  parts: [number, string, string][];
}

/** `[record, bytes that it may grow to]`, the oldest first. */
type Index = [string, number][];

const prefix = 'cos-upload:';
const indexKey = 'cos-uploads';
/** All records together: WeChat gives an app 10 MB, and 1 MB for one key. */
const budgetBytes = 1024 * 1024;
const bytesPerRecord = 200;
const bytesPerPart = 70;
/** Longer records are not written after each part. */
const shortRecordParts = 250;
const longRecordIntervalMs = 1000;

/**
 * Unfinished uploads, in storage that survives the app. Storage may be full or broken: then resuming works only while
 * the app runs, and nothing else suffers.
 */
export class Checkpoints {
  private readonly savedMs = new Map<string, number>();

  constructor(
    private readonly storage: KeyValueStore,
    private readonly clock: Clock,
    private readonly maxRecords: number,
  ) {}

  /** @param names whatever tells one upload from another */
  static idOf(...names: string[]): string {
    return md5Hex(names.join('\n'));
  }

  find(id: string): Checkpoint | undefined {
    const stored = this.readJson(prefix + id) as Partial<StoredCheckpoint> | undefined;
    const { upload, identity, size, parts } = { ...stored };
    if (typeof upload !== 'string' || typeof identity !== 'string') return undefined;
    if (typeof size !== 'number' || !Array.isArray(parts)) return undefined;
    const valid = parts.filter((part) => Array.isArray(part) && part[0] > 0 && part[1] && typeof part[2] === 'string');
    const entries = valid.map(([number, etag, crc64]): [number, SentPart] => [number, { etag, crc64 }]);
    return { uploadId: upload, identity, partBytes: size, parts: new Map(entries) };
  }

  /** Long records are written once a second only, unless it is the `last` time for now. */
  save(id: string, checkpoint: Checkpoint, partCount: number, isLast = false): void {
    const now = this.clock.now();
    const saved = this.savedMs.get(id);
    const isDue = saved === undefined || partCount < shortRecordParts || Math.abs(now - saved) >= longRecordIntervalMs;
    if (!isDue && !isLast) return;
    if (saved === undefined) this.makeRoom(id, bytesPerRecord + partCount * bytesPerPart);
    this.savedMs.set(id, now);
    const { uploadId, identity, partBytes, parts } = checkpoint;
    const stored: StoredCheckpoint = { upload: uploadId, identity, size: partBytes, parts: [] };
    parts.forEach(({ etag, crc64 }, number) => stored.parts.push([number, etag, crc64]));
    this.write(prefix + id, JSON.stringify(stored));
  }

  forget(id: string): void {
    this.savedMs.delete(id);
    this.drop([id]);
    const index = this.readIndex();
    const rest = index.filter(([other]) => other !== id);
    if (rest.length < index.length) this.write(indexKey, JSON.stringify(rest));
  }

  /** Registers a record; the oldest ones go where there would be too many or too much. */
  private makeRoom(id: string, bytes: number): void {
    const index: Index = [...this.readIndex().filter(([other]) => other !== id), [id, bytes]];
    const dropped: string[] = [];
    let total = index.reduce((sum, [, size]) => sum + size, 0);
    while (index.length > 1 && (total > budgetBytes || index.length > this.maxRecords)) {
      const [oldest = '', size = 0] = index.shift() ?? [];
      dropped.push(oldest);
      total -= size;
    }
    this.drop(dropped);
    this.write(indexKey, JSON.stringify(index));
  }

  private readIndex(): Index {
    const stored = this.readJson(indexKey);
    return Array.isArray(stored) ? (stored as Index).filter((entry) => Array.isArray(entry)) : [];
  }

  private readJson(key: string): unknown {
    try {
      return JSON.parse(this.storage.get(key) ?? 'null');
    } catch {
      // Broken or denied: as if there were nothing.
      return undefined;
    }
  }

  private write(key: string, text: string): void {
    try {
      this.storage.set(key, text);
    } catch {
      // Full: the upload goes on, it only cannot be resumed after the app was closed.
    }
  }

  private drop(ids: readonly string[]): void {
    try {
      ids.forEach((id) => this.storage.remove(prefix + id));
    } catch {
      // What cannot be removed is overwritten or ignored later.
    }
  }
}
