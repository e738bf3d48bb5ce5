import { existsSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../errors';
import type { BucketOptions } from '../options';
import { Blobs } from './blobs';
import { readJson, writeJson } from './files';
import { KeyedLock } from './keyed-lock';
import { Objects } from './objects';
import type { BucketSettings } from './records';
import { Uploads } from './uploads';

export interface Bucket {
  readonly settings: BucketSettings;
  readonly objects: Objects;
  readonly uploads: Uploads;
}

/** Everything on disk: `buckets/<bucket>/{bucket.json,objects,uploads}`, `blobs/`, `incoming/`. */
export class Store {
  readonly blobs: Blobs;
  private readonly buckets = new Map<string, Bucket>();
  private readonly changes = new KeyedLock();

  private constructor(private readonly dataDir: string) {
    this.blobs = new Blobs(dataDir);
  }

  static async open(dataDir: string): Promise<Store> {
    const store = new Store(dataDir);
    await mkdir(store.bucketsFolder, { recursive: true });
    for (const name of await readdir(store.bucketsFolder)) await store.load(name);
    const objectBlobs = store.objectBlobs();
    for (const { uploads } of store.buckets.values()) await uploads.dropCompleted(objectBlobs);
    await store.blobs.clean(new Set([...objectBlobs, ...store.partBlobs()]));
    return store;
  }

  get(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  /** By name. */
  list(): Bucket[] {
    return [...this.buckets.values()].sort((a, b) => (a.settings.Bucket < b.settings.Bucket ? -1 : 1));
  }

  async create(options: BucketOptions & { grants?: Record<string, string> }, nowMs: number): Promise<Bucket> {
    const settings: BucketSettings = { ...options, createdAt: new Date(nowMs).toISOString() };
    const bucket = this.open(settings);
    this.buckets.set(settings.Bucket, bucket);
    await this.changes.run(settings.Bucket, () => this.save(settings));
    return bucket;
  }

  /**
   * Replaces the settings of a bucket by what `change` makes of the current ones; its objects stay. Changes happen one
   * after another: those that a request saw when it came may be old when its body has arrived.
   */
  async update(name: string, change: (current: BucketSettings) => BucketSettings): Promise<void> {
    await this.changes.run(name, async () => {
      const settings = change(this.existing(name).settings);
      await this.save(settings);
      this.buckets.set(name, { ...this.existing(name), settings });
    });
  }

  async remove(name: string): Promise<void> {
    this.buckets.delete(name);
    await this.changes.run(name, () => rm(this.folderOf(name), { recursive: true, force: true }));
  }

  private existing(name: string): Bucket {
    const bucket = this.buckets.get(name);
    if (!bucket) throw failure('NoSuchBucket');
    return bucket;
  }

  private async load(name: string): Promise<void> {
    const path = join(this.folderOf(name), 'bucket.json');
    if (!existsSync(path)) {
      // The rest of a bucket whose creation or removal was interrupted.
      await rm(this.folderOf(name), { recursive: true, force: true });
      return;
    }
    const settings = await readJson<BucketSettings>(path);
    const bucket = this.open(settings);
    await bucket.objects.load();
    await bucket.uploads.load();
    this.buckets.set(name, bucket);
  }

  private open(settings: BucketSettings): Bucket {
    const folder = this.folderOf(settings.Bucket);
    return {
      settings,
      objects: new Objects(join(folder, 'objects'), join(folder, 'versions'), this.blobs),
      uploads: new Uploads(join(folder, 'uploads'), this.blobs),
    };
  }

  private async save(settings: BucketSettings): Promise<void> {
    await writeJson(join(this.folderOf(settings.Bucket), 'bucket.json'), settings);
  }

  private objectBlobs(): Set<string> {
    const objects = this.list().flatMap((bucket) => [...bucket.objects.all()]);
    return new Set(objects.flatMap((object) => object.blobs.map((blob) => blob.id)));
  }

  private partBlobs(): string[] {
    const uploads = this.list().flatMap((bucket) => bucket.uploads.all());
    return uploads.flatMap((upload) => [...upload.parts.values()].map((part) => part.blob.id));
  }

  private get bucketsFolder(): string {
    return join(this.dataDir, 'buckets');
  }

  private folderOf(name: string): string {
    return join(this.bucketsFolder, name);
  }
}
