import { configuration } from '../schema/configuration';
import { xmlUnder } from '../schema/document';
import { requireEntries } from '../schema/entries';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';

/** Redirects some requests. */
export interface RoutingRule {
  /** Which requests; one of the two. */
  Condition: {
    /** Those that would end with this status, 4XX. */
    HttpErrorCodeReturnedEquals?: number | string;
    /** Those for keys that begin with this. */
    KeyPrefixEquals?: string;
  };
  /** Where to. */
  Redirect: {
    /** `https` */
    Protocol?: string;
    /** This key instead. */
    ReplaceKeyWith?: string;
    /** This prefix instead of the one of the condition. */
    ReplaceKeyPrefixWith?: string;
  };
}

/** How a bucket is served as a website. */
export interface WebsiteConfiguration {
  /** Page of a folder. */
  IndexDocument?: {
    /** As `index.html`. */
    Suffix: string;
  };
  /** Redirects all requests. */
  RedirectAllRequestsTo?: {
    /** `https` */
    Protocol: string;
  };
  /** Page for errors. */
  ErrorDocument?: {
    /** Its key, as `error.html`. */
    Key: string;
    /** `Disabled` answers it with status 200. Default `Enabled`: the status of the error. */
    OriginalHttpStatus?: 'Enabled' | 'Disabled' | (string & {});
  };
  /** Whether `page` may answer `page.html`. */
  AutoAddressing?: {
    /** Default `Enabled`. */
    Status: 'Enabled' | 'Disabled' | (string & {});
  };
}

/** The rules as the wire has them. */
export interface RoutingRuleList {
  RoutingRule: RoutingRule | RoutingRule[];
}

export interface PutBucketWebsiteParams extends BucketParams {
  /** The configuration. It replaces the one in force. */
  WebsiteConfiguration: WebsiteConfiguration & {
    /** Redirections, one or many, at most 100. */
    RoutingRules?: RoutingRule | RoutingRule[] | RoutingRuleList;
  };
}

export interface GetBucketWebsiteResult {
  /** `{}`, and statusCode 404, where nothing is configured. */
  WebsiteConfiguration: WebsiteConfiguration & { RoutingRules?: RoutingRule[] };
}

function encodeWebsite({ WebsiteConfiguration: given }: PutBucketWebsiteParams) {
  // The list itself, or an object that holds it.
  const rules = given.RoutingRules as { RoutingRule?: unknown } | undefined;
  const list = rules ? requireEntries('RoutingRules', rules.RoutingRule, rules) : [];
  // COS refuses an empty RoutingRules.
  return { WebsiteConfiguration: { ...given, RoutingRules: list.length > 0 ? list : undefined } };
}

const document = xmlUnder('WebsiteConfiguration', { RoutingRules: 'RoutingRules.RoutingRule[]' });
const website = configuration('website', document);

export const bucketWebsite = {
  /**
   * Has a bucket served as a website (设置静态网站).
   * @see https://cloud.tencent.com/document/product/436/31930
   */
  putBucketWebsite: operation<PutBucketWebsiteParams, object>(website.put, { encode: encodeWebsite }),

  /**
   * Reads how a bucket is served as a website (查询静态网站).
   * @see https://cloud.tencent.com/document/product/436/31929
   */
  getBucketWebsite: operation<BucketParams, GetBucketWebsiteResult>(website.get, {
    recover: { NoSuchWebsiteConfiguration: { WebsiteConfiguration: {} } },
  }),

  /**
   * Stops serving a bucket as a website (删除静态网站).
   * @see https://cloud.tencent.com/document/product/436/31928
   */
  deleteBucketWebsite: operation<BucketParams, object>(website.delete),
};
