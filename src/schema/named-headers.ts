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

/** Header by parameter name, for whichever request the parameter stands on. */
export function listNamedHeaders(): Record<string, string> {
  const headers = { ...encryptionNames };
  standardNames.split(' ').forEach((name) => {
    headers[name] = toKebabCase(name);
  });
  cosNames.split(' ').forEach((name) => {
    headers[name] = `x-cos-${toKebabCase(name).toLowerCase()}`;
  });
  return headers;
}
