import type { TemporaryKeys } from '../auth/temporary-keys';
import type { StsPolicy } from '../auth/cam-policy';
import type { FaultEffects } from '../faults/fault-rule';
import type { Faults } from '../faults/faults';
import type { EmulatorConfig } from '../options';
import type { Bucket, Store } from '../storage/store';
import type { Clock } from './clock';
import type { CosRequest } from './cos-request';
import type { RequestBody } from './request-body';
import type { RequestLog } from './request-log';

/** What the whole server shares. */
export interface Services {
  readonly config: EmulatorConfig;
  readonly clock: Clock;
  readonly store: Store;
  readonly keys: TemporaryKeys;
  readonly faults: Faults;
  readonly requests: RequestLog;
  /** Fires when the emulator closes: waiting (delays, throttling) ends. */
  readonly closing: AbortSignal;
}

/** Who asks. */
export type Identity =
  | { readonly kind: 'root' }
  | { readonly kind: 'temporary'; readonly policy: StsPolicy }
  | { readonly kind: 'anonymous' };

/** One request on its way through an operation. */
export interface Call {
  readonly services: Services;
  readonly request: CosRequest;
  readonly body: RequestBody;
  readonly effects: FaultEffects;
  readonly identity: Identity;
  /** Tells the request log what only the operation knows. */
  readonly note: (facts: { key?: string; identity?: Identity }) => void;
}

/** A call on a bucket that exists. */
export interface BucketCall extends Call {
  readonly bucket: Bucket;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string | AsyncIterable<Buffer | string>;
  /** Length of a streamed body; without it the body is sent chunked. */
  readonly contentLength?: number;
  /** Speed limit of the body in bytes per second. */
  readonly bytesPerSecond?: number;
  /** Called when the answer has been sent or given up. */
  readonly dispose?: () => Promise<void>;
}
