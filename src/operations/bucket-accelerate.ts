import { configuration } from '../schema/configuration';
import { decodeDocument, emptyOf, xmlUnder } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';

/** Whether a bucket has a global acceleration domain. */
export interface AccelerateConfiguration {
  /** `Enabled` or `Suspended`. */
  Status?: 'Enabled' | 'Suspended' | (string & {});
  /** `COS` */
  Type?: string;
}

export interface PutBucketAccelerateParams extends BucketParams {
  /** `{ Status: 'Enabled' }` or `{ Status: 'Suspended' }`. */
  AccelerateConfiguration: AccelerateConfiguration;
}

export interface GetBucketAccelerateResult {
  /** `{}` where it was never enabled. */
  AccelerateConfiguration: AccelerateConfiguration;
}

const document = xmlUnder('AccelerateConfiguration');
const accelerate = configuration('accelerate', document);

export const bucketAccelerate = {
  /**
   * Switches the global acceleration domain of a bucket on or off (设置全球加速). Changes take up to 15 minutes; then the
   * option `UseAccelerate` may be used.
   * @see https://www.tencentcloud.com/document/product/436/33411
   */
  putBucketAccelerate: operation<PutBucketAccelerateParams, object>(accelerate.put),

  /**
   * Reads whether a bucket has a global acceleration domain (查询全球加速).
   * @see https://www.tencentcloud.com/document/product/436/33411
   */
  getBucketAccelerate: operation<BucketParams, GetBucketAccelerateResult>(accelerate.get, {
    result: undefined,
    // Where it was never set the body may be empty.
    decode: ({ body }) => (typeof body === 'string' && body ? decodeDocument(document, body) : emptyOf(document)),
  }),
};
