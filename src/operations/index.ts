import type { Methods, OperationTable } from '../schema/operation';
import { bucket } from './bucket';
import { bucketAccelerate } from './bucket-accelerate';
import { bucketAcl } from './bucket-acl';
import { bucketCors } from './bucket-cors';
import { bucketDomain } from './bucket-domain';
import { bucketEncryption } from './bucket-encryption';
import { bucketInventory } from './bucket-inventory';
import { bucketLifecycle } from './bucket-lifecycle';
import { bucketLogging } from './bucket-logging';
import { bucketOrigin } from './bucket-origin';
import { bucketPolicy } from './bucket-policy';
import { bucketReferer } from './bucket-referer';
import { bucketReplication } from './bucket-replication';
import { bucketTagging } from './bucket-tagging';
import { bucketVersioning } from './bucket-versioning';
import { bucketWebsite } from './bucket-website';
import { multipart } from './multipart';
import { object } from './object';
import { objectAcl } from './object-acl';
import { objectCopy } from './object-copy';
import { objectRestore } from './object-restore';
import { objectTagging } from './object-tagging';
import { objectVersions } from './object-versions';
import { service } from './service';

/** One method per call of COS's XML API. All take `(params, callback?)` and answer a promise. */
export interface Operations
  extends
    Methods<typeof service>,
    Methods<typeof bucket>,
    Methods<typeof bucketAcl>,
    Methods<typeof bucketCors>,
    Methods<typeof bucketPolicy>,
    Methods<typeof bucketTagging>,
    Methods<typeof bucketLifecycle>,
    Methods<typeof bucketVersioning>,
    Methods<typeof bucketReplication>,
    Methods<typeof bucketWebsite>,
    Methods<typeof bucketReferer>,
    Methods<typeof bucketDomain>,
    Methods<typeof bucketOrigin>,
    Methods<typeof bucketLogging>,
    Methods<typeof bucketInventory>,
    Methods<typeof bucketAccelerate>,
    Methods<typeof bucketEncryption>,
    Methods<typeof object>,
    Methods<typeof objectAcl>,
    Methods<typeof objectCopy>,
    Methods<typeof objectRestore>,
    Methods<typeof objectTagging>,
    Methods<typeof objectVersions>,
    Methods<typeof multipart> {}

/** All tables, for whoever treats operations as data. */
export const operationTables: readonly OperationTable[] = [
  service,
  bucket,
  bucketAcl,
  bucketCors,
  bucketPolicy,
  bucketTagging,
  bucketLifecycle,
  bucketVersioning,
  bucketReplication,
  bucketWebsite,
  bucketReferer,
  bucketDomain,
  bucketOrigin,
  bucketLogging,
  bucketInventory,
  bucketAccelerate,
  bucketEncryption,
  object,
  objectAcl,
  objectCopy,
  objectRestore,
  objectTagging,
  objectVersions,
  multipart,
];
