import type { DomainTemplate, ResolvedOptions } from '../options';

export interface EndpointTarget {
  Bucket: string;
  Region: string;
  /** Calls that configure a bucket are refused on the acceleration domain (400 ActionAccelerateNotSupported). */
  isBucketConfiguration?: boolean;
  /** A Domain given to this call alone. */
  Domain?: DomainTemplate;
}

/** Regions of the time before `cos.` stood in host names. */
const legacyRegions = ['cn-south', 'cn-south-2', 'cn-north', 'cn-east', 'cn-southwest', 'sg'];

/** The origins (scheme and host) of a bucket: the first is used, the next when it cannot be reached. */
export function bucketOrigins(target: EndpointTarget, options: ResolvedOptions): string[] {
  const domain = target.Domain ?? options.Domain;
  if (domain) return [fillTemplate(domain, target, options)];
  const { Bucket, Region } = target;
  const isAccelerated = options.UseAccelerate && !target.isBucketConfiguration;
  const place = legacyRegions.indexOf(Region) >= 0 ? Region : `cos.${isAccelerated ? 'accelerate' : Region}`;
  return withFallback(`https://${Bucket}.${place}.myqcloud.com`, options);
}

/** The origins of getService. */
export function serviceOrigins(Region: string, options: ResolvedOptions): string[] {
  if (options.ServiceDomain) return [fillTemplate(options.ServiceDomain, { Bucket: '', Region }, options)];
  return withFallback(`https://${Region ? `cos.${Region}` : 'service.cos'}.myqcloud.com`, options);
}

/** Tencent Cloud serves the same buckets under a second domain, in case the first is hijacked or cannot be resolved. */
function withFallback(origin: string, options: ResolvedOptions): string[] {
  return options.AutoSwitchHost ? [origin, origin.replace(/myqcloud\.com$/, 'tencentcos.cn')] : [origin];
}

function fillTemplate(
  template: DomainTemplate,
  target: { Bucket: string; Region: string },
  options: ResolvedOptions,
): string {
  const text = typeof template === 'function' ? template(target) : template;
  const [, name = target.Bucket, appId = String(options.AppId)] = /^(.*)-(\d+)$/.exec(target.Bucket) ?? [];
  const filled = text
    .replace(/\{Bucket\}/gi, target.Bucket)
    .replace(/\{BucketName\}/gi, name)
    .replace(/\{AppId\}/gi, appId)
    .replace(/\{Region\}/gi, target.Region)
    .replace(/\/+$/, '');
  return /^https?:\/\//i.test(filled) ? filled : `https://${filled}`;
}

/** Data processing (数据万象) answers on hosts of its own and takes its token under another name. */
export const isCiHost = (origin: string): boolean => /^https?:\/\/([^/]+\.)?ci\./i.test(origin);

export const hostOf = (origin: string): string => origin.replace(/^https?:\/\//i, '').replace(/\/.*$/, '');
