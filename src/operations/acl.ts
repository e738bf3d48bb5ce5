import type { Grant } from '../schema/acl';
import { xml } from '../schema/document';
import { toArray } from '../schema/entries';
import type { Identity } from './multipart';

/** A complete access control list. It replaces the one in force. */
export interface AccessControlPolicy {
  /** Owner of the bucket or object; COS demands it. */
  Owner: {
    /** As `qcs::cam::uin/100000000001:uin/100000000001`. */
    ID: string;
    DisplayName?: string;
  };
  /** Who may do what, one or many. */
  Grants?: Grant | Grant[];
  /** Same as `Grants`. */
  Grant?: Grant | Grant[];
}

export interface AclPolicyParams {
  /** The complete list, instead of ACL and the Grant parameters. */
  AccessControlPolicy?: AccessControlPolicy;
}

/** What getBucketAcl and getObjectAcl answer. */
export interface AclResult {
  /** Owner of the bucket or object. */
  Owner: Identity;
  /** All grants, the owner's own included. */
  Grants: Grant[];
  /** The preset that is set (`x-cos-acl`), or that the grants amount to. `default`: the object has the rights of its bucket. */
  ACL: string;
  /** Accounts that may read, as `id="qcs::cam::uin/100000000001:uin/100000000011"`; commas between several, `''` for none. */
  GrantRead: string;
  /** Accounts that may write. */
  GrantWrite: string;
  /** Accounts that may read the access control list. */
  GrantReadAcp: string;
  /** Accounts that may write the access control list. */
  GrantWriteAcp: string;
  /** Accounts that may do all of these; the owner is left out. */
  GrantFullControl: string;
}

export const aclDocument = xml('AccessControlPolicy', { Owner: '', Grants: 'AccessControlList.Grant[]' });

/** Without a policy the headers say it all, and there is no body. */
export const encodeAcl = ({ AccessControlPolicy: policy }: AclPolicyParams) =>
  policy && { Owner: policy.Owner, Grants: toArray(policy.Grants ?? policy.Grant) };
