import { createHash } from 'node:crypto';
import { failure, type ErrorCode } from '../errors';
import type { BucketSettings } from '../storage/records';
import { textAt, textsAt, treesAt } from '../xml/tree';
import type { XmlTree } from '../xml/write';
import { documentsOf, versioningOf } from './bucket-state';
import { checkTags } from './tags';

/** Where a configuration is to be put. */
export interface CheckedBucket {
  readonly settings: BucketSettings;
  /** All buckets of the account. */
  readonly all: readonly BucketSettings[];
}

type Check = (document: XmlTree, bucket: CheckedBucket) => void;

function refuseUnless(isRight: boolean, message: string, code: ErrorCode = 'InvalidArgument'): void {
  if (!isRight) throw failure(code, message);
}

const checkCount = (list: readonly unknown[], most: number, name: string): void =>
  refuseUnless(list.length <= most, `There may be ${most} ${name}, got ${list.length}.`);

const has = (tree: XmlTree | undefined, name: string): boolean => tree?.[name] !== undefined;

/** https://cloud.tencent.com/document/product/436/34838 */
export const checkBucketTags: Check = (document) => {
  checkTags(document, 50);
  for (const tag of treesAt(treesAt(document, 'TagSet')[0], 'Tag')) {
    const isShort = Buffer.byteLength(textAt(tag, 'Key') ?? '') <= 128;
    const isValueShort = Buffer.byteLength(textAt(tag, 'Value') ?? '') <= 256;
    refuseUnless(isShort && isValueShort, 'A key has up to 128 bytes, a value up to 256.', 'InvalidTag');
  }
};

const actions = [
  'Transition',
  'Expiration',
  'NoncurrentVersionTransition',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
];

/** https://cloud.tencent.com/document/product/436/8280 */
export const checkLifecycle: Check = (document) => {
  const rules = treesAt(document, 'Rule');
  checkCount(rules, 1000, 'rules');
  const ids = rules.flatMap((rule) => textsAt(rule, 'ID'));
  refuseUnless(new Set(ids).size === ids.length, 'The IDs of rules must be different.');
  for (const rule of rules) {
    refuseUnless(
      actions.some((action) => has(rule, action)),
      'A rule must say what is to be done.',
    );
    const steps = [...treesAt(rule, 'Transition'), ...treesAt(rule, 'Expiration')];
    const isMixed = steps.some((step) => has(step, 'Days')) && steps.some((step) => has(step, 'Date'));
    refuseUnless(!isMixed, 'One rule may not speak of Days and of a Date.');
  }
};

/** https://cloud.tencent.com/document/product/436/19223 */
export const checkReplication: Check = (document, { settings }) => {
  if (versioningOf(settings) !== 'Enabled') throw failure('BucketVersionNotOpen');
  const rules = treesAt(document, 'Rule');
  checkCount(rules, 1000, 'rules');
  const prefixes = rules.map((rule) => textAt(rule, 'Prefix') ?? textAt(rule, 'Filter', 'Prefix') ?? '').sort();
  // Sorted, a prefix of another stands directly before the first of those that it covers.
  const overlap = prefixes.find((prefix, index) => index > 0 && prefix.startsWith(prefixes[index - 1] ?? ''));
  refuseUnless(overlap === undefined, `The prefixes of rules overlap at ${overlap ?? ''}.`);
};

/** https://cloud.tencent.com/document/product/436/31930 */
export const checkWebsite: Check = (document) => {
  const rules = treesAt(treesAt(document, 'RoutingRules')[0], 'RoutingRule');
  checkCount(rules, 100, 'routing rules');
  for (const rule of rules) {
    const [condition] = treesAt(rule, 'Condition');
    const [redirect] = treesAt(rule, 'Redirect');
    const isByPrefix = has(condition, 'KeyPrefixEquals');
    refuseUnless(
      isByPrefix !== has(condition, 'HttpErrorCodeReturnedEquals'),
      'A condition is either HttpErrorCodeReturnedEquals or KeyPrefixEquals.',
    );
    const replacesPrefix = has(redirect, 'ReplaceKeyPrefixWith');
    refuseUnless(
      replacesPrefix !== has(redirect, 'ReplaceKeyWith') && (isByPrefix || !replacesPrefix),
      'A redirect has either ReplaceKeyWith or, with KeyPrefixEquals, ReplaceKeyPrefixWith.',
    );
  }
};

/** https://cloud.tencent.com/document/product/436/8279 */
export const checkCors: Check = (document) => checkCount(treesAt(document, 'CORSRule'), 100, 'rules');

/** https://cloud.tencent.com/document/product/436/32450 */
export const checkDomains: Check = (document, { settings, all }) => {
  const rules = treesAt(document, 'DomainRule');
  checkCount(rules, 20, 'domains');
  const others = all.filter(({ Bucket }) => Bucket !== settings.Bucket);
  const taken = new Set(
    others.flatMap((other) =>
      treesAt(documentsOf(other)['domain'], 'DomainRule').flatMap((rule) => textsAt(rule, 'Name')),
    ),
  );
  for (const rule of rules) {
    const name = textAt(rule, 'Name') ?? '';
    if (taken.has(name) && !has(rule, 'ForcedReplacement'))
      throw failure('DomainConfigConflict', `${name} belongs to another bucket.`);
  }
};

/** What the owner of a domain has to put into its TXT record: a digest of region, name and birth of the bucket. */
export function domainVerification({ Region, Bucket, createdAt }: BucketSettings): string {
  const text = `cos${Region}${Bucket}${new Date(createdAt).toUTCString()}`;
  return `tencent-cloud-cos-verification=${createHash('md5').update(text).digest('hex')}`;
}
