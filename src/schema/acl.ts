import type { Answer } from './operation';

/** Who may do what. */
export interface Grant {
  /** Who: an account by ID, or everyone by ID `qcs::cam::anyone:anyone` or by URI. */
  Grantee: {
    /** As `qcs::cam::uin/100000000001:uin/100000000011`: owner and sub-account, the same number twice for an owner. */
    ID?: string;
    /** Name of the account. */
    DisplayName?: string;
    /** A group, as `http://cam.qcloud.com/groups/global/AllUsers`. */
    URI?: string;
  };
  /** What. */
  Permission: 'READ' | 'WRITE' | 'READ_ACP' | 'WRITE_ACP' | 'FULL_CONTROL' | (string & {});
}

type GranteeKind = 'everyone' | 'signedIn' | 'owner' | 'account';

/** `everyone` and `signedIn` are groups; COS writes the first as an ID or as a URI. */
function kindOf({ ID, URI = '' }: Grant['Grantee'], ownerId: string | undefined): GranteeKind {
  if (ID === 'qcs::cam::anyone:anyone' || /\/AllUsers$/.test(URI)) return 'everyone';
  if (/\/AuthenticatedUsers$/.test(URI)) return 'signedIn';
  return ID !== undefined && ID === ownerId ? 'owner' : 'account';
}

/** `id="1",id="1"` to `id="1"`: COS refuses the same grantee twice. */
export function uniqueGrants(grants: string): string {
  const entries = grants.split(',').map((entry) => entry.trim());
  return entries.filter((entry, index) => entry !== '' && entries.indexOf(entry) === index).join(',');
}

/** The preset that the grants amount to, where COS does not name it. */
function presetOf(grants: readonly Grant[]): string {
  const isGranted = (kind: GranteeKind, permission: string): boolean =>
    grants.some(({ Grantee, Permission }) => {
      const holds = Permission === permission || Permission === 'FULL_CONTROL';
      return holds && kindOf(Grantee, undefined) === kind;
    });
  if (isGranted('everyone', 'WRITE')) return 'public-read-write';
  if (isGranted('everyone', 'READ')) return 'public-read';
  return isGranted('signedIn', 'READ') ? 'authenticated-read' : 'private';
}

/** Adds to `Owner` and `Grants` what callers write when they set rights: a preset, and grants per permission. */
export function decodeAcl({ headers }: Pick<Answer, 'headers'>, fields: Record<string, unknown>) {
  const owner = fields['Owner'] as { ID?: string } | undefined;
  const grants = fields['Grants'] as Grant[];
  const listOf = (permission: string): string => {
    const granted = grants.filter(
      ({ Grantee, Permission }) => Permission === permission && kindOf(Grantee, owner?.ID) === 'account',
    );
    return uniqueGrants(granted.map(({ Grantee: { ID, URI } }) => (ID ? `id="${ID}"` : `uri="${URI ?? ''}"`)).join());
  };
  return {
    ...fields,
    ACL: headers['x-cos-acl'] ?? presetOf(grants),
    GrantRead: listOf('READ'),
    GrantWrite: listOf('WRITE'),
    GrantReadAcp: listOf('READ_ACP'),
    GrantWriteAcp: listOf('WRITE_ACP'),
    GrantFullControl: listOf('FULL_CONTROL'),
  };
}
