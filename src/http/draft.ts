import type { Scope } from '../credentials/authorization-request';
import type { FormUpload } from '../host/transport';
import type { HttpMethod } from '../schema/operation';

/** A request that is complete but for its signature: pure data, so that each attempt can be signed anew. */
export interface Draft {
  /** Name of the method of COS that was called. */
  readonly operation: string;
  readonly method: HttpMethod;
  /** `https://host`, the first choice first. */
  readonly origins: readonly string[];
  readonly Bucket: string;
  readonly Region: string;
  /** Without leading `/`; `''` for calls on a bucket or on the service. */
  readonly Key: string;
  /** Path of the URL, not encoded, with leading `/`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | ArrayBuffer | FormUpload;
  /** Size of the file of a form upload, bytes. */
  readonly formSize?: number;
  readonly responseType: 'text' | 'arraybuffer';
  /** The answer is an object, whose text may look like anything, an Error of COS included. */
  readonly isDownload: boolean;
  /** Where the platform writes the body of the answer. */
  readonly saveTo?: string;
  readonly timeoutMs: number;
  /** The permissions that the request needs. */
  readonly scope: readonly Scope[];
  /** False where sending it twice does something twice. */
  readonly isIdempotent: boolean;
}
