/** SecretId of the emulator's root account unless another is given. Well known: it protects nothing. */
export const DEFAULT_SECRET_ID = 'AKIDcosEmulatorRootAccount0000000000';
/** SecretKey of the emulator's root account unless another is given. Well known: it protects nothing. */
export const DEFAULT_SECRET_KEY = 'cosEmulatorRootSecretKey00000000';
export const DEFAULT_APP_ID = '1250000000';

/** One CORS rule of a bucket, with COS's names. */
export interface CorsRule {
  /** Origins, each with at most one `*`. */
  AllowedOrigin: string[];
  /** Upper-case HTTP methods. */
  AllowedMethod: string[];
  /** Request headers, each with at most one `*`. */
  AllowedHeader?: string[];
  ExposeHeader?: string[];
  /** How long a browser may remember the preflight, in seconds. */
  MaxAgeSeconds?: number;
}

export interface BucketOptions {
  /** Name with the APPID, such as `examplebucket-1250000000`. */
  Bucket: string;
  /** Region, such as `ap-guangzhou`. */
  Region: string;
  /** `private` (default), `public-read` or `public-read-write`. */
  acl?: string;
  /** Global acceleration is enabled: the bucket answers on `<bucket>.cos.accelerate.myqcloud.com`. Default false. */
  accelerate?: boolean;
  /** CORS rules of the bucket; none by default. */
  cors?: CorsRule[];
}

export interface EmulatorOptions {
  /** TCP port; default 0: any free port. */
  port?: number;
  /** Address to listen on; default `127.0.0.1`. */
  host?: string;
  /** Folder for the data, made when absent, kept on close. Default: a fresh temporary folder, removed on close. */
  dataDir?: string;
  /** SecretId of the root account; default {@link DEFAULT_SECRET_ID}. */
  secretId?: string;
  /** SecretKey of the root account; default {@link DEFAULT_SECRET_KEY}. */
  secretKey?: string;
  /** APPID of the account; default `1250000000`. */
  appId?: string;
  /** Buckets made at the start when absent; the given settings also replace those of a bucket that is there. */
  buckets?: BucketOptions[];
  /** Custom domains bound to buckets, by host name (with or without port). */
  domains?: Record<string, { Bucket: string; Region: string }>;
  /** Answer preflights and expose headers for every origin, whatever the bucket's CORS rules; default false. */
  cors?: boolean;
  /** How many requests `requests` remembers; default 10,000, oldest dropped first. */
  requestLogLimit?: number;
}

export type EmulatorConfig = Required<Omit<EmulatorOptions, 'dataDir'>>;

export function resolveOptions(options: EmulatorOptions): EmulatorConfig {
  return {
    port: options.port ?? 0,
    host: options.host ?? '127.0.0.1',
    secretId: options.secretId ?? DEFAULT_SECRET_ID,
    secretKey: options.secretKey ?? DEFAULT_SECRET_KEY,
    appId: options.appId ?? DEFAULT_APP_ID,
    buckets: options.buckets ?? [],
    domains: options.domains ?? {},
    cors: options.cors ?? false,
    requestLogLimit: options.requestLogLimit ?? 10_000,
  };
}
