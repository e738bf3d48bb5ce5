import * as fs from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { Failure } from './errors';

const ENTRY_LIMIT = 1024 * 1024;
const TOTAL_LIMIT = 10 * 1024 * 1024;
const UNITS_PER_KB = 1024;

/** The key-value storage of the mini program: one file per key, replaced in one step so that a kill never leaves half a value. */
export class StorageArea {
  /** While true every call fails, as on a phone whose storage broke. */
  isFailing = false;
  private readonly folder: string;
  /** Serialised values by key. WeChat counts characters of key and value, and so do the limits here. */
  private readonly values = new Map<string, string>();

  constructor(root: string) {
    this.folder = join(root, 'storage');
    fs.mkdirSync(this.folder, { recursive: true });
    for (const name of fs.readdirSync(this.folder)) {
      if (!name.endsWith('.json')) continue;
      const { key, value } = JSON.parse(fs.readFileSync(join(this.folder, name), 'utf8')) as {
        key: string;
        value: string;
      };
      this.values.set(key, value);
    }
  }

  get keys(): string[] {
    this.ensureWorking();
    return [...this.values.keys()];
  }

  get sizeKb(): number {
    return Math.ceil(this.size / UNITS_PER_KB);
  }

  readonly limitKb = TOTAL_LIMIT / UNITS_PER_KB;

  get(key: string): string | undefined {
    this.ensureWorking();
    return this.values.get(key);
  }

  set(key: string, value: string): void {
    this.ensureWorking();
    const size = key.length + value.length;
    const replacedSize = this.values.has(key) ? key.length + (this.values.get(key)?.length ?? 0) : 0;
    if (size > ENTRY_LIMIT) throw new Failure(':entry size limit reached');
    if (this.size - replacedSize + size > TOTAL_LIMIT) throw new Failure(':quota reached');
    const file = this.fileOf(key);
    fs.writeFileSync(`${file}.new`, JSON.stringify({ key, value }));
    fs.renameSync(`${file}.new`, file);
    this.values.set(key, value);
  }

  remove(key: string): void {
    this.ensureWorking();
    fs.rmSync(this.fileOf(key), { force: true });
    this.values.delete(key);
  }

  clear(): void {
    for (const key of this.keys) this.remove(key);
  }

  private get size(): number {
    return [...this.values].reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  }

  private ensureWorking(): void {
    if (this.isFailing) throw new Failure('internal error');
  }

  private fileOf(key: string): string {
    return join(this.folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  }
}
