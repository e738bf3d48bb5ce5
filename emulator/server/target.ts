import type { EmulatorConfig } from '../options';

/** What a Host header speaks of. */
export type Target =
  | { readonly kind: 'own' }
  | { readonly kind: 'service'; readonly Region?: string }
  | { readonly kind: 'bucket'; readonly Bucket: string; readonly Region?: string; readonly isAccelerate: boolean }
  | { readonly kind: 'ci'; readonly Bucket?: string; readonly Region: string }
  | { readonly kind: 'unknown' };

const legacyRegions = new Set(['cn-south', 'cn-south-2', 'cn-north', 'cn-east', 'cn-southwest', 'sg']);
const ownHosts = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0']);
const domains = /^(?:(.+)\.)(myqcloud\.com|tencentcos\.cn|localhost)$/;
const bucketName = '[a-z0-9-]+';

/** Reads the host name as COS does (436/6224); `localhost` stands in for the public domains. */
export function resolveTarget(host: string, config: Pick<EmulatorConfig, 'domains' | 'host'>): Target {
  const withPort = host.toLowerCase();
  const name = withPort.replace(/:\d+$/, '');
  const bound = config.domains[withPort] ?? config.domains[name];
  if (bound) return { kind: 'bucket', Bucket: bound.Bucket, Region: bound.Region, isAccelerate: false };
  if (ownHosts.has(name) || name === config.host) return { kind: 'own' };
  const match = domains.exec(name);
  if (!match) return { kind: 'unknown' };
  const [, labels = '', domain] = match;
  return readLabels(labels, domain === 'localhost');
}

function readLabels(labels: string, isLocal: boolean): Target {
  if (labels === 'service.cos') return { kind: 'service' };
  const service = /^cos(?:-internal)?\.([a-z0-9-]+)$/.exec(labels);
  if (service) return { kind: 'service', Region: service[1] };
  const ci = new RegExp(`^(?:(${bucketName})\\.)?ci\\.([a-z0-9-]+)$`).exec(labels);
  if (ci) return { kind: 'ci', Bucket: ci[1], Region: ci[2] ?? '' };
  const standard = new RegExp(`^(${bucketName})\\.cos(?:v6|-cdc|-internal)?\\.([a-z0-9-]+)$`).exec(labels);
  if (standard) return readStandard(standard[1] ?? '', standard[2] ?? '');
  const legacy = new RegExp(`^(${bucketName})\\.([a-z0-9-]+)$`).exec(labels);
  if (legacy && legacyRegions.has(legacy[2] ?? '')) {
    return { kind: 'bucket', Bucket: legacy[1] ?? '', Region: legacy[2], isAccelerate: false };
  }
  if (isLocal && new RegExp(`^${bucketName}$`).test(labels)) {
    return { kind: 'bucket', Bucket: labels, isAccelerate: false };
  }
  return { kind: 'unknown' };
}

function readStandard(Bucket: string, region: string): Target {
  if (region === 'accelerate') return { kind: 'bucket', Bucket, isAccelerate: true };
  return { kind: 'bucket', Bucket, Region: region, isAccelerate: false };
}
