import { configuration } from '../schema/configuration';
import { xmlUnder } from '../schema/document';
import { operation } from '../schema/operation';
import type { BucketParams } from '../schema/params';

/** How new objects of a bucket are encrypted where the upload does not say. */
export interface EncryptionRule {
  /** `true` saves requests to KMS with a key of the bucket. */
  BucketKeyEnabled?: boolean | 'true' | 'false';
  ApplyServerSideEncryptionByDefault: {
    /** `AES256` (keys of COS) or `KMS`. */
    SSEAlgorithm: 'AES256' | 'KMS' | (string & {});
    /** Id of the key, with `KMS`. */
    KMSMasterKeyID?: string;
  };
}

export interface PutBucketEncryptionParams extends BucketParams {
  /** The configuration. It replaces the one in force. */
  ServerSideEncryptionConfiguration: {
    /** One rule. */
    Rules?: EncryptionRule | EncryptionRule[];
    /** Same as `Rules`. */
    Rule?: EncryptionRule | EncryptionRule[];
  };
}

export interface GetBucketEncryptionResult {
  /** Without rules, and with statusCode 404, where nothing is configured. */
  ServerSideEncryptionConfiguration: { Rules: EncryptionRule[] };
  /** The same, as the JavaScript and Node SDKs name it. */
  EncryptionConfiguration: { Rules: EncryptionRule[] };
}

const document = xmlUnder('ServerSideEncryptionConfiguration', { Rules: 'Rule[]' });
const encryption = configuration('encryption', document);
const none = { Rules: [] };

export const bucketEncryption = {
  /**
   * Has new objects of a bucket encrypted (设置存储桶加密).
   * @see https://cloud.tencent.com/document/product/436/40136
   */
  putBucketEncryption: operation<PutBucketEncryptionParams, object>(encryption.put),

  /**
   * Reads how new objects of a bucket are encrypted (查询存储桶加密).
   * @see https://www.tencentcloud.com/document/product/436/33459
   */
  getBucketEncryption: operation<BucketParams, GetBucketEncryptionResult>(encryption.get, {
    decode: (_answer, fields) => ({ ...fields, EncryptionConfiguration: fields['ServerSideEncryptionConfiguration'] }),
    recover: {
      NoSuchEncryptionConfiguration: { ServerSideEncryptionConfiguration: none, EncryptionConfiguration: none },
    },
  }),

  /**
   * Stops encrypting new objects of a bucket (删除存储桶加密).
   * @see https://www.tencentcloud.com/document/product/436/33459
   */
  deleteBucketEncryption: operation<BucketParams, object>(encryption.delete),
};
