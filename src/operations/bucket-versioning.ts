import { configuration } from '../schema/configuration';
import { xmlUnder } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';

/** Whether a bucket keeps old versions of its objects. */
export interface VersioningConfiguration {
  /** `Enabled`, or `Suspended`: versions so far are kept. Once enabled it cannot be undone, only suspended. */
  Status?: 'Enabled' | 'Suspended' | (string & {});
}

export interface PutBucketVersioningParams extends BucketParams {
  /** `{ Status: 'Enabled' }` or `{ Status: 'Suspended' }`. */
  VersioningConfiguration: VersioningConfiguration;
}

export interface GetBucketVersioningResult {
  /** `{}` where it was never enabled. */
  VersioningConfiguration: VersioningConfiguration;
}

const versioning = configuration('versioning', xmlUnder('VersioningConfiguration'));

export const bucketVersioning = {
  /**
   * Has a bucket keep old versions of its objects, or stop it (设置版本控制).
   * @see https://cloud.tencent.com/document/product/436/19889
   */
  putBucketVersioning: operation<PutBucketVersioningParams, object>(versioning.put),

  /**
   * Reads whether a bucket keeps old versions of its objects (查询版本控制).
   * @see https://cloud.tencent.com/document/product/436/19888
   */
  getBucketVersioning: operation<BucketParams, GetBucketVersioningResult>(versioning.get),
};
