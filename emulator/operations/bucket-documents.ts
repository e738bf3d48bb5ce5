import { failure, type ErrorCode } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import type { BucketSettings } from '../storage/records';
import { readXml } from '../xml/read';
import { readTree, type XmlSchema } from '../xml/schema';
import type { XmlTree } from '../xml/write';
import { bucketSchemas as schemas } from './bucket-schemas';
import { documentsOf, versioningOf, withDocument } from './bucket-state';
import type { Operation } from './operation';
import { readTextBody } from './read-body';
import { checkTags } from './tags';
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
  /** Once set, some can only be changed. */
  readonly isPermanent?: boolean;
  /** COS demands Content-MD5. */
  readonly needsMd5?: boolean;
  /** What the schema cannot say. */
  readonly check?: (document: XmlTree, settings: BucketSettings) => void;
  /** Headers of an answer to get. */
  readonly headers?: (settings: BucketSettings) => Record<string, string>;
}

/** https://cloud.tencent.com/document/product/436/14518 */
const maxBucketTags = 50;

const documents: readonly BucketDocument[] = [
  {
    subResource: 'tagging',
    name: 'Tagging',
    root: 'Tagging',
    schema: schemas.tagging,
    missing: 'NoSuchTagSet',
    needsMd5: true,
    check: (document) => checkTags(document, maxBucketTags),
  },
  {
    subResource: 'lifecycle',
    name: 'Lifecycle',
    root: 'LifecycleConfiguration',
    schema: schemas.lifecycle,
    missing: 'NoSuchLifecycleConfiguration',
    needsMd5: true,
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
    missing: 'ReplicationConfigurationnotFoundError',
    needsMd5: true,
    check: (_document, settings) => {
      if (versioningOf(settings) !== 'Enabled')
        throw failure('InvalidBucketState', 'Replication needs versioning on the bucket.');
    },
  },
  {
    subResource: 'website',
    name: 'Website',
    root: 'WebsiteConfiguration',
    schema: schemas.website,
    missing: 'NoSuchWebsiteConfiguration',
    needsMd5: true,
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
    // What the owner of a domain has to put into its TXT record.
    headers: ({ Bucket }) => ({ 'x-cos-domain-txt-verification': `tencent-cloud-cos-verification=${Bucket}` }),
  },
  {
    subResource: 'origin',
    name: 'Origin',
    root: 'OriginConfiguration',
    schema: schemas.origin,
    missing: 'OriginConfigurationNotFoundError',
    needsMd5: true,
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
    needsMd5: true,
  },
  {
    subResource: 'encryption',
    name: 'Encryption',
    root: 'ServerSideEncryptionConfiguration',
    schema: schemas.encryption,
    missing: 'NoSuchEncryptionConfiguration',
    needsMd5: true,
  },
  {
    subResource: 'cors',
    name: 'CORS',
    root: 'CORSConfiguration',
    schema: schemas.cors,
    missing: 'NoSuchCORSConfiguration',
    needsMd5: true,
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
    handle: (call: BucketCall) => change(call, subResource, undefined, 204),
  };
  return isPermanent ? [put, get] : [put, get, remove];
}

async function putDocument(document: BucketDocument, call: BucketCall): Promise<Answer> {
  const body = await readTextBody(call);
  if (document.needsMd5 && call.request.headers['content-md5'] === undefined)
    throw failure('InvalidRequest', 'Missing required header for this request: Content-MD5');
  const tree = readTree(readXml(body, document.root), document.schema, document.root);
  document.check?.(tree, call.bucket.settings);
  return change(call, document.subResource, tree, 200);
}

function getDocument(document: BucketDocument, call: BucketCall): Answer {
  const { settings } = call.bucket;
  const tree = documentsOf(settings)[document.subResource];
  if (!tree && document.missing) throw failure(document.missing);
  return xmlAnswer(document.root, tree ?? {}, document.headers?.(settings));
}

async function change(call: BucketCall, name: string, tree: XmlTree | undefined, status: number): Promise<Answer> {
  await call.services.store.update(withDocument(call.bucket.settings, name, tree));
  return { status };
}
