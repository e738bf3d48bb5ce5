import type { ObjectParams } from '../schema/params';
import type { SentPart } from './checkpoints';
import type { Lanes } from './lanes';
import type { Part } from './part-plan';
import type { TransferCall } from './transfer-context';

/** The requests of a multipart upload that take parameters of the caller. */
export interface StageParams {
  readonly init: ObjectParams;
  readonly complete: ObjectParams;
  /** List, abort, head: only what names the object. */
  readonly target: ObjectParams;
}

/** What is put together from parts: an upload, or a copy. */
export interface MultipartJob {
  /** The caller's own parameters object: a paused task goes on with what it had done. */
  readonly params: object;
  readonly stages: StageParams;
  readonly sizeBytes: number;
  readonly wantedPartBytes: number;
  readonly lanes: Lanes;
  /** The same as before while the content is the same and the app runs. */
  readonly stamp: string;
  /** Names the content across restarts of the app; without it an upload is resumed only while the app runs. */
  readonly identify?: () => Promise<string>;
  /** Asks for the name at once, before the content can change; else it is asked for when the upload has gone on for a while. */
  readonly identifiesAtOnce?: boolean;
  /** Has COS store the part. Rejects unless it arrived intact. */
  readonly sendPart: (part: Part, uploadId: string, call: TransferCall) => Promise<SentPart>;
  /** Whether COS has this very part already, by its ETag without quotes; absent where that cannot be told. */
  readonly matchPart?: (part: Part, etag: string, call: TransferCall) => Promise<SentPart | undefined>;
  /** Rejects where the source has changed meanwhile. */
  readonly checkSource: () => Promise<void>;
}
