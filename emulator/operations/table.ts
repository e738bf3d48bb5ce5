import { aclOperations } from './acl';
import { appendOperations } from './append-object';
import { bucketOperations } from './bucket';
import { bucketDocumentOperations } from './bucket-documents';
import { inventoryOperations } from './bucket-inventory';
import { policyOperations } from './bucket-policy';
import { copyOperations } from './copy';
import { corsOperations } from './cors';
import { deleteOperations } from './delete-object';
import { getObjectOperations } from './get-object';
import { imageInfoOperations } from './image-info';
import { listObjectOperations } from './list-objects';
import { listVersionOperations } from './list-versions';
import { objectTaggingOperations } from './object-tagging';
import { restoreOperations } from './restore';
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
  ...bucketDocumentOperations,
  ...inventoryOperations,
  ...policyOperations,
  ...listObjectOperations,
  ...listVersionOperations,
  ...aclOperations,
  ...objectTaggingOperations,
  ...restoreOperations,
  ...corsOperations,
  ...putObjectOperations,
  ...postObjectOperations,
  ...appendOperations,
  ...copyOperations,
  ...getObjectOperations,
  ...imageInfoOperations,
  ...deleteOperations,
  ...multipartOperations,
  ...multipartListOperations,
  ...completeOperations,
];
