import { createHash } from 'node:crypto';
import type { RawClient, RawRequest, RawResponse } from './raw-client';

/** A configuration of a bucket that is one XML document, as the documents of COS show it. */
export interface Configuration {
  readonly subResource: string;
  /** Of the CAM actions: `Lifecycle` in `PutBucketLifecycle`. */
  readonly name: string;
  /** Without spaces: what is put, and what a get answers. */
  readonly xml: string;
  /** Status and error code, or document, of a get where nothing was put. */
  readonly unset: readonly [status: number, codeOrXml: string];
  readonly putStatus?: number;
  readonly needsMd5?: boolean;
  readonly isPermanent?: boolean;
}

const rule = (inner: string): string => `<LifecycleConfiguration><Rule>${inner}</Rule></LifecycleConfiguration>`;

/** In an order in which each can be put after those before. */
export const configurations: readonly Configuration[] = [
  {
    subResource: 'tagging',
    name: 'Tagging',
    xml: '<Tagging><TagSet><Tag><Key>age</Key><Value>18</Value></Tag><Tag><Key>name</Key><Value>x &amp; y</Value></Tag></TagSet></Tagging>',
    unset: [404, 'NoSuchTagSet'],
    putStatus: 204,
    needsMd5: true,
  },
  {
    subResource: 'lifecycle',
    name: 'Lifecycle',
    xml: rule(
      '<ID>id1</ID><Status>Enabled</Status><Filter><Prefix>documents/</Prefix></Filter><Transition><Days>100</Days><StorageClass>ARCHIVE</StorageClass></Transition>',
    ),
    unset: [404, 'NoSuchLifecycleConfiguration'],
    needsMd5: true,
  },
  {
    subResource: 'versioning',
    name: 'Versioning',
    xml: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
    unset: [200, '<VersioningConfiguration></VersioningConfiguration>'],
    isPermanent: true,
  },
  {
    subResource: 'replication',
    name: 'Replication',
    xml: '<ReplicationConfiguration><Role>qcs::cam::uin/100000000001:uin/100000000001</Role><Rule><ID>RuleId_01</ID><Status>Enabled</Status><Prefix>testPrefix</Prefix><Destination><Bucket>qcs::cos:ap-guangzhou::destinationbucket-1250000000</Bucket></Destination></Rule></ReplicationConfiguration>',
    unset: [404, 'ReplicationConfigurationnotFoundError'],
    needsMd5: true,
  },
  {
    subResource: 'website',
    name: 'Website',
    xml: '<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument><RedirectAllRequestsTo><Protocol>https</Protocol></RedirectAllRequestsTo><ErrorDocument><Key>pages/error.html</Key></ErrorDocument><RoutingRules><RoutingRule><Condition><HttpErrorCodeReturnedEquals>403</HttpErrorCodeReturnedEquals></Condition><Redirect><Protocol>https</Protocol><ReplaceKeyWith>pages/403.html</ReplaceKeyWith></Redirect></RoutingRule><RoutingRule><Condition><KeyPrefixEquals>article/</KeyPrefixEquals></Condition><Redirect><ReplaceKeyPrefixWith>archived/</ReplaceKeyPrefixWith></Redirect></RoutingRule></RoutingRules></WebsiteConfiguration>',
    unset: [404, 'NoSuchWebsiteConfiguration'],
    needsMd5: true,
  },
  {
    subResource: 'referer',
    name: 'Referer',
    xml: '<RefererConfiguration><Status>Enabled</Status><RefererType>White-List</RefererType><DomainList><Domain>*.qq.com</Domain><Domain>*.qcloud.com</Domain></DomainList><EmptyReferConfiguration>Allow</EmptyReferConfiguration></RefererConfiguration>',
    unset: [200, '<RefererConfiguration></RefererConfiguration>'],
    needsMd5: true,
    isPermanent: true,
  },
  {
    subResource: 'domain',
    name: 'Domain',
    xml: '<DomainConfiguration><DomainRule><Status>ENABLED</Status><Name>www.example.com</Name><Type>WEBSITE</Type></DomainRule></DomainConfiguration>',
    unset: [200, '<DomainConfiguration></DomainConfiguration>'],
    needsMd5: true,
  },
  {
    subResource: 'origin',
    name: 'Origin',
    xml: '<OriginConfiguration><OriginRule><RulePriority>1</RulePriority><OriginType>Mirror</OriginType><OriginCondition><HTTPStatusCode>404</HTTPStatusCode><Prefix></Prefix></OriginCondition><OriginParameter><Protocol>HTTP</Protocol><TransparentErrorCode>true</TransparentErrorCode><FollowQueryString>true</FollowQueryString><HttpHeader><FollowHttpHeaders><Header><Key>a</Key></Header></FollowHttpHeaders><ForbidFollowHeaders><Header><Key>b</Key></Header></ForbidFollowHeaders></HttpHeader></OriginParameter><HTTPStandbyCode><StatusCode>404</StatusCode></HTTPStandbyCode><OriginInfo><HostInfo><HostName>one.example.com</HostName><Weight>4</Weight><StandbyHostName_1>spare.example.com</StandbyHostName_1></HostInfo><HostInfo><HostName>two.example.com</HostName><Weight>2</Weight></HostInfo></OriginInfo></OriginRule></OriginConfiguration>',
    unset: [404, 'OriginConfigurationNotFoundError'],
  },
  {
    subResource: 'logging',
    name: 'Logging',
    xml: '<BucketLoggingStatus><LoggingEnabled><TargetBucket>examplebucket-1250000000</TargetBucket><TargetPrefix>prefix</TargetPrefix></LoggingEnabled></BucketLoggingStatus>',
    unset: [200, '<BucketLoggingStatus></BucketLoggingStatus>'],
    isPermanent: true,
  },
  {
    subResource: 'accelerate',
    name: 'Accelerate',
    xml: '<AccelerateConfiguration><Status>Enabled</Status></AccelerateConfiguration>',
    unset: [200, '<AccelerateConfiguration></AccelerateConfiguration>'],
    isPermanent: true,
  },
  {
    subResource: 'encryption',
    name: 'Encryption',
    xml: '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
    unset: [404, 'NoSuchEncryptionConfiguration'],
  },
  {
    subResource: 'cors',
    name: 'CORS',
    xml: '<CORSConfiguration><CORSRule><ID>example-id</ID><AllowedOrigin>https://example.com</AllowedOrigin><AllowedOrigin>https://*.example.net</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod><AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>600</MaxAgeSeconds></CORSRule></CORSConfiguration>',
    unset: [404, 'NoSuchCORSConfiguration'],
    needsMd5: true,
  },
];

export const contentMd5 = (body: string): Record<string, string> => ({
  'content-md5': createHash('md5').update(body).digest('base64'),
});

/** Puts a configuration with its Content-MD5. */
export function putConfiguration(
  client: RawClient,
  subResource: string,
  body: string,
  more: Partial<RawRequest> = {},
): Promise<RawResponse> {
  const headers = { ...contentMd5(body), ...more.headers };
  return client.send({ method: 'PUT', body, ...more, query: { [subResource]: '', ...more.query }, headers });
}

/** A bucket of its own, so that tests do not see each other's settings. */
export async function makeBucket(client: RawClient, name: string): Promise<string> {
  const host = `${name}-1250000000.cos.ap-guangzhou.myqcloud.com`;
  const { status } = await client.send({ method: 'PUT', host });
  if (status !== 200) throw new Error(`The bucket ${name} could not be made: ${status}`);
  return host;
}

/** The document of an answer, without its declaration. */
export const documentOf = ({ text }: RawResponse): string => text.replace(/^<\?xml[^>]*\?>\n/, '');
