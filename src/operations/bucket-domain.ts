import { configuration } from '../schema/configuration';
import { xml } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';

/** A domain of your own for a bucket. */
export interface DomainRule {
  /** `ENABLED` or `DISABLED`. */
  Status: 'ENABLED' | 'DISABLED' | (string & {});
  /** The domain, as `www.example.com`. */
  Name: string;
  /** What it serves: `REST` (objects), `WEBSITE` (static website) or `ACCELERATE` (global acceleration). */
  Type: 'REST' | 'WEBSITE' | 'ACCELERATE' | (string & {});
  /** Takes the place of an existing record: `CNAME` or `TXT`. */
  ForcedReplacement?: 'CNAME' | 'TXT' | (string & {});
}

export interface PutBucketDomainParams extends BucketParams {
  /** The domains, one or many, at most 20. They replace all that are set. */
  DomainRule?: DomainRule | DomainRule[];
  /** The same parameter in an object. */
  DomainConfiguration?: {
    /** The domains. */
    DomainRule: DomainRule | DomainRule[];
  };
}

export interface GetBucketDomainResult {
  /** The domains, none when there are none. */
  DomainRule: DomainRule[];
}

const domain = configuration('domain', xml('DomainConfiguration', { DomainRule: '[]' }));

export const bucketDomain = {
  /**
   * Sets the custom domains of a bucket (设置自定义域名).
   * @see https://www.tencentcloud.com/document/product/436/35868
   */
  putBucketDomain: operation<PutBucketDomainParams, object>(domain.put),

  /**
   * Reads the custom domains of a bucket (查询自定义域名).
   * @see https://www.tencentcloud.com/document/product/436/35869
   */
  getBucketDomain: operation<BucketParams, GetBucketDomainResult>(domain.get),

  /**
   * Removes the custom domains of a bucket (删除自定义域名).
   * @see https://www.tencentcloud.com/document/product/436/35868
   */
  deleteBucketDomain: operation<BucketParams, object>(domain.delete),
};
