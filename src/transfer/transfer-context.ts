import { createCrc64Factory, type Crc64 } from '../digest/crc64';
import { SlicedHashing } from '../digest/hash-in-slices';
import type { CallContext, ClientContext } from '../http/client-context';
import type { ObjectParams } from '../schema/params';
import { Checkpoints, type Checkpoint } from './checkpoints';
import { Identities } from './file-identity';

/** A multipart upload that this run of the app works on. */
export interface Session extends Checkpoint {
  readonly target: ObjectParams;
  /** Name of its record; absent where it cannot be resumed after the app was closed. */
  readonly recordId?: string;
  /** Which content it is of, while the app runs. */
  readonly stamp: string;
  /** ETags of parts that COS has and nobody has compared yet, by part number. */
  readonly offered?: ReadonlyMap<number, string>;
}

/** What all transfers of one client share. */
export interface TransferContext extends ClientContext {
  readonly hashing: SlicedHashing;
  readonly newCrc64: () => Crc64;
  readonly identities: Identities;
  readonly checkpoints: Checkpoints;
  /** Unfinished uploads by the parameters of their tasks: what a paused task goes on with. */
  readonly sessions: WeakMap<object, Session>;
  /** Calls a method of the client by its name, as the app would. */
  readonly start: (method: 'uploadFile', params: object) => Promise<unknown>;
  /** Upload ids that a task works on: another task for the same object must not join in. */
  readonly uploadsInUse: Set<string>;
}

/** One call of a method of several requests. */
export type TransferCall = TransferContext & CallContext;

export function createTransferContext(context: ClientContext, start: TransferContext['start']): TransferContext {
  const { host, options } = context;
  return {
    ...context,
    start,
    hashing: new SlicedHashing(host.clock),
    newCrc64: createCrc64Factory(),
    identities: new Identities(),
    checkpoints: new Checkpoints(host.storage, host.clock, options.UploadIdCacheLimit),
    sessions: new WeakMap(),
    uploadsInUse: new Set(),
  };
}
