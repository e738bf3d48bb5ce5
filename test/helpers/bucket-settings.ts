/** One configuration of a bucket as both SDKs take and answer it. */
export interface BucketSetting {
  /** `Lifecycle` in putBucketLifecycle. */
  readonly name: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** What a get answers after the put. */
  readonly answer: Readonly<Record<string, unknown>>;
  /** What a get answers where nothing is set; an error code where that is an error. */
  readonly empty: Readonly<Record<string, unknown>> | string;
  /** Once set, it can only be changed. */
  readonly isPermanent?: boolean;
}

const tags = [
  { Key: 'age', Value: '18' },
  { Key: '名', Value: 'a & b' },
];
const rules = [
  {
    ID: 'logs',
    Filter: { Prefix: 'logs/' },
    Status: 'Enabled',
    Transition: { Days: '30', StorageClass: 'STANDARD_IA' },
    Expiration: { Days: '365' },
  },
];
const replication = {
  Role: 'qcs::cam::uin/100000000001:uin/100000000001',
  Rules: [
    { ID: '1', Status: 'Enabled', Prefix: 'a/', Destination: { Bucket: 'qcs::cos:ap-beijing::backup-1250000000' } },
  ],
};
const website = {
  IndexDocument: { Suffix: 'index.html' },
  RedirectAllRequestsTo: { Protocol: 'https' },
  ErrorDocument: { Key: 'error.html' },
  RoutingRules: [
    { Condition: { HttpErrorCodeReturnedEquals: '404' }, Redirect: { Protocol: 'https', ReplaceKeyWith: '404.html' } },
  ],
};
const referer = {
  Status: 'Enabled',
  RefererType: 'White-List',
  DomainList: { Domains: ['*.example.com', 'servicewechat.com'] },
  EmptyReferConfiguration: 'Allow',
};
const domains = [{ Status: 'ENABLED', Name: 'www.example.com', Type: 'REST' }];
const origins = [
  {
    RulePriority: '1',
    OriginType: 'Mirror',
    OriginCondition: { HTTPStatusCode: '404', Prefix: '' },
    OriginParameter: { Protocol: 'HTTP', FollowQueryString: 'true' },
    OriginInfo: { HostInfo: { HostName: 'www.example.com' } },
  },
];
const logging = { LoggingEnabled: { TargetBucket: 'logs-1250000000', TargetPrefix: 'access/' } };
const cors = {
  AllowedOrigins: ['https://a.com', 'https://*.b.com'],
  AllowedMethods: ['GET', 'PUT'],
  AllowedHeaders: ['*'],
  ExposeHeaders: ['ETag'],
  MaxAgeSeconds: '5',
};
const policy = {
  version: '2.0',
  Statement: [
    {
      Effect: 'allow',
      Principal: { qcs: ['qcs::cam::uin/100000000001:uin/100000000011'] },
      Action: ['name/cos:GetObject'],
      Resource: ['qcs::cos:ap-guangzhou:uid/1250000000:examplebucket-1250000000/文/*'],
    },
  ],
};

/** In an order in which all of them can be set: replication needs versioning. */
export const bucketSettings: readonly BucketSetting[] = [
  { name: 'Tagging', params: { Tags: tags }, answer: { Tags: tags }, empty: { statusCode: 404, Tags: [] } },
  { name: 'Lifecycle', params: { Rules: rules }, answer: { Rules: rules }, empty: { statusCode: 404, Rules: [] } },
  {
    name: 'Versioning',
    params: { VersioningConfiguration: { Status: 'Enabled' } },
    answer: { VersioningConfiguration: { Status: 'Enabled' } },
    empty: { statusCode: 200, VersioningConfiguration: {} },
    isPermanent: true,
  },
  {
    name: 'Replication',
    params: { ReplicationConfiguration: replication },
    answer: { ReplicationConfiguration: replication },
    empty: { statusCode: 404, ReplicationConfiguration: { Rules: [] } },
  },
  {
    name: 'Website',
    params: { WebsiteConfiguration: website },
    answer: { WebsiteConfiguration: website },
    empty: { statusCode: 404, WebsiteConfiguration: {} },
  },
  {
    name: 'Referer',
    params: { RefererConfiguration: referer },
    answer: { RefererConfiguration: referer },
    empty: { statusCode: 200, RefererConfiguration: {} },
    isPermanent: true,
  },
  { name: 'Domain', params: { DomainRule: domains }, answer: { DomainRule: domains }, empty: { DomainRule: [] } },
  {
    name: 'Origin',
    params: { OriginRule: origins },
    answer: { OriginRule: origins },
    empty: 'OriginConfigurationNotFoundError',
  },
  {
    name: 'Logging',
    params: { BucketLoggingStatus: logging },
    answer: { BucketLoggingStatus: logging },
    empty: { statusCode: 200 },
    isPermanent: true,
  },
  {
    name: 'Accelerate',
    params: { AccelerateConfiguration: { Status: 'Enabled' } },
    answer: { AccelerateConfiguration: { Status: 'Enabled' } },
    empty: { statusCode: 200 },
    isPermanent: true,
  },
  { name: 'Policy', params: { Policy: policy }, answer: { Policy: policy }, empty: 'NoSuchBucketPolicy' },
  {
    name: 'Cors',
    params: { CORSRules: [cors] },
    answer: { CORSRules: [cors] },
    empty: { statusCode: 404, CORSRules: [] },
  },
];

export const inventory = {
  Id: 'list1',
  IsEnabled: 'true',
  Destination: {
    COSBucketDestination: {
      Format: 'CSV',
      AccountId: '100000000001',
      Bucket: 'qcs::cos:ap-guangzhou::examplebucket-1250000000',
      Prefix: 'list1',
      Encryption: { SSECOS: '' },
    },
  },
  Schedule: { Frequency: 'Daily' },
  Filter: { Prefix: 'myPrefix' },
  IncludedObjectVersions: 'All',
  OptionalFields: ['Size'],
};

/** Calls a method by its name, as tables of calls do. */
export function callByName(client: object, name: string, params: object): Promise<Record<string, unknown>> {
  const methods = client as Record<string, (params: object) => Promise<Record<string, unknown>>>;
  const method = methods[name];
  if (!method) throw new Error(`There is no method ${name}.`);
  return method.call(client, params);
}
