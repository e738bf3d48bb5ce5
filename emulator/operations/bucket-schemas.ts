import { anyText, wholeNumber, type XmlSchema } from '../xml/schema';

const onOff = ['Enabled', 'Disabled'];
const tag: XmlSchema = { Key: /^[^]{1,127}$/, Value: /^[^]{0,255}$/ };
const colderClasses = [
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'COLD',
  'ARCHIVE',
  'DEEP_ARCHIVE',
  'MAZ_STANDARD_IA',
  'MAZ_INTELLIGENT_TIERING',
  'MAZ_COLD',
  'MAZ_ARCHIVE',
];
const wholeDate = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?(Z|[+-]\d\d:\d\d)$/;
/** 1 to 3650. */
const daysToLive = /^(?:[1-9]\d{0,2}|[12]\d{3}|3[0-5]\d\d|36[0-4]\d|3650)$/;
const bucketResource = /^qcs::cos:[a-z0-9-]*:[^:]*:[a-z0-9-]+-\d+$/;

const filter: XmlSchema = {
  'Prefix?': anyText,
  'Tag*': tag,
  'And?': { 'Prefix?': anyText, 'Tag*': tag },
};

/** `StandbyHostName_1` to `StandbyHostName_10`. */
const standbyHosts: XmlSchema = Object.fromEntries(
  Array.from({ length: 10 }, (_, index) => [`StandbyHostName_${index + 1}?`, anyText]),
);

