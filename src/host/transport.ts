import type { StopSignal } from '../base/signal';

/** A form upload: the fields first, then the file, read from disk by the platform. */
export interface FormUpload {
  filePath: string;
  /** Name of the file's form field. */
  name: string;
  fields: Record<string, string>;
}

export interface HttpRequest {
  /** Upper case. */
  method: string;
  url: string;
  headers: Record<string, string>;
  body?: string | ArrayBuffer | FormUpload;
  /** How the body of the answer is wanted. */
  responseType: 'text' | 'arraybuffer';
  /** Milliseconds; 0 leaves the platform's own limit (60 s on WeChat). */
  timeoutMs: number;
  /** Writes the body of a successful answer to this path instead of returning it. */
  saveTo?: string;
}

export interface HttpResponse {
  statusCode: number;
  /** Lower-case names; empty where the platform does not tell. */
  headers: Record<string, string>;
  /** Empty when the body went to `saveTo`. */
  body: string | ArrayBuffer;
}

/** Sends one HTTP request. Seam to the platform's network. */
export interface Transport {
  /**
   * Resolves on ANY status. Rejects with {@link TransportFailure} when there is no answer, or with `StoppedError`
   * as soon as the signal stops; the request is then aborted.
   * `onSent` receives the number of bytes sent so far, never falling, where the platform tells.
   */
  send(
    request: HttpRequest,
    signal: StopSignal,
    onSent?: (bytes: number, total: number) => void,
  ): Promise<HttpResponse>;
}

/**
 * - `offline`: no connection (no network, DNS, TLS, reset, network switched)
 * - `timeout`: no answer in time
 * - `interrupted`: the app is or was in the background
 * - `domain`: the host is not in the app's list of allowed domains
 * - `busy`: too many requests at once
 * - `file`: the file to send or to write is not usable
 * - `rejected`: the platform refuses the request as it is (a malformed URL or body)
 */
export type TransportFailureKind = 'offline' | 'timeout' | 'interrupted' | 'domain' | 'busy' | 'file' | 'rejected';

/** Why there was no answer, in the platform's own words. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure';
  constructor(
    readonly kind: TransportFailureKind,
    /** The platform's text, as `request:fail timeout`. */
    readonly errMsg: string,
    readonly errno?: number,
  ) {
    super(errMsg);
    Object.setPrototypeOf(this, TransportFailure.prototype);
  }
}
