import { configuration } from '../schema/configuration';
import { xml } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';

/** One rule for requests from web pages. Each list may be one value or many, under its singular or plural name. */
export interface CorsRuleParams {
  /** Names the rule, at most 255 characters. */
  ID?: string;
  /** Origins that may ask, as `https://www.example.com`, with at most one `*`. */
  AllowedOrigins?: string | string[];
  /** Same as `AllowedOrigins`. */
  AllowedOrigin?: string | string[];
  /** `GET`, `PUT`, `HEAD`, `POST`, `DELETE`. */
  AllowedMethods?: string | string[];
  /** Same as `AllowedMethods`. */
  AllowedMethod?: string | string[];
  /** Request headers that pages may send, with `*`. */
  AllowedHeaders?: string | string[];
  /** Same as `AllowedHeaders`. */
  AllowedHeader?: string | string[];
  /** Response headers that pages may read. */
  ExposeHeaders?: string | string[];
  /** Same as `ExposeHeaders`. */
  ExposeHeader?: string | string[];
  /** How long browsers remember the answer to a preflight, seconds. */
  MaxAgeSeconds?: number | string;
}

type Rules = CorsRuleParams | CorsRuleParams[];

export interface PutBucketCorsParams extends BucketParams {
  /** The rules, at most 100. They replace all that are in force. */
  CORSRules?: Rules;
  /** True adds `Vary: Origin` to answers, for caches in between. Default false. */
  ResponseVary?: boolean | 'true' | 'false';
  /** The same parameters in an object. */
  CORSConfiguration?: {
    /** The rules. */
    CORSRules?: Rules;
    /** Same as `CORSRules`. */
    CORSRule?: Rules;
    /** True adds `Vary: Origin` to answers. */
    ResponseVary?: boolean | 'true' | 'false';
  };
}

/** One rule for requests from web pages. */
export interface CorsRule {
  ID?: string;
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders: string[];
  ExposeHeaders: string[];
  /** Seconds, as text. */
  MaxAgeSeconds?: string;
}

export interface GetBucketCorsResult {
  /** Empty, and statusCode 404, where none are configured. */
  CORSRules: CorsRule[];
  /** `'true'` where answers have `Vary: Origin`. */
  ResponseVary?: string;
}

/** Fields under their singular names are those of the wire and pass through. */
const ruleFields = {
  AllowedOrigins: 'AllowedOrigin[]',
  AllowedMethods: 'AllowedMethod[]',
  AllowedHeaders: 'AllowedHeader[]',
  ExposeHeaders: 'ExposeHeader[]',
};
const document = xml('CORSConfiguration', { CORSRules: ['CORSRule[]', ruleFields], ResponseVary: '' });
const cors = configuration('cors', document, 'NoSuchCORSConfiguration');

export const bucketCors = {
  /**
   * Sets which web pages may call a bucket (设置跨域访问配置). Mini programs need no such rule.
   * @see https://cloud.tencent.com/document/product/436/8279
   */
  putBucketCors: operation<PutBucketCorsParams, object>(cors.put),

  /**
   * Reads the cross-origin rules of a bucket (查询跨域访问配置).
   * @see https://cloud.tencent.com/document/product/436/8274
   */
  getBucketCors: operation<BucketParams, GetBucketCorsResult>(cors.get),

  /**
   * Deletes the cross-origin rules of a bucket (删除跨域访问配置).
   * @see https://cloud.tencent.com/document/product/436/8283
   */
  deleteBucketCors: operation<BucketParams, object>(cors.delete),
};
