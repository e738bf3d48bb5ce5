import { xml } from '../schema/document';
import { operation } from '../schema/operation';
import type { CommonParams } from '../schema/params';

export interface GetServiceParams extends CommonParams {
  /** Lists only the buckets of this region, as `ap-guangzhou`. Default: all regions. */
  Region?: string;
}

export interface GetServiceResult {
  /** Owner of the buckets. */
  Owner: {
    /** `qcs::cam::uin/100000000001:uin/100000000001` */
    ID: string;
    DisplayName: string;
  };
  /** The buckets, none when there are none. */
  Buckets: {
    /** Bucket name with APPID. */
    Name: string;
    /** Region code. */
    Location: string;
    /** ISO 8601 time, as `2019-05-24T11:49:50Z`. */
    CreationDate: string;
    BucketType?: string;
  }[];
}

export const service = {
  /**
   * Lists all buckets of the account (查询存储桶列表), or those of one region.
   * Needs a domain of its own in the list of request domains: `https://service.cos.myqcloud.com`.
   * @see https://cloud.tencent.com/document/product/436/8291
   */
  getService: operation<GetServiceParams, GetServiceResult>({
    on: 'service',
    result: xml('ListAllMyBucketsResult', { Buckets: 'Buckets.Bucket[]' }),
  }),
};
