import type { OperationTable } from '../schema/operation';
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

/** All tables, for whoever treats operations as data. Their types are in the tables themselves. */
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
