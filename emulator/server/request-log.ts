/** One request that the emulator has dealt with. */
export interface RequestRecord {
  /** COS action name; `Unknown` when no operation fits. */
  readonly operation: string;
  readonly method: string;
  /** Host header as sent. */
  readonly host: string;
  readonly bucket: string | undefined;
  readonly region?: string;
  /** Decoded key; for PostObject the key of the form. */
  readonly key: string | undefined;
  readonly partNumber: number | undefined;
  readonly uploadId?: string;
  /** Decoded query parameters. */
  readonly query: Readonly<Record<string, string>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Status of the answer; 0 when the connection broke (or was broken by a fault) before there was one. */
  readonly status: number;
  /** Error code sent, if any. */
  readonly code?: string;
  readonly requestId: string;
  /** Bytes of the request body that were read. */
  readonly bodyBytes: number;
  /** Who asked; undefined when the signature was not accepted. */
  readonly identity?: 'root' | 'temporary' | 'anonymous';
  /** ISO 8601, server clock. */
  readonly time: string;
}

/** The last requests, oldest first. */
export class RequestLog {
  readonly records: RequestRecord[] = [];

  constructor(private readonly limit: number) {}

  add(record: RequestRecord): void {
    this.records.push(record);
    if (this.records.length > this.limit) this.records.shift();
  }

  clear(): void {
    this.records.length = 0;
  }
}
