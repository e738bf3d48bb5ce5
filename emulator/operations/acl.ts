import { failure } from '../errors';
import type { Answer, BucketCall } from '../server/call';
import { readXml } from '../xml/read';
import { anyText, readTree, type XmlSchema } from '../xml/schema';
import { textAt, treesAt } from '../xml/tree';
import type { XmlTree } from '../xml/write';
import { bucketAcls, objectAcls, readGrants } from './access-headers';
import { changeVersion, findVersion } from './find-version';
import type { Operation } from './operation';
import { owner } from './owner';
import { readTextBody } from './read-body';
import { xmlAnswer } from './xml-answer';

const common = { access: 'owner', subResources: ['acl'] } as const;

export const aclOperations: Operation[] = [
  { ...common, name: 'PutBucketACL', method: 'PUT', on: 'bucket', isSetting: true, handle: putBucketAcl },
  { ...common, name: 'GetBucketACL', method: 'GET', on: 'bucket', isSetting: true, handle: getBucketAcl },
  { ...common, name: 'PutObjectACL', method: 'PUT', on: 'object', handle: putObjectAcl },
  { ...common, name: 'GetObjectACL', method: 'GET', on: 'object', handle: getObjectAcl },
];

/** Access rights as they are stored: a preset, and `x-cos-grant-…` headers. */
interface Acl {
  readonly acl: string;
  readonly grants: Readonly<Record<string, string>>;
}

const everybody = 'http://cam.qcloud.com/groups/global/AllUsers';
const everyCustomer = 'http://cam.qcloud.com/groups/global/AuthenticatedUsers';
/** https://cloud.tencent.com/document/product/436/30752 */
const permissions: Record<string, string> = {
  READ: 'x-cos-grant-read',
  WRITE: 'x-cos-grant-write',
  READ_ACP: 'x-cos-grant-read-acp',
  WRITE_ACP: 'x-cos-grant-write-acp',
  FULL_CONTROL: 'x-cos-grant-full-control',
};
const presetGrants: Record<string, readonly (readonly [uri: string, permission: string])[]> = {
  'public-read': [[everybody, 'READ']],
  'public-read-write': [
    [everybody, 'READ'],
    [everybody, 'WRITE'],
  ],
  'authenticated-read': [[everyCustomer, 'READ']],
};

async function putBucketAcl(call: BucketCall): Promise<Answer> {
  const { acl, grants } = await readAcl(call, bucketAcls, 'private');
  await call.services.store.update(call.bucket.settings.Bucket, (current) => ({ ...current, acl, grants }));
  return { status: 200 };
}

function getBucketAcl({ bucket: { settings } }: BucketCall): Promise<Answer> {
  return Promise.resolve(writeAcl({ acl: settings.acl ?? 'private', grants: settings.grants ?? {} }));
}

async function putObjectAcl(call: BucketCall): Promise<Answer> {
  findVersion(call);
  const access = await readAcl(call, objectAcls, 'default');
  await changeVersion(call, (record) => ({ ...record, ...access }));
  return { status: 200 };
}

function getObjectAcl(call: BucketCall): Promise<Answer> {
  return Promise.resolve(writeAcl(findVersion(call)));
}

const policy: XmlSchema = {
  Owner: { ID: /^qcs::cam::/, 'DisplayName?': anyText },
  AccessControlList: {
    'Grant*': {
      Grantee: { 'ID?': /^(qcs::cam::|anyone)/, 'URI?': /^http:\/\/cam\.qcloud\.com\//, 'DisplayName?': anyText },
      Permission: Object.keys(permissions),
    },
  },
};

async function readAcl(call: BucketCall, presets: readonly string[], fallback: string): Promise<Acl> {
  const { headers } = call.request;
  const body = await readTextBody(call);
  const grants = readGrants(headers);
  const preset = headers['x-cos-acl'];
  if (preset !== undefined && !presets.includes(preset))
    throw failure('InvalidArgument', `x-cos-acl is not valid: ${preset}`);
  if (body === '') {
    if (preset === undefined && Object.keys(grants).length === 0) throw failure('MalformedXML', 'There is no ACL.');
    return { acl: preset ?? fallback, grants };
  }
  if (preset !== undefined || Object.keys(grants).length > 0)
    throw failure('UnexpectedContent', 'The ACL stands either in headers or in the body.');
  const tree = readTree(readXml(body, 'AccessControlPolicy'), policy, 'AccessControlPolicy');
  return toAcl(treesAt(treesAt(tree, 'AccessControlList')[0], 'Grant'), fallback);
}

/** Grants to groups are the presets; the others are kept as the headers that say the same. */
function toAcl(list: readonly XmlTree[], fallback: string): Acl {
  const grants: Record<string, string> = {};
  const toGroups = new Set<string>();
  for (const grant of list) {
    const permission = textAt(grant, 'Permission') ?? '';
    const id = textAt(grant, 'Grantee', 'ID');
    const group = id?.includes('anyone:anyone') ? everybody : textAt(grant, 'Grantee', 'URI');
    if (group !== undefined) toGroups.add(`${permission} ${group}`);
    else if (id !== undefined && id !== owner.ID) {
      const header = permissions[permission] ?? '';
      grants[header] = [grants[header], `id="${id}"`].filter(Boolean).join(',');
    }
  }
  return { acl: presetOf(toGroups) ?? fallback, grants };
}

/** The smallest preset with these grants; what no preset can say is refused rather than forgotten. */
function presetOf(toGroups: ReadonlySet<string>): string | undefined {
  if (toGroups.size === 0) return undefined;
  const presets = Object.entries(presetGrants).map(([acl, given]) => ({
    acl,
    given: new Set(given.map(([uri, permission]) => `${permission} ${uri}`)),
  }));
  const preset = presets.find(({ given }) => [...toGroups].every((grant) => given.has(grant)));
  if (!preset) throw failure('InvalidArgument', `No ACL grants ${[...toGroups].join(', ')}.`);
  return preset.acl;
}

/** Headers name an account by its number, a sub-account by `<owner>/<number>`; XML by the full name. */
function toAccount(id: string): string {
  if (id.startsWith('qcs::')) return id;
  const [uin = '', subUin = uin] = id.split('/');
  return `qcs::cam::uin/${uin}:uin/${subUin}`;
}

function writeAcl({ acl, grants }: Acl): Answer {
  const explicit = Object.entries(permissions).flatMap(([Permission, header]) =>
    [...(grants[header] ?? '').matchAll(/(?:id|uin)\s*=\s*"([^"]*)"/g)].map(([, id = '']) => ({
      Grantee: { ID: toAccount(id), DisplayName: toAccount(id) },
      Permission,
    })),
  );
  const preset = (presetGrants[acl] ?? []).map(([URI, Permission]) => ({ Grantee: { URI }, Permission }));
  const own = { Grantee: { ...owner }, Permission: 'FULL_CONTROL' };
  const tree = { Owner: { ...owner }, AccessControlList: { Grant: [own, ...preset, ...explicit] } };
  return xmlAnswer('AccessControlPolicy', tree, { 'x-cos-acl': acl });
}
