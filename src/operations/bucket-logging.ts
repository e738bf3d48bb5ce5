import { configuration } from '../schema/configuration';
import { xmlUnder } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';

/** Where the access log of a bucket goes. */
export interface BucketLoggingStatus {
  /** Absent: there is no log. */
  LoggingEnabled?: {
    /** Bucket with APPID, in the same region, as `logs-1250000000`. */
    TargetBucket: string;
    /** What keys of log files begin with, as `access/`. */
    TargetPrefix?: string;
  };
}

export interface PutBucketLoggingParams extends BucketParams {
  /** `{}` ends the log. */
  BucketLoggingStatus: BucketLoggingStatus;
}

export interface GetBucketLoggingResult {
  /** `{}` where there is no log. */
  BucketLoggingStatus: BucketLoggingStatus;
}

const logging = configuration('logging', xmlUnder('BucketLoggingStatus'));

export const bucketLogging = {
  /**
   * Has the accesses to a bucket logged, or ends it (设置日志管理).
   * @see https://cloud.tencent.com/document/product/436/17054
   */
  putBucketLogging: operation<PutBucketLoggingParams, object>(logging.put),

  /**
   * Reads where the access log of a bucket goes (查询日志管理).
   * @see https://cloud.tencent.com/document/product/436/17053
   */
  getBucketLogging: operation<BucketParams, GetBucketLoggingResult>(logging.get),
};
