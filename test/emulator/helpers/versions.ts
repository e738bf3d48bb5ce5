import { xmlText, type RawClient, type RawResponse } from './raw-client';

export async function setVersioning(client: RawClient, status: 'Enabled' | 'Suspended'): Promise<void> {
  const body = `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`;
  const answer = await client.send({ method: 'PUT', query: { versioning: '' }, body });
  if (answer.status !== 200) throw new Error(answer.text);
}

/** Uploads one version after the other; their ids. */
export async function putVersions(client: RawClient, key: string, contents: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const content of contents) ids.push(versionOf(await client.put(key, content)));
  return ids;
}

export function versionOf({ headers }: RawResponse): string {
  return String(headers['x-cos-version-id']);
}

export interface ListedVersion {
  key: string;
  id: string;
  isLatest: boolean;
  isMarker: boolean;
}

/** What GET ?versions answers, versions before delete markers. */
export async function listVersions(
  client: RawClient,
  query: Record<string, string> = {},
): Promise<RawResponse & { versions: ListedVersion[] }> {
  const answer = await client.send({ query: { versions: '', ...query } });
  const versions = [...answer.text.matchAll(/<(Version|DeleteMarker)>(.*?)<\/\1>/g)].map(([, kind, inner = '']) => ({
    key: xmlText(inner, 'Key') ?? '',
    id: xmlText(inner, 'VersionId') ?? '',
    isLatest: xmlText(inner, 'IsLatest') === 'true',
    isMarker: kind === 'DeleteMarker',
  }));
  return { ...answer, versions };
}
