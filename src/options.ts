import { nearestName } from './base/nearest-name';
import { argumentError, quoteValue } from './errors';
import type { Warnings } from './base/report';
import type { GetAuthorization } from './credentials/authorization-request';
import type { Host } from './host/host';

/** How hosts are built from a template: `{Bucket}` is the full name, `{BucketName}` the name without APPID. */
export type DomainTemplate = string | ((target: { Bucket: string; Region: string }) => string);

/** Options of `new COS(options)`. Give credentials in one of three ways: keys, `getAuthorization` or `getSTS`. */
export interface CosOptions {
  /** Permanent or temporary key id. Never put permanent keys into an app that others install. */
  SecretId?: string;
  /** The secret of `SecretId`. */
  SecretKey?: string;
  /** Token of temporary keys. */
  SecurityToken?: string;
  /** Older name of `SecurityToken`. */
  XCosSecurityToken?: string;
  /** Start of the validity of temporary keys, Unix seconds. */
  StartTime?: number;
  /** End of the validity of temporary keys, Unix seconds. */
  ExpiredTime?: number;
  /** Asks your server for temporary keys (recommended) or for a signature. Called again shortly before they expire. */
  getAuthorization?: GetAuthorization;
  /** Same as `getAuthorization`; answers temporary keys. */
  getSTS?: GetAuthorization;
  /** How long `getAuthorization` may take, in milliseconds. Default 60000. */
  AuthorizationTimeout?: number;

  /** APPID to append where a `Bucket` lacks it. Deprecated: write `name-appid`. */
  AppId?: string | number;
  /** Host of all bucket and object calls: a CDN or custom domain, may hold `{Bucket}`, `{BucketName}`, `{AppId}`, `{Region}`. With `http://` in front it is called without TLS (emulators only). */
  Domain?: DomainTemplate;
  /** Host of getService. Default `service.cos.myqcloud.com`; may hold `{Region}`. */
  ServiceDomain?: DomainTemplate;
  /** Accepted for compatibility: WeChat only allows https, see `Domain` for emulators. */
  Protocol?: string;
  /** Uses the global acceleration domain (全球加速). The bucket must have it enabled. Default false. */
  UseAccelerate?: boolean;
  /** Tries `tencentcos.cn` when `myqcloud.com` cannot be reached. Both domains must be whitelisted. Default false. */
  AutoSwitchHost?: boolean;
  /** Not supported, `true` throws: COS has removed path-style URLs. */
  ForcePathStyle?: boolean;

  /** Limit of a request in milliseconds. Default 0: that of the platform (60 s on WeChat). */
  Timeout?: number;
  /** How often at least a request is repeated after a passing fault (offline, 5xx). 0 turns retries off. Default 2. */
  ChunkRetryTimes?: number;
  /** Passing faults are retried until this many milliseconds were spent waiting. Default 20000. */
  RetryBudget?: number;
  /** Uploads and downloads wait while the phone is offline, and go on when it is back. False: they fail after the retries. Default true. */
  WaitForNetwork?: boolean;
  /** Corrects signatures when the phone's clock is wrong, from the server's Date. Default true. */
  CorrectClockSkew?: boolean;
  /** Known difference of the server's clock to the phone's, in milliseconds. Default 0; kept up to date by the SDK. */
  SystemClockOffset?: number;
  /** Signs the Host header. Default true. */
  ForceSignHost?: boolean;
  /** Refuses keys in getObject that a proxy would shorten to `/` and so list the bucket. Default true. */
  ObjectKeySimplifyCheck?: boolean;
  /** Understands copy sources on custom domains: answers `{ Bucket, Region, Key }` of a `CopySource`. */
  CopySourceParser?: ((source: string) => { Bucket: string; Region: string; Key: string }) | null;

  /** Files uploaded at the same time, or `'auto'`: as many as the measured throughput gains from, at most 8. Default 3. */
  FileParallelLimit?: number | 'auto';
  /** Parts of one file uploaded at the same time, or `'auto'`. Default 3. */
  ChunkParallelLimit?: number | 'auto';
  /** Bytes of a part, at least 1 MiB. Default 1048576. */
  ChunkSize?: number;
  /** uploadFile sends larger files in parts. Bytes. Default 1048576. */
  SliceSize?: number;
  /** Parts copied at the same time. Default 8; WeChat runs at most 10 requests. */
  CopyChunkParallelLimit?: number;
  /** Bytes of a copied part. Default 10485760. */
  CopyChunkSize?: number;
  /** sliceCopyFile copies larger objects in parts. Bytes. Default 10485760. */
  CopySliceSize?: number;
  /** Most parts of one upload, 1024 to 10000. Default 10000. */
  MaxPartNumber?: number;
  /** Milliseconds between progress events. Default 1000. */
  ProgressInterval?: number;
  /** Tasks kept in the list. Default 10000. */
  UploadQueueSize?: number;
  /** Unfinished multipart uploads remembered for resuming. Default 50. */
  UploadIdCacheLimit?: number;
  /** Compares what COS has stored (or sent) with what was sent (or received), by CRC-64 or MD5. Default true. */
  CheckIntegrity?: boolean;
  /** Sends Content-MD5 with simple uploads too. Default false. */
  UploadCheckContentMd5?: boolean;
  /** Stores the file's MD5 as `x-cos-meta-md5`. Default false. */
  UploadAddMetaMd5?: boolean;
  /** How uploadFile sends small files: `postObject` (default, streams from disk, reports progress) or `putObject`. */
  SimpleUploadMethod?: 'postObject' | 'putObject';

