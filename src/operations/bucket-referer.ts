import { configuration } from '../schema/configuration';
import { xmlUnder } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';

/** Which web pages may show objects of a bucket. */
export interface RefererConfiguration {
  /** `Enabled` or `Disabled`. */
  Status?: 'Enabled' | 'Disabled' | (string & {});
  /** Whether the list names pages that are refused (`Black-List`) or allowed (`White-List`). */
  RefererType?: 'Black-List' | 'White-List' | (string & {});
  /** Requests without a referer, as those of apps: `Allow` or `Deny`. Default `Deny`. */
  EmptyReferConfiguration?: 'Allow' | 'Deny' | (string & {});
}

export interface PutBucketRefererParams extends BucketParams {
  /** The configuration. It replaces the one in force. Mini programs send the referer `https://servicewechat.com/...`. */
  RefererConfiguration: RefererConfiguration & {
    /** Which pages. */
    DomainList: {
      /** Domains, IP addresses and paths, one or many, as `*.example.com`. */
      Domains?: string | string[];
      /** Same as `Domains`. */
      Domain?: string | string[];
    };
  };
}

export interface GetBucketRefererResult {
  /** `{}` where it was never configured. */
  RefererConfiguration: RefererConfiguration & { DomainList?: { Domains: string[] } };
}

const document = xmlUnder('RefererConfiguration', { DomainList: ['', { Domains: 'Domain[]' }] });
const referer = configuration('referer', document, 'NoSuchRefererConfiguration');

export const bucketReferer = {
  /**
   * Sets which web pages may show objects of a bucket (设置防盗链).
   * @see https://cloud.tencent.com/document/product/436/32492
   */
  putBucketReferer: operation<PutBucketRefererParams, object>(referer.put),

  /**
   * Reads which web pages may show objects of a bucket (查询防盗链).
   * @see https://cloud.tencent.com/document/product/436/32493
   */
  getBucketReferer: operation<BucketParams, GetBucketRefererResult>(referer.get),
};
