export interface FileStat {
  /** Bytes. */
  size: number;
  isDirectory: boolean;
  /** Milliseconds since 1970; absent where the platform does not tell. */
  modifiedMs?: number;
}

/** Writes a file piece by piece; pieces may come in any order. */
export interface FileWriter {
  write(position: number, data: ArrayBuffer): Promise<void>;
  close(): Promise<void>;
}

/** Reads and writes the phone's files. Seam to the platform's file system. Every method rejects with `FileFailure`. */
export interface Files {
  stat(path: string): Promise<FileStat>;
  /** Resolves with exactly `length` bytes; a file that ends earlier is a failure. */
  read(path: string, start: number, length: number): Promise<ArrayBuffer>;
  /** Whether a part of a file can be read without reading all of it. */
  readonly canReadRanges: boolean;
  /** The platform's native MD5 of a whole file, lower-case hex; absent where there is none. */
  digest?(path: string): Promise<string>;
  /** Opens a new file for writing at any position, or one that is there as it is; absent where the platform cannot. */
  openForWrite?(path: string, isThere?: boolean): Promise<FileWriter>;
  /** Folder for files of the app; absent where the platform has none. */
  readonly userFolder?: string;
  /** Replaces `target` if it exists. */
  rename(path: string, target: string): Promise<void>;
  /** A missing file is no failure. */
  remove(path: string): Promise<void>;
}

/** Why a file cannot be used, in the platform's own words. */
export class FileFailure extends Error {
  override readonly name = 'FileFailure';
  constructor(
    readonly kind: 'missing' | 'denied' | 'full' | 'truncated' | 'other',
    readonly errMsg: string,
  ) {
    super(errMsg);
    Object.setPrototypeOf(this, FileFailure.prototype);
  }
}
