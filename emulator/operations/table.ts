import { appendOperations } from './append-object';
import { bucketOperations } from './bucket';
import { copyOperations } from './copy';
import { corsOperations } from './cors';
import { deleteOperations } from './delete-object';
import { getObjectOperations } from './get-object';
import { listObjectOperations } from './list-objects';
import { multipartOperations } from './multipart';
import { multipartListOperations } from './multipart-list';
import { completeOperations } from './multipart-complete';
import type { Operation } from './operation';
import { postObjectOperations } from './post-object';
import { putObjectOperations } from './put-object';
import { serviceOperations } from './service';

/** Every operation of the emulator. */
export const operations: readonly Operation[] = [
  ...serviceOperations,
  ...bucketOperations,
  ...listObjectOperations,
  ...corsOperations,
  ...putObjectOperations,
  ...postObjectOperations,
  ...appendOperations,
  ...copyOperations,
  ...getObjectOperations,
  ...deleteOperations,
  ...multipartOperations,
  ...multipartListOperations,
  ...completeOperations,
];
