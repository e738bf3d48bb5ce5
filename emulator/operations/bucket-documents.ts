import { failure, type ErrorCode } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import type { BucketSettings } from '../storage/records';
import { readXml } from '../xml/read';
import { readTree, type XmlSchema } from '../xml/schema';
import type { XmlTree } from '../xml/write';
import { bucketSchemas as schemas } from './bucket-schemas';
import {
  checkBucketTags,
  checkCors,
  checkDomains,
  checkLifecycle,
  checkReplication,
  checkWebsite,
  domainVerification,
  type CheckedBucket,
} from './bucket-checks';
import { documentsOf, withDocument } from './bucket-state';
import type { Operation } from './operation';
import { readTextBody, requireContentMd5 } from './read-body';
import { xmlAnswer } from './xml-answer';

/** A configuration of a bucket that is one XML document: put whole, got whole, deleted whole. */
interface BucketDocument {
  /** Query parameter, and name under which the document is stored. */
  readonly subResource: string;
  /** `Lifecycle` in PutBucketLifecycle. */
  readonly name: string;
  readonly root: string;
  readonly schema: XmlSchema;
  /** Error of a get where nothing is configured; without it the answer is an empty document. */
  readonly missing?: ErrorCode;
  /** Nothing to delete is that error, too. */
  readonly isMissedOnDelete?: boolean;
  /** Once set, some can only be changed. */
  readonly isPermanent?: boolean;
  /** The documents send Content-MD5 with it. */
  readonly needsMd5?: boolean;
  /** Size limit of the XML. */
  readonly maxBytes?: number;
  /** Status of a put; default 200. */
  readonly putStatus?: number;
  /** What the schema cannot say. */
  readonly check?: (document: XmlTree, bucket: CheckedBucket) => void;
  /** Headers of an answer to get. */
  readonly headers?: (settings: BucketSettings) => Record<string, string>;
}

const maxRulesBytes = 64 * 1024;

const documents: readonly BucketDocument[] = [
  {
    subResource: 'tagging',
    name: 'Tagging',
    root: 'Tagging',
    schema: schemas.bucketTagging,
    missing: 'NoSuchTagSet',
    needsMd5: true,
    putStatus: 204,
    check: checkBucketTags,
  },
  {
    subResource: 'lifecycle',
    name: 'Lifecycle',
    root: 'LifecycleConfiguration',
    schema: schemas.lifecycle,
    missing: 'NoSuchLifecycleConfiguration',
    // https://cloud.tencent.com/document/product/436/8284
    isMissedOnDelete: true,
    needsMd5: true,
    check: checkLifecycle,
  },
  {
    subResource: 'versioning',
    name: 'Versioning',
    root: 'VersioningConfiguration',
    schema: schemas.versioning,
    isPermanent: true,
  },
  {
    subResource: 'replication',
    name: 'Replication',
    root: 'ReplicationConfiguration',
    schema: schemas.replication,
    // Sic: the official clients know this spelling only.
    missing: 'ReplicationConfigurationnotFoundError',
    needsMd5: true,
    check: checkReplication,
  },
  {
    subResource: 'website',
    name: 'Website',
    root: 'WebsiteConfiguration',
    schema: schemas.website,
    missing: 'NoSuchWebsiteConfiguration',
    needsMd5: true,
    maxBytes: maxRulesBytes,
    check: checkWebsite,
  },
  {
    subResource: 'referer',
    name: 'Referer',
    root: 'RefererConfiguration',
    schema: schemas.referer,
    isPermanent: true,
    needsMd5: true,
  },
  {
    subResource: 'domain',
    name: 'Domain',
    root: 'DomainConfiguration',
    schema: schemas.domain,
    needsMd5: true,
    check: checkDomains,
    headers: (settings) => ({ 'x-cos-domain-txt-verification': domainVerification(settings) }),
  },
  {
    subResource: 'origin',
    name: 'Origin',
    root: 'OriginConfiguration',
    schema: schemas.origin,
    missing: 'OriginConfigurationNotFoundError',
  },
  {
    subResource: 'logging',
    name: 'Logging',
    root: 'BucketLoggingStatus',
    schema: schemas.logging,
    isPermanent: true,
  },
  {
    subResource: 'accelerate',
    name: 'Accelerate',
    root: 'AccelerateConfiguration',
    schema: schemas.accelerate,
    isPermanent: true,
  },
  {
    subResource: 'encryption',
    name: 'Encryption',
    root: 'ServerSideEncryptionConfiguration',
    schema: schemas.encryption,
    missing: 'NoSuchEncryptionConfiguration',
  },
  {
    subResource: 'cors',
    name: 'CORS',
    root: 'CORSConfiguration',
    schema: schemas.cors,
    missing: 'NoSuchCORSConfiguration',
    needsMd5: true,
    maxBytes: maxRulesBytes,
    check: checkCors,
  },
];

export const bucketDocumentOperations: Operation[] = documents.flatMap(operationsOf);

function operationsOf(document: BucketDocument): Operation[] {
  const { name, subResource, isPermanent } = document;
  const common = { on: 'bucket', access: 'owner', isSetting: true, subResources: [subResource] } as const;
  const put: Operation = {
    ...common,
    name: `PutBucket${name}`,
    method: 'PUT',
    handle: (call: BucketCall) => putDocument(document, call),
  };
  const get: Operation = {
    ...common,
    name: `GetBucket${name}`,
    method: 'GET',
    handle: (call: BucketCall) => Promise.resolve(getDocument(document, call)),
  };
  const remove: Operation = {
    ...common,
    name: `DeleteBucket${name}`,
    method: 'DELETE',
    handle: (call: BucketCall) => deleteDocument(document, call),
  };
  return isPermanent ? [put, get] : [put, get, remove];
}

async function putDocument(document: BucketDocument, call: BucketCall): Promise<Answer> {
  const { subResource, root, schema, check, maxBytes = Infinity, putStatus = 200 } = document;
  const { store } = call.services;
  const body = await readTextBody(call);
  if (document.needsMd5) requireContentMd5(call);
  if (Buffer.byteLength(body) > maxBytes) throw failure('XMLSizeLimit');
  const tree = readTree(readXml(body, root), schema, root);
  await store.update(call.bucket.settings.Bucket, (settings) => {
    check?.(tree, { settings, all: store.list().map((bucket) => bucket.settings) });
    return withDocument(settings, subResource, tree);
  });
  return { status: putStatus };
}

async function deleteDocument(document: BucketDocument, call: BucketCall): Promise<Answer> {
  const { subResource, missing, isMissedOnDelete } = document;
  await call.services.store.update(call.bucket.settings.Bucket, (settings) => {
    if (isMissedOnDelete && missing && !documentsOf(settings)[subResource]) throw failure(missing);
    return withDocument(settings, subResource, undefined);
  });
  return { status: 204 };
}

function getDocument(document: BucketDocument, call: BucketCall): Answer {
  const { settings } = call.bucket;
  const tree = documentsOf(settings)[document.subResource];
  if (!tree && document.missing) throw failure(document.missing);
  return xmlAnswer(document.root, tree ?? {}, document.headers?.(settings));
}
