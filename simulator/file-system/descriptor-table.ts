import * as fs from 'node:fs';
import { fileFailure, parameterFailure } from '../errors';

export interface OpenFile {
  /** The real descriptor. */
  number: number;
  path: string;
  isReadable: boolean;
  isWritable: boolean;
  /** In append mode the system ignores positions. */
  appends: boolean;
}

/** The file descriptors a mini program holds; they are strings to it. */
export class Descriptors {
  private readonly files = new Map<string, OpenFile>();
  private lastId = 0;

  constructor(private readonly limit: number) {}

  get count(): number {
    return this.files.size;
  }

  ensureRoom(): void {
    if (this.files.size >= this.limit) throw fileFailure('tooManyDescriptors');
  }

  add(file: OpenFile): string {
    const fd = String(++this.lastId);
    this.files.set(fd, file);
    return fd;
  }

  get(fd: unknown): OpenFile {
    if (typeof fd !== 'string') throw parameterFailure('fd', 'String', fd);
    const file = this.files.get(fd);
    if (!file) throw fileFailure('badDescriptor');
    return file;
  }

  close(fd: string): void {
    fs.closeSync(this.get(fd).number);
    this.files.delete(fd);
  }

  closeAll(): void {
    for (const fd of [...this.files.keys()]) this.close(fd);
  }
}
