import { checkBucket, checkRegion } from './check-params';
import type { ClientContext } from './client-context';
import { bucketOrigins, serviceOrigins } from './endpoint';

/** What getRequiredDomains is asked about. */
export interface RequiredDomainsParams {
  Bucket: string;
  Region: string;
  /** Adds the host of data processing (数据万象), for `request` with its calls. Default false. */
  DataProcessing?: boolean;
  /** Adds the host of getService, called without a Region. Default false. */
  Service?: boolean;
}

/** Domains to enter in the WeChat console (mp.weixin.qq.com: 开发管理, 服务器域名), each with `https://`. */
export interface RequiredDomains {
  /** All calls. */
  request: string[];
  /** postObject, and uploadFile for small files. */
  uploadFile: string[];
  /** getObject with Output, and downloadFile where files cannot be written in place. */
  downloadFile: string[];
}

/** The hosts that this client talks to, for the lists of WeChat, which know no wildcards. */
export function listRequiredDomains(params: RequiredDomainsParams, context: ClientContext): RequiredDomains {
  const Bucket = checkBucket({ ...params }, context);
  const Region = checkRegion({ ...params }, context);
  const { options } = context;
  const plain = bucketOrigins({ Bucket, Region }, options);
  // Calls that configure the bucket do not go to the acceleration domain.
  const configuring = bucketOrigins({ Bucket, Region, isBucketConfiguration: true }, options);
  const processing = params.DataProcessing ? [`https://${Bucket}.ci.${Region}.myqcloud.com`] : [];
  const service = params.Service ? serviceOrigins('', options) : [];
  const request = [...plain, ...configuring, ...processing, ...service];
  return {
    request: request.filter((origin, index) => request.indexOf(origin) === index),
    uploadFile: plain,
    downloadFile: plain,
  };
}
