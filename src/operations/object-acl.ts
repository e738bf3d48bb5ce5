import { configuration } from '../schema/configuration';
import { decodeAcl } from '../schema/acl';
import { operation } from '../schema/operation';
import type { GrantParams, ObjectAcl, ObjectParams, VersionParams } from '../schema/params';
import { aclDocument, encodeAcl, type AclPolicyParams, type AclResult } from './acl';

export interface GetObjectAclParams extends ObjectParams, VersionParams {}

export interface PutObjectAclParams extends GetObjectAclParams, GrantParams, AclPolicyParams {
  /** Preset rights. Default `default`: those of the bucket. */
  ACL?: ObjectAcl;
}

export type GetObjectAclResult = AclResult;

const acl = configuration('acl', aclDocument);
const onVersion = { on: 'object', query: ['VersionId'] } as const;

export const objectAcl = {
  /**
   * Sets who may use an object (设置对象 ACL): a preset, grants, or a complete list.
   * @see https://cloud.tencent.com/document/product/436/7748
   */
  putObjectAcl: operation<PutObjectAclParams, object>(acl.put, { ...onVersion, encode: encodeAcl }),

  /**
   * Reads who may use an object (查询对象 ACL).
   * @see https://cloud.tencent.com/document/product/436/7744
   */
  getObjectAcl: operation<GetObjectAclParams, GetObjectAclResult>(acl.get, { ...onVersion, decode: decodeAcl }),
};
