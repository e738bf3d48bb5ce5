import { Readable } from 'node:stream';
import busboy from 'busboy';
import { failure } from '../errors';
import type { Call } from '../server/call';

/** A form upload whose fields have arrived and whose file is arriving. */
export interface Form {
  /** By lower-case name. */
  readonly fields: Readonly<Record<string, string>>;
  readonly fileName: string;
  readonly file: AsyncIterable<Buffer>;
  /** Resolves when the rest of the form was read; rejects when it held another file or a field after the file. */
  readonly end: Promise<void>;
}

const limits = { fieldSize: 64 * 1024, fields: 200 };

/** Reads the fields up to the file, which is then streamed by the caller. */
export async function readForm(call: Call): Promise<Form> {
  const parser = openParser(call.request.headers['content-type'] ?? '');
  const reader = new FormReader(parser);
  Readable.from(call.body, { objectMode: false })
    .on('error', (error) => reader.breakOff(error))
    .pipe(parser);
  return reader.started;
}

/** Turns the events of the parser into the promises of a {@link Form}. */
class FormReader {
  readonly started: Promise<Form>;
  private readonly fields: Record<string, string> = {};
  private hasFile = false;
  /** What is wrong with a form that could be read. */
  private problem: Error | undefined;
  /** Why the body could not be read: the parser itself would only tell that it ended early. */
  private sourceError: unknown;

  constructor(private readonly parser: busboy.Busboy) {
    const end = new Promise<void>((resolve, reject) => {
      parser.on('error', (error) => reject(this.explain(error)));
      parser.on('close', () => (this.problem ? reject(this.problem) : resolve()));
    });
    parser.on('field', (name, value, info) => this.onField(name, value, info.nameTruncated || info.valueTruncated));
    this.started = new Promise((resolve, reject) => {
      end.then(() => reject(failure('IncorrectNumberOfFilesInPostRequest')), reject);
      parser.on('file', (name, stream, { filename }) => {
        const file = this.onFile(name, stream);
        if (file) resolve({ fields: this.fields, fileName: filename ?? '', file, end });
      });
    });
  }

  breakOff(error: Error): void {
    this.sourceError = error;
    this.parser.destroy(error);
  }

  private onField(name: string, value: string, isTruncated: boolean): void {
    if (this.hasFile) this.problem = failure('MalformedPOSTRequest', 'The file must be the last field of the form.');
    if (isTruncated) this.problem = failure('MalformedPOSTRequest', 'A form field is too large.');
    this.fields[name.toLowerCase()] = value;
  }

  private onFile(name: string, stream: Readable): AsyncIterable<Buffer> | undefined {
    stream.on('error', () => undefined); // Told to the reader of the stream, and through the parser.
    const isFirst = !this.hasFile;
    this.hasFile = true;
    if (isFirst && name === 'file') return this.readFile(stream);
    this.problem = failure('IncorrectNumberOfFilesInPostRequest');
    stream.resume();
    return undefined;
  }

  private async *readFile(stream: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    try {
      yield* stream;
    } catch (error) {
      throw this.explain(error);
    }
  }

  private explain(error: unknown): Error {
    const cause = this.sourceError ?? error;
    const message = String(cause);
    if (/form|multipart|header/i.test(message) && this.sourceError === undefined) {
      return failure('MalformedPOSTRequest', message.replace(/^Error: /, ''));
    }
    return cause instanceof Error ? cause : new Error(message);
  }
}

function openParser(contentType: string): busboy.Busboy {
  try {
    return busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8', preservePath: true, limits });
  } catch {
    throw failure('MalformedPOSTRequest', 'The Content-Type must be multipart/form-data with a boundary.');
  }
}
