import type { Answer, BucketCall } from '../server/call';
import { isMarker } from '../storage/objects';
import type { OldVersion } from '../storage/history';
import { compareUtf8 } from '../storage/sorted-keys';
import type { XmlTree } from '../xml/write';
import { readEncoding } from './list-objects';
import { quoteETag } from './object-headers';
import type { Operation } from './operation';
import { xmlAnswer } from './xml-answer';

export const listVersionOperations: Operation[] = [
  {
    name: 'GetBucketObjectVersions',
    method: 'GET',
    on: 'bucket',
    subResources: ['versions'],
    access: 'read',
    accessKey: (request) => request.query.get('prefix') ?? '',
    handle: listVersions,
  },
];

/** One line of the listing: a version, or keys that are rolled up. */
interface Line {
  readonly key: string;
  readonly version?: OldVersion;
  readonly isLatest?: boolean;
}

async function listVersions(call: BucketCall): Promise<Answer> {
  const { query } = call.request;
  const { settings } = call.bucket;
  const encode = readEncoding(call.request);
  const limit = query.integer('max-keys', { min: 0, max: 1000, default: 1000 });
  const rest = linesAfterMarker(call);
  const page = rest.slice(0, limit);
  const last = rest.length > limit ? page[page.length - 1] : undefined;
  const [, appId = ''] = /-(\d+)$/.exec(settings.Bucket) ?? [];
  const describeAll = (markers: boolean): XmlTree[] =>
    page.filter(({ version }) => version && isMarker(version) === markers).map((line) => describe(line, encode, appId));
  const delimiter = query.get('delimiter');
  return Promise.resolve(
    xmlAnswer('ListVersionsResult', {
      Name: settings.Bucket,
      EncodingType: query.get('encoding-type') || undefined,
      Prefix: encode(query.get('prefix') ?? ''),
      KeyMarker: encode(query.get('key-marker') ?? ''),
      VersionIdMarker: query.get('version-id-marker') ?? '',
      MaxKeys: limit,
      Delimiter: delimiter ? encode(delimiter) : undefined,
      IsTruncated: last !== undefined,
      NextKeyMarker: last && encode(last.key),
      NextVersionIdMarker: last?.version && (last.version.versionId ?? 'null'),
      Version: describeAll(false),
      DeleteMarker: describeAll(true),
      CommonPrefixes: page.filter(({ version }) => !version).map(({ key }) => ({ Prefix: encode(key) })),
    }),
  );
}

function linesAfterMarker(call: BucketCall): Line[] {
  const { query } = call.request;
  const keyMarker = query.get('key-marker') ?? '';
  const idMarker = query.get('version-id-marker') ?? '';
  const lines = allLines(call);
  const atMarker = lines.findIndex(
    ({ key, version }) => key === keyMarker && (version?.versionId ?? 'null') === idMarker,
  );
  if (idMarker !== '' && atMarker >= 0) return lines.slice(atMarker + 1);
  // The version of the marker may have been deleted meanwhile, as when a bucket is emptied page by page.
  if (idMarker !== '') return lines.filter(({ key }) => compareUtf8(key, keyMarker) >= 0);
  return lines.filter(({ key }) => compareUtf8(key, keyMarker) > 0);
}

function allLines({ bucket: { objects }, request: { query } }: BucketCall): Line[] {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const keys = [...objects.allKeys()].filter((key) => key.startsWith(prefix)).sort(compareUtf8);
  const groups = new Set<string>();
  return keys.flatMap((key): Line[] => {
    const found = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    if (found < 0) return objects.versionsOf(key).map((version, index) => ({ key, version, isLatest: index === 0 }));
    const group = key.slice(0, found + delimiter.length);
    if (groups.has(group)) return [];
    groups.add(group);
    return [{ key: group }];
  });
}

function describe({ key, version, isLatest }: Line, encode: (text: string) => string, appId: string): XmlTree {
  const common = {
    Key: encode(key),
    VersionId: version?.versionId ?? 'null',
    IsLatest: isLatest,
    LastModified: version?.lastModified,
    Owner: { UID: appId, ID: appId, DisplayName: appId },
  };
  if (!version || isMarker(version)) return common;
  return { ...common, ETag: quoteETag(version.etag), Size: version.size, StorageClass: version.storageClass };
}