/** What the documents of COS say of each configuration: https://cloud.tencent.com/document/product/436/7751 */
export const bucketSchemas = {
  tagging: { TagSet: { 'Tag*': tag } },
  // Longer keys and values than those of objects are checked by bytes.
  bucketTagging: { TagSet: { 'Tag+': { Key: /^[^]+$/, Value: anyText } } },
  versioning: { Status: ['Enabled', 'Suspended'] },
  accelerate: { Status: ['Enabled', 'Suspended'], 'Type?': ['COS'] },
  lifecycle: {
    'Rule+': {
      'ID?': /^[^]{1,255}$/,
      Status: onOff,
      'Filter?': filter,
      'Prefix?': anyText,
      'Transition*': { 'Days?': wholeNumber, 'Date?': wholeDate, StorageClass: colderClasses },
      'Expiration?': { 'Days?': daysToLive, 'Date?': wholeDate, 'ExpiredObjectDeleteMarker?': ['true', 'false'] },
      'NoncurrentVersionTransition*': { NoncurrentDays: wholeNumber, StorageClass: colderClasses },
      'NoncurrentVersionExpiration?': { NoncurrentDays: daysToLive },
      'AbortIncompleteMultipartUpload?': { DaysAfterInitiation: daysToLive },
    },
  },
  replication: {
    Role: /^qcs::cam::uin\/\d+:uin\/\d+$/,
    'Rule+': {
      'ID?': anyText,
      Status: onOff,
      'Prefix?': anyText,
      'Filter?': filter,
      Destination: { Bucket: bucketResource, 'StorageClass?': ['STANDARD', 'MAZ_STANDARD', ...colderClasses] },
      'DeleteMarkerReplication?': { Status: onOff },
    },
  },
  website: {
    IndexDocument: { Suffix: /^[^]+$/ },
    'RedirectAllRequestsTo?': { Protocol: ['https'] },
    'AutoAddressing?': { Status: onOff },
    'ErrorDocument?': { Key: /^[^]+$/, 'OriginalHttpStatus?': onOff },
    'RoutingRules?': {
      'RoutingRule*': {
        Condition: { 'HttpErrorCodeReturnedEquals?': /^4\d\d$/, 'KeyPrefixEquals?': anyText },
        Redirect: { 'Protocol?': ['https'], 'ReplaceKeyWith?': anyText, 'ReplaceKeyPrefixWith?': anyText },
      },
    },
  },
  referer: {
    Status: onOff,
    RefererType: ['Black-List', 'White-List'],
    DomainList: { 'Domain+': /^[^]+$/ },
    'EmptyReferConfiguration?': ['Allow', 'Deny'],
  },
  domain: {
    'DomainRule+': {
      Status: ['ENABLED', 'DISABLED'],
      Name: /^[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/,
      Type: ['REST', 'WEBSITE', 'ACCELERATE'],
      'ForcedReplacement?': ['CNAME', 'TXT'],
    },
  },
  origin: {
    'OriginRule+': {
      RulePriority: wholeNumber,
      OriginType: ['Mirror', 'Proxy', 'Redirect'],
      OriginCondition: {
        HTTPStatusCode: /^[45]\d\d$/,
        'Prefix?': anyText,
        'Suffix?': anyText,
        'FilterHost?': { 'ForbidHost?': { DomainList: { 'Domain*': anyText } } },
      },
      OriginParameter: {
        'Protocol?': ['HTTP', 'HTTPS', 'FOLLOW'],
        'TransparentErrorCode?': ['true', 'false'],
        'FollowQueryString?': ['true', 'false'],
        'HttpHeader?': {
          'NewHttpHeaders?': { 'Header*': { Key: anyText, Value: anyText } },
          'FollowHttpHeaders?': { 'Header*': { Key: anyText, 'Value?': anyText } },
          'ForbidFollowHeaders?': { 'Header*': { Key: anyText } },
          'FollowAllHeaders?': ['true', 'false'],
        },
        'FollowRedirection?': ['true', 'false'],
        'HttpRedirectCode?': /^30[127]$/,
        'CopyOriginData?': ['true', 'false'],
      },
      'HTTPStandbyCode?': { 'StatusCode+': /^4\d\d$/ },
      OriginInfo: {
        'HostInfo+': { HostName: /^[^]+$/, 'Weight?': wholeNumber, ...standbyHosts },
        'FileInfo?': {
          'PrefixDirective?': anyText,
          'PrefixConfiguration?': { 'Prefix?': anyText },
          'SuffixConfiguration?': { 'Suffix?': anyText },
          'FixedFileConfiguration?': { 'FixedFilePath?': anyText },
        },
      },
    },
  },
  logging: { 'LoggingEnabled?': { TargetBucket: /^[a-z0-9-]+-\d+$/, 'TargetPrefix?': anyText } },
  encryption: {
    'Rule+': {
      ApplyServerSideEncryptionByDefault: { SSEAlgorithm: ['AES256', 'KMS', 'SM4'], 'KMSMasterKeyID?': anyText },
      'BucketKeyEnabled?': ['true', 'false'],
    },
  },
  cors: {
    'CORSRule+': {
      'ID?': anyText,
      'AllowedOrigin+': /^[^*]*\*?[^*]*$/,
      'AllowedMethod+': ['GET', 'PUT', 'HEAD', 'POST', 'DELETE'],
      'AllowedHeader*': anyText,
      'ExposeHeader*': /^[^*]+$/,
      'MaxAgeSeconds?': wholeNumber,
    },
    'ResponseVary?': ['true', 'false'],
  },
} satisfies Record<string, XmlSchema>;

const inventory = {
  Id: /^[A-Za-z0-9._-]{1,128}$/,
  Destination: {
    COSBucketDestination: {
      Format: ['CSV', 'ORC'],
      'AccountId?': /^\d+$/,
      Bucket: bucketResource,
      'Prefix?': anyText,
      'Encryption?': { 'SSE-COS?': anyText },
    },
  },
  'Filter?': { ...filter, 'Period?': { 'StartTime?': wholeNumber, 'EndTime?': wholeNumber } },
  IncludedObjectVersions: ['All', 'Current'],
  'OptionalFields?': { 'Field*': /^(?:[A-Za-z0-9]+|x-cos-meta-[^]+)$/ },
} satisfies XmlSchema;

/** A list of objects that is made regularly, and one that is made once. */
export const regularInventory: XmlSchema = {
  ...inventory,
  IsEnabled: ['true', 'false'],
  Schedule: { Frequency: ['Daily', 'Weekly'] },
};
export const singleInventory: XmlSchema = inventory;
