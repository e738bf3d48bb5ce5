import { configuration } from '../schema/configuration';
import { xml } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';

/** Headers, one or many, at most 10. */
export interface OriginHeaders {
  Header?: { Key: string; Value?: string } | { Key: string; Value?: string }[];
}

/** How COS asks the origin server. */
export interface OriginParameter {
  /** `HTTP`, `HTTPS`, or `FOLLOW`: that of the request. */
  Protocol?: 'HTTP' | 'HTTPS' | 'FOLLOW' | (string & {});
  /** Answers the origin's own error status. */
  TransparentErrorCode?: boolean | 'true' | 'false';
  /** Passes the query of the request on. */
  FollowQueryString?: boolean | 'true' | 'false';
  /** Which request headers the origin gets. */
  HttpHeader?: {
    /** All of the request. */
    FollowAllHeaders?: boolean | 'true' | 'false';
    /** These besides. */
    NewHttpHeaders?: OriginHeaders;
    /** Only these of the request. */
    FollowHttpHeaders?: OriginHeaders;
    /** All but these of the request. */
    ForbidFollowHeaders?: OriginHeaders;
  };
  /** Follows redirections of the origin. */
  FollowRedirection?: boolean | 'true' | 'false';
  /** Status of the answer with `Redirect`: `301`, `302` or `307`. */
  HttpRedirectCode?: number | string;
}

/** Where COS looks for an object that it does not have. */
export interface OriginRule {
  /** The smallest number is tried first, from 1. */
  RulePriority?: number | string;
  /** `Mirror` (fetch and keep), `Proxy` (fetch on each request) or `Redirect`. */
  OriginType: 'Mirror' | 'Proxy' | 'Redirect' | (string & {});
  /** When. */
  OriginCondition?: {
    /** Status that COS would answer, as 404. */
    HTTPStatusCode?: number | string;
    /** Keys that begin with this. */
    Prefix?: string;
    /** Keys that end with this. */
    Suffix?: string;
  };
  /** How. */
  OriginParameter?: OriginParameter;
  /** From where. */
  OriginInfo: {
    HostInfo?: {
      /** Domain or IP address of the origin. */
      HostName?: string;
      [name: string]: unknown;
    };
    /** How the origin's path is made from the key. */
    FileInfo?: Record<string, unknown>;
  };
}

export interface PutBucketOriginParams extends BucketParams {
  /** The rules, one or many. They replace all that are set. */
  OriginRule?: OriginRule | OriginRule[];
  /** The same parameter in an object. */
  OriginConfiguration?: {
    /** The rules. */
    OriginRule: OriginRule | OriginRule[];
  };
}

export interface GetBucketOriginResult {
  /** The rules. */
  OriginRule: OriginRule[];
}

const origin = configuration('origin', xml('OriginConfiguration', { OriginRule: '[]' }));

export const bucketOrigin = {
  /**
   * Sets where COS looks for objects that it does not have (设置回源).
   * @see https://www.tencentcloud.com/document/product/436/52813
   */
  putBucketOrigin: operation<PutBucketOriginParams, object>(origin.put),

  /**
   * Reads where COS looks for objects that it does not have (查询回源). Fails with status 404 where nothing is set.
   * @see https://www.tencentcloud.com/document/product/436/52814
   */
  getBucketOrigin: operation<BucketParams, GetBucketOriginResult>(origin.get),

  /**
   * Stops looking elsewhere for objects (删除回源).
   * @see https://www.tencentcloud.com/document/product/436/52813
   */
  deleteBucketOrigin: operation<BucketParams, object>(origin.delete),
};
