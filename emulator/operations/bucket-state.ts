import type { CorsRule } from '../options';
import type { Versioning } from '../storage/objects';
import type { BucketSettings } from '../storage/records';
import { textAt, textsAt, treesAt } from '../xml/tree';
import type { XmlTree } from '../xml/write';

type Documents = Readonly<Record<string, XmlTree>>;

/** The configurations of a bucket: those that were put, else those that the emulator was started with. */
export function documentsOf({ documents, cors, accelerate }: BucketSettings): Documents {
  return {
    ...(cors ? { cors: { CORSRule: cors.map((rule) => ({ ...rule })) } } : {}),
    ...(accelerate ? { accelerate: { Status: 'Enabled', Type: 'COS' } } : {}),
    ...documents,
  };
}

/** A document replaced, or removed. */
export function withDocument(settings: BucketSettings, name: string, tree: XmlTree | undefined): BucketSettings {
  const without = <T extends object>(record: T): T =>
    Object.fromEntries(Object.entries(record).filter(([key]) => key !== name)) as T;
  const documents = { ...without(settings.documents ?? {}), ...(tree ? { [name]: tree } : {}) };
  return { ...without(settings), documents };
}

/** Whether a bucket keeps versions of its objects: `Enabled`, `Suspended`, or never set. */
export function versioningOf(settings: BucketSettings): Versioning {
  const status = textAt(documentsOf(settings)['versioning'], 'Status');
  return status === 'Enabled' || status === 'Suspended' ? status : undefined;
}

export const isAccelerated = (settings: BucketSettings): boolean =>
  textAt(documentsOf(settings)['accelerate'], 'Status') === 'Enabled';

export function corsRulesOf(settings: BucketSettings | undefined): CorsRule[] | undefined {
  const document = settings && documentsOf(settings)['cors'];
  return document && treesAt(document, 'CORSRule').map(toCorsRule);
}

function toCorsRule(tree: XmlTree): CorsRule {
  const seconds = textAt(tree, 'MaxAgeSeconds');
  return {
    AllowedOrigin: textsAt(tree, 'AllowedOrigin'),
    AllowedMethod: textsAt(tree, 'AllowedMethod'),
    AllowedHeader: textsAt(tree, 'AllowedHeader'),
    ...(textsAt(tree, 'ExposeHeader').length > 0 ? { ExposeHeader: textsAt(tree, 'ExposeHeader') } : {}),
    ...(seconds === undefined ? {} : { MaxAgeSeconds: Number(seconds) }),
  };
}
