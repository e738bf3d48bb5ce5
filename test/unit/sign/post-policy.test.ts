import { sha1Hex } from '../../../src/digest/sha1';
import { calculatePolicySignature, signPostPolicy, type PolicyCondition } from '../../../src/sign/post-policy';
import { deriveSignKey } from '../../../src/sign/signing-key';
import { documentedKeys } from './vectors';

const key = { ...documentedKeys, startTime: 1567150692, endTime: 1567157892 };

/** The example of https://cloud.tencent.com/document/product/436/14690, white space included. */
const documentedPolicy = `{
    "expiration": "2019-08-30T09:38:12.414Z",
    "conditions": [
        { "acl": "default" },
        { "bucket": "examplebucket-1250000000" },
        [ "starts-with", "$key", "folder/subfolder/" ],
        [ "starts-with", "$Content-Type", "image/" ],
        [ "starts-with", "$success_action_redirect", "https://my.website/" ],
        [ "eq", "$x-cos-server-side-encryption", "AES256" ],
        { "q-sign-algorithm": "sha1" },
        { "q-ak": "AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q" },
        { "q-sign-time": "1567150692;1567157892" }
    ]
}`;

describe('the documented POST policy', () => {
  it('gives the documented result at each stage', () => {
    expect(deriveSignKey(key)).toBe('39acc8c9f34ba5b19bce4e965b370cd3f62d2fba');
    expect(sha1Hex(documentedPolicy)).toBe('d5d903b8360468bc81c1311f134989bc8c8b5b89');
    expect(calculatePolicySignature(documentedPolicy, key)).toBe('7758dc9a832e9d301dca704cacbf9d9f8172fdef');
  });
});

describe('signPostPolicy', () => {
  const conditions: PolicyCondition[] = [{ bucket: 'examplebucket-1250000000' }, ['starts-with', '$key', 'u/1/']];
  const fields = signPostPolicy(conditions, Date.UTC(2026, 0, 1), key);
  const policy = Buffer.from(fields.policy!, 'base64').toString('utf8');

  it('adds the mandatory conditions to those given', () => {
    expect(policy).toBe(
      '{"expiration":"2026-01-01T00:00:00.000Z","conditions":[{"bucket":"examplebucket-1250000000"},' +
        '["starts-with","$key","u/1/"],{"q-sign-algorithm":"sha1"},{"q-ak":"AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q"},' +
        '{"q-sign-time":"1567150692;1567157892"}]}',
    );
    expect(sha1Hex(policy)).toBe('8e1988588e9874df039ae5d195ee904ae7d8bd85');
  });

  it('answers the fields of the form', () => {
    expect(fields).toEqual({
      policy: fields.policy,
      'q-sign-algorithm': 'sha1',
      'q-ak': documentedKeys.secretId,
      'q-key-time': '1567150692;1567157892',
      'q-signature': '65f069c4a6ed853a0dd831c54eb882bec867dfe0',
    });
  });

  it('carries keys of any language and limits of size', () => {
    const limits: PolicyCondition[] = [
      ['eq', '$key', '照片/😀.jpg'],
      ['content-length-range', 0, 5242880],
    ];
    const signed = signPostPolicy(limits, 0, key);
    const read = JSON.parse(Buffer.from(signed.policy!, 'base64').toString('utf8')) as { conditions: unknown[] };
    expect(read.conditions.slice(0, 2)).toEqual(limits);
  });
});
