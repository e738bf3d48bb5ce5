import type { AccessKind } from '../auth/authorize';
import type { Answer, BucketCall, Call } from '../server/call';
import type { CosRequest } from '../server/cos-request';

interface Common {
  /** COS action name; also the CAM action unless `action` says otherwise. */
  readonly name: string;
  readonly method: string;
  /** Query parameters that select this operation, all of them and no other of `sub-resources.ts`. */
  readonly subResources?: readonly string[];
  /** Header that selects this operation among those of the same method and sub-resource. */
  readonly header?: string;
}

/** Works on the account, or on a bucket that need not exist; checks its access itself. */
export interface AccountOperation extends Common {
  readonly on: 'service' | 'bucket-name';
  handle(call: Call): Promise<Answer>;
}

/** Works on a bucket that exists, or on an object in it. */
export interface BucketOperation extends Common {
  readonly on: 'bucket' | 'object';
  /** What is checked before `handle`; `handler` where the access depends on the body. */
  readonly access: AccessKind | 'handler';
  /** Key that the access of a bucket operation concerns (the prefix of a listing). */
  readonly accessKey?: (request: CosRequest) => string;
  /** Bucket settings cannot be changed on an acceleration domain. */
  readonly isSetting?: boolean;
  /** Not authenticated before `handle`: a form carries its signature in its fields, a preflight has none. */
  readonly isUnsigned?: boolean;
  handle(call: BucketCall): Promise<Answer>;
}

export type Operation = AccountOperation | BucketOperation;
