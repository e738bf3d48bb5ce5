import { toKebabCase } from '../base/kebab-case';

/** Parameters that are HTTP headers: `CacheControl` is `Cache-Control`. */
const standardNames =
  'ContentMD5 ContentLength ContentType Expect Expires CacheControl ContentDisposition ContentEncoding Range Origin ' +
  'IfModifiedSince IfUnmodifiedSince IfMatch IfNoneMatch PicOperations AccessControlRequestMethod AccessControlRequestHeaders';

/** Parameters that are headers of COS: `StorageClass` is `x-cos-storage-class`. */
const cosNames =
  'CopySource CopySourceRange CopySourceIfModifiedSince CopySourceIfUnmodifiedSince CopySourceIfMatch CopySourceIfNoneMatch ' +
  'MetadataDirective ACL GrantRead GrantWrite GrantFullControl GrantReadAcp GrantWriteAcp StorageClass TrafficLimit MimeLimit ' +
  'ForbidOverwrite MFA';

const encryption = 'x-cos-server-side-encryption';

/** The headers of encryption follow no rule. */
const encryptionNames: Record<string, string> = {
  ServerSideEncryption: encryption,
  SSEKMSKeyId: `${encryption}-cos-kms-key-id`,
  SSEContext: `${encryption}-context`,
  SSECustomerAlgorithm: `${encryption}-customer-algorithm`,
  SSECustomerKey: `${encryption}-customer-key`,
  SSECustomerKeyMD5: `${encryption}-customer-key-MD5`,
};

const isListed = (names: string, name: string): boolean => ` ${names} `.indexOf(` ${name} `) >= 0;

/** The header that a parameter is, on whichever request it stands; undefined for other parameters. */
export function findNamedHeader(name: string): string | undefined {
  if (isListed(standardNames, name)) return toKebabCase(name);
  if (isListed(cosNames, name)) return `x-cos-${toKebabCase(name).toLowerCase()}`;
  return Object.prototype.hasOwnProperty.call(encryptionNames, name) ? encryptionNames[name] : undefined;
}
