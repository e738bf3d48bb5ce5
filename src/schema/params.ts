/** What every call accepts beside its own parameters. */
export interface CommonParams {
  /** More request headers. They win over headers that the SDK sets itself. */
  Headers?: Record<string, string | number | undefined>;
  /** More query parameters, signed like all others. */
  Query?: Record<string, string | number | undefined>;
  /** Any COS header by its own name, as `x-cos-meta-author`. */
  [header: `x-cos-${string}`]: string | number | undefined;
}

/** Names a bucket (存储桶). */
export interface BucketParams extends CommonParams {
  /** Bucket name with the APPID: `examplebucket-1250000000`. */
  Bucket: string;
  /** Region code as `ap-guangzhou`, see https://cloud.tencent.com/document/product/436/6224 */
  Region: string;
}

/** Names an object (对象). */
export interface ObjectParams extends BucketParams {
  /** Object key (对象键), 1 to 850 bytes of UTF-8. One leading `/` is dropped. */
  Key: string;
}

/** Names one version of an object. */
export interface VersionParams {
  /** Version id of the object; the newest version when absent. */
  VersionId?: string;
}

/** On every result. */
export interface ResponseInfo {
  /** HTTP status code, as 200. */
  statusCode: number;
  /** Response headers, names in lower case. */
  headers: Record<string, string>;
  /** Id of the request (`x-cos-request-id`); give it to the support of Tencent Cloud when something is wrong. */
  RequestId?: string;
  /** Version id, where the bucket keeps versions. */
  VersionId?: string;
  /** `'true'` where a delete marker was made or met. */
  DeleteMarker?: string;
}

/** Preset access rights, see https://cloud.tencent.com/document/product/436/30583 */
export type BucketAcl = 'private' | 'public-read' | 'public-read-write' | 'authenticated-read' | (string & {});
export type ObjectAcl =
  | 'default'
  | 'private'
  | 'public-read'
  | 'authenticated-read'
  | 'bucket-owner-read'
  | 'bucket-owner-full-control'
  | (string & {});

/** Explicit grants (授权), each as `id="100000000001"`, several separated by commas. */
export interface GrantParams {
  /** May read. */
  GrantRead?: string;
  /** May read the access control list. */
  GrantReadAcp?: string;
  /** May write the access control list. */
  GrantWriteAcp?: string;
  /** May do all of these. */
  GrantFullControl?: string;
}

/** Explicit grants on a bucket. */
export interface BucketGrantParams extends GrantParams {
  /** May write objects. */
  GrantWrite?: string;
}

/** Storage class (存储类型), see https://cloud.tencent.com/document/product/436/33417 */
export type StorageClass =
  | 'STANDARD'
  | 'STANDARD_IA'
  | 'INTELLIGENT_TIERING'
  | 'ARCHIVE'
  | 'DEEP_ARCHIVE'
  | 'MAZ_STANDARD'
  | 'MAZ_STANDARD_IA'
  | 'MAZ_INTELLIGENT_TIERING'
  | 'MAZ_ARCHIVE'
  | (string & {});

/** Encryption on the server (服务端加密), see https://cloud.tencent.com/document/product/436/18145 */
export interface EncryptionParams {
  /** `AES256` (keys of COS) or `cos/kms` (keys of KMS). */
  ServerSideEncryption?: 'AES256' | 'cos/kms' | (string & {});
  /** Id of the KMS key, with `cos/kms`. */
  SSEKMSKeyId?: string;
  /** Encryption context, base64 of JSON, with `cos/kms`. */
  SSEContext?: string;
  /** `AES256`, with a key of your own. */
  SSECustomerAlgorithm?: 'AES256' | (string & {});
  /** Your key, base64 of 32 bytes. */
  SSECustomerKey?: string;
  /** MD5 of your key, base64. */
  SSECustomerKeyMD5?: string;
}

/** Stored with an object and sent again when it is read. */
export interface ContentParams {
  /** Caching directives, as `max-age=600`. */
  CacheControl?: string;
  /** As `attachment; filename="a.jpg"`. */
  ContentDisposition?: string;
  /** As `gzip`. */
  ContentEncoding?: string;
  /** MIME type. Default: by the ending of the key, else `application/octet-stream`. */
  ContentType?: string;
  /** When caches forget the object, an HTTP date. */
  Expires?: string;
}

/** Conditions (条件请求): without a match the answer is 412, or 304 on reads. */
export interface ConditionParams {
  /** Only if changed after this HTTP date; else `NotModified: true`. */
  IfModifiedSince?: string;
  /** Only if not changed after this HTTP date; else 412. */
  IfUnmodifiedSince?: string;
  /** Only if the ETag is this one; else 412. */
  IfMatch?: string;
  /** Only if the ETag is not this one; else `NotModified: true`. */
  IfNoneMatch?: string;
}

/** What any upload of an object accepts. */
export interface UploadHeaderParams extends ContentParams, EncryptionParams, GrantParams {
  /** Access rights of the object. Default: those of the bucket. At most 1,000 rules per account: leave it out where you can. */
  ACL?: ObjectAcl;
  /** Default `STANDARD`. */
  StorageClass?: StorageClass;
  /** Speed limit in bit/s, 819,200 to 838,860,800, see https://cloud.tencent.com/document/product/436/40140 */
  TrafficLimit?: number | string;
  /** `'true'` refuses to replace an object (409). */
  ForbidOverwrite?: 'true' | 'false' | boolean;
  /** Image processing on upload (JSON text), see https://cloud.tencent.com/document/product/436/44880 */
  PicOperations?: string;
  /** Restricts the types that later reads may answer with. */
  MimeLimit?: string;
  /** Ignored: the platform sends what it has to. */
  Expect?: string;
  /** Ignored: the platform counts the bytes itself. */
  ContentLength?: number | string;
}

/** Sent while a body goes up or down. */
export interface ProgressEvent {
  /** Bytes so far. */
  loaded: number;
  /** Bytes in all. */
  total: number;
  /** Bytes per second, over the last seconds. */
  speed: number;
  /** From 0 to 1. */
  percent: number;
}
