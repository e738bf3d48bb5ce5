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
  const fields: Record<string, string> = {};
  let problem: Error | undefined;
  let hasFile = false;
  const end = new Promise<void>((resolve, reject) => {
    parser.on('error', (error) => reject(toFailure(error)));
    parser.on('close', () => (problem ? reject(problem) : resolve()));
  });
  const started = new Promise<Form>((resolve, reject) => {
    end.then(() => reject(failure('IncorrectNumberOfFilesInPostRequest')), reject);
    parser.on('field', (name, value, { nameTruncated, valueTruncated }) => {
      if (hasFile) problem = failure('MalformedPOSTRequest', 'The file must be the last field of the form.');
      if (nameTruncated || valueTruncated) problem = failure('MalformedPOSTRequest', 'A form field is too large.');
      fields[name.toLowerCase()] = value;
    });
    parser.on('file', (name, file, { filename }) => {
      file.on('error', () => undefined); // The same error arrives through the parser.
      if (hasFile || name !== 'file') {
        problem = failure('IncorrectNumberOfFilesInPostRequest');
        file.resume();
        if (hasFile) return;
        hasFile = true;
        return;
      }
      hasFile = true;
      resolve({ fields, fileName: filename ?? '', file: file as AsyncIterable<Buffer>, end });
    });
  });
  Readable.from(call.body, { objectMode: false })
    .on('error', (error) => parser.destroy(error))
    .pipe(parser);
  return started;
}

function openParser(contentType: string): busboy.Busboy {
  try {
    return busboy({ headers: { 'content-type': contentType }, defParamCharset: 'utf8', preservePath: true, limits });
  } catch {
    throw failure('MalformedPOSTRequest', 'The Content-Type must be multipart/form-data with a boundary.');
  }
}

function toFailure(error: unknown): Error {
  const isFormError = error instanceof Error && /form|multipart|header/i.test(error.message);
  return isFormError
    ? failure('MalformedPOSTRequest', error.message)
    : error instanceof Error
      ? error
      : new Error(String(error));
}
