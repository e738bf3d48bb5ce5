import { decodePercent, encodeKeyPath } from '../base/percent';
import { hasLoneSurrogate } from '../base/utf8';
import { argumentError, quoteValue } from '../errors';
import type { ResolvedOptions } from '../options';

/** The object that a copy reads. */
export interface CopySource {
  readonly Bucket: string;
  readonly Region: string;
  /** Not encoded. */
  readonly Key: string;
  readonly VersionId?: string;
  /** Value of the header `x-cos-copy-source`. */
  readonly header: string;
}

const cosUrl =
  /^(?:https?:\/\/)?(([a-z\d][a-z\d-]*-\d+)\.(?:cos|cosv6|cos-cdc|cos-internal|cosrapid)\.([a-z\d-]+)\.(?:myqcloud\.com|tencentcos\.cn))\/([^]+)$/;
const versionQuery = /\?versionId=([^&]*)$/i;

/**
 * Reads `bucket-appid.cos.region.myqcloud.com/key?versionId=...`, as documented; the option CopySourceParser may know
 * other domains. Throws `CopySource format error`.
 */
export function readCopySource(source: unknown, options: ResolvedOptions): CopySource {
  const text = typeof source === 'string' && !hasLoneSurrogate(source) ? source : '';
  const { host, Bucket, Region, Key } = parseCustom(text, options) ?? parseStandard(text);
  const [, version] = versionQuery.exec(text) ?? [];
  const path = encodeOnce(Key.replace(versionQuery, ''));
  if (!path)
    throw argumentError(
      'CopySource format error',
      `: expected "bucket-appid.cos.region.myqcloud.com/key", got ${quoteValue(source)}.`,
    );
  const header = `${host}/${path}`;
  const named = { Bucket, Region, Key: decodePercent(path) };
  if (version === undefined) return { ...named, header };
  return { ...named, VersionId: decodePercent(version), header: `${header}?versionId=${encodeOnce(version)}` };
}

function parseStandard(text: string) {
  const [, host = '', Bucket = '', Region = '', Key = ''] = cosUrl.exec(text) ?? [];
  return { host, Bucket, Region, Key };
}

function parseCustom(text: string, { CopySourceParser: parser }: ResolvedOptions) {
  // An app's parser may know some domains and answer nothing for all others.
  const parsed = text && parser ? (parser(text) as ReturnType<typeof parser> | undefined) : undefined;
  if (!parsed?.Bucket || !parsed.Region || !parsed.Key) return undefined;
  // COS copies from its own domains only.
  return { ...parsed, host: `${parsed.Bucket}.cos.${parsed.Region}.myqcloud.com` };
}

/** Callers give keys raw or encoded: what is encoded already stays. */
function encodeOnce(text: string): string {
  const pieces = text.split(/(%[\da-f]{2})/i);
  return pieces.map((piece, index) => (index % 2 === 1 ? piece : encodeKeyPath(piece))).join('');
}