  /** Id of WeChat's HTTPDNS service, passed to wx.request. Default ''. */
  HttpDNSServiceId?: string;
  /** Another platform than WeChat, whole or in parts (Taro, uni-app, tests). */
  Host?: Partial<Host>;

  /** Accepted and ignored: the SDK has one mode. */
  CompatibilityMode?: boolean;
  /** Accepted and ignored: the SDK reports to nobody. */
  DeepTracker?: boolean;
  /** Accepted and ignored. */
  TrackerDelay?: number;
  /** Accepted and ignored. */
  CustomId?: string;
  /** Accepted and ignored. */
  BeaconReporter?: unknown;
  /** Accepted and ignored. */
  ClsReporter?: unknown;
}

const mebibyte = 1024 * 1024;

const defaults = {
  SecretId: '',
  SecretKey: '',
  SecurityToken: '',
  StartTime: 0,
  ExpiredTime: 0,
  getAuthorization: undefined as GetAuthorization | undefined,
  AuthorizationTimeout: 60000,
  AppId: '' as string | number,
  Domain: '' as DomainTemplate,
  ServiceDomain: '' as DomainTemplate,
  Protocol: 'https:',
  UseAccelerate: false,
  AutoSwitchHost: false,
  ForcePathStyle: false,
  Timeout: 0,
  ChunkRetryTimes: 2,
  RetryBudget: 20000,
  WaitForNetwork: true,
  CorrectClockSkew: true,
  SystemClockOffset: 0,
  ForceSignHost: true,
  ObjectKeySimplifyCheck: true,
  CopySourceParser: null as NonNullable<CosOptions['CopySourceParser']> | null,
  FileParallelLimit: 3 as number | 'auto',
  ChunkParallelLimit: 3 as number | 'auto',
  ChunkSize: mebibyte,
  SliceSize: mebibyte,
  CopyChunkParallelLimit: 8,
  CopyChunkSize: 10 * mebibyte,
  CopySliceSize: 10 * mebibyte,
  MaxPartNumber: 10000,
  ProgressInterval: 1000,
  UploadQueueSize: 10000,
  UploadIdCacheLimit: 50,
  CheckIntegrity: true,
  UploadCheckContentMd5: false,
  UploadAddMetaMd5: false,
  SimpleUploadMethod: 'postObject' as 'postObject' | 'putObject',
  HttpDNSServiceId: '',
};

/** Every option with its value. */
export type ResolvedOptions = typeof defaults;

const aliases: Record<string, keyof ResolvedOptions> = {
  getSTS: 'getAuthorization',
  XCosSecurityToken: 'SecurityToken',
};
const ignored = ['CompatibilityMode', 'Host', 'UseRawKey', 'Credentials'];
const reporting = ['DeepTracker', 'TrackerDelay', 'CustomId', 'BeaconReporter', 'ClsReporter'];

/** Checks the caller's options and completes them. Throws `CosError` for values that cannot work; warns about unknown names. */
export function resolveOptions(given: CosOptions, warnings: Warnings): ResolvedOptions {
  const resolved: Record<string, unknown> = { ...defaults };
  Object.entries(given).forEach(([name, value]: [string, unknown]) => {
    const target = aliases[name] ?? name;
    if (value === undefined || value === null) return;
    if (target in defaults) resolved[target] = checkOption(target, value);
    else if (reporting.indexOf(name) >= 0) warnings.once('Reporting options are ignored: this SDK reports to nobody.');
    else if (ignored.indexOf(name) < 0) warnings.once(describeUnknown(name));
  });
  const options = resolved as ResolvedOptions;
  if (options.ForcePathStyle) {
    throw argumentError(
      'ForcePathStyle is not supported.',
      'COS has removed path-style URLs; use a Domain template instead.',
    );
  }
  options.MaxPartNumber = Math.min(Math.max(options.MaxPartNumber, 1024), 10000);
  options.ChunkSize = Math.max(options.ChunkSize, mebibyte);
  return options;
}

function describeUnknown(name: string): string {
  const nearest = nearestName(name, Object.keys(defaults).concat(Object.keys(aliases)));
  return `Unknown option "${name}"${nearest ? `: did you mean "${nearest}"?` : ' is ignored.'}`;
}

function checkOption(name: string, value: unknown): unknown {
  const expected = typeof (defaults as Record<string, unknown>)[name];
  if (value === 'auto' && /^(File|Chunk)ParallelLimit$/.test(name)) return value;
  if (expected === 'number') return checkNumber(name, value);
  if (expected === 'boolean') return Boolean(value);
  if (name === 'getAuthorization' && typeof value !== 'function') {
    throw argumentError('getAuthorization should be a function.', `Got ${quoteValue(value)}.`);
  }
  if (/Domain$/.test(name) && typeof value !== 'string' && typeof value !== 'function') {
    throw argumentError(`Option ${name} should be a host name or a function.`, `Got ${quoteValue(value)}.`);
  }
  return value;
}

function checkNumber(name: string, value: unknown): number {
  const number = Number(value);
  const mayBeNegative = name === 'SystemClockOffset';
  if (typeof value === 'boolean' || !isFinite(number) || (number < 0 && !mayBeNegative)) {
    throw argumentError(
      `Option ${name} should be a number${mayBeNegative ? '' : ' from 0 up'}.`,
      `Got ${quoteValue(value)}.`,
    );
  }
  if (/Time$/.test(name) && number > 1e11) {
    throw argumentError(
      `Option ${name} should be 10 digits: seconds since 1970.`,
      `Got ${number}, which looks like milliseconds.`,
    );
  }
  return number;
}
