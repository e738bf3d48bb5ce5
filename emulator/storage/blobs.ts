import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Crc64 } from '../digest/crc64';
import { listFiles } from './files';

/** A stored piece of content. An object is a list of them. */
export interface Blob {
  readonly id: string;
  readonly size: number;
}

/** Content that has arrived on disk, with its digests. */
export interface ReceivedBlob extends Blob {
  /** MD5 of what is stored, as hex. */
  readonly md5: string;
  /** MD5 of what was sent; differs only when a fault corrupted it. */
  readonly sentMd5: string;
  readonly crc64: string;
}

export interface ReceiveOptions {
  /** Flip one byte on the way to the disk (a fault). */
  corrupt?: boolean;
}

const readChunkBytes = 128 * 1024;

/** Content on disk. Data goes into `incoming/` and is renamed into `blobs/` when it is complete. */
export class Blobs {
  private readonly readers = new Map<string, number>();
  private readonly doomed = new Set<string>();

  constructor(private readonly dataDir: string) {}

  /** Empties `incoming/` and removes content that no metadata refers to: leftovers of a killed process. */
  async clean(used: ReadonlySet<string>): Promise<void> {
    await rm(this.incomingFolder, { recursive: true, force: true });
    await mkdir(this.incomingFolder, { recursive: true });
    const unused = (await listFiles(join(this.dataDir, 'blobs'))).filter((path) => !used.has(basename(path)));
    await Promise.all(unused.map((path) => rm(path, { force: true })));
  }

  async receive(body: AsyncIterable<Buffer>, options: ReceiveOptions = {}): Promise<ReceivedBlob> {
    const id = randomUUID();
    const temporary = join(this.incomingFolder, id);
    try {
      const digests = await this.writeFile(temporary, body, options.corrupt ?? false);
      await mkdir(join(this.dataDir, 'blobs', id.slice(0, 2)), { recursive: true });
      await rename(temporary, this.pathOf(id));
      return { id, ...digests };
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Keeps content on disk until the returned function is called, whatever is removed meanwhile. */
  hold(blobs: readonly Blob[]): () => Promise<void> {
    for (const { id } of blobs) this.readers.set(id, (this.readers.get(id) ?? 0) + 1);
    return async () => {
      await Promise.all(blobs.map(({ id }) => this.release(id)));
    };
  }

  /** Reads a range of the content of several blobs put together; the caller holds them. */
  async *read(blobs: readonly Blob[], start: number, length: number): AsyncGenerator<Buffer> {
    let blobStart = 0;
    for (const blob of blobs) {
      const from = Math.max(start - blobStart, 0);
      const to = Math.min(start + length - blobStart, blob.size);
      if (from < to) yield* this.readFile(blob.id, from, to);
      blobStart += blob.size;
    }
  }

  /** Removes content, now or as soon as nobody reads it any more. */
  async remove(blobs: readonly Blob[]): Promise<void> {
    await Promise.all(
      blobs.map(async ({ id }) => {
        if (this.readers.has(id)) this.doomed.add(id);
        else await rm(this.pathOf(id), { force: true });
      }),
    );
  }

  private async release(id: string): Promise<void> {
    const left = (this.readers.get(id) ?? 1) - 1;
    if (left > 0) {
      this.readers.set(id, left);
      return;
    }
    this.readers.delete(id);
    if (this.doomed.delete(id)) await rm(this.pathOf(id), { force: true });
  }

  private async writeFile(
    path: string,
    body: AsyncIterable<Buffer>,
    corrupt: boolean,
  ): Promise<Omit<ReceivedBlob, 'id'>> {
    const stored = createHash('md5');
    const sent = corrupt ? createHash('md5') : undefined;
    const crc64 = new Crc64();
    const file = await open(path, 'wx');
    let size = 0;
    try {
      for await (const chunk of body) {
        sent?.update(chunk);
        const bytes = corrupt && size === 0 ? withFlippedByte(chunk) : chunk;
        stored.update(bytes);
        crc64.update(bytes);
        await writeAll(file, bytes);
        size += bytes.length;
      }
    } finally {
      await file.close();
    }
    const md5 = stored.digest('hex');
    return { size, md5, sentMd5: sent?.digest('hex') ?? md5, crc64: crc64.digest() };
  }

  private async *readFile(id: string, from: number, to: number): AsyncGenerator<Buffer> {
    const file = await open(this.pathOf(id), 'r');
    try {
      let position = from;
      while (position < to) {
        const buffer = Buffer.allocUnsafe(Math.min(readChunkBytes, to - position));
        const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
        if (bytesRead === 0) throw new Error(`The stored content ${id} is shorter than its metadata says`);
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  }

  private get incomingFolder(): string {
    return join(this.dataDir, 'incoming');
  }

  private pathOf(id: string): string {
    return join(this.dataDir, 'blobs', id.slice(0, 2), id);
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
  }
}

function withFlippedByte(chunk: Buffer): Buffer {
  const copy = Buffer.from(chunk);
  if (copy.length > 0) copy.writeUInt8(copy.readUInt8(0) ^ 0xff, 0);
  return copy;
}
