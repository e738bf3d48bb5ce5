import { createHash } from 'node:crypto';
import { httpString, sha1Hex, sign, signKey, stringToSign, type SignedMessage } from '../../emulator/auth/signature';
import { parseAuthorization } from '../../emulator/auth/authorization';

const officialKey = 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz';
const officialHost = 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com';
const ownKey = 'testSecretKey00000000000000000000';
const ownTime = '1700000000;1700003600';
const ownHost = ['host', 'examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com'] as const;

interface Vector {
  name: string;
  secretKey: string;
  keyTime: string;
  signKey?: string;
  message: SignedMessage;
  httpString?: string;
  sha1?: string;
  signature: string;
}

const putHeaders = [
  ['content-length', '13'],
  ['content-md5', 'mQ/fVh815F3k6TAUm8m0eg=='],
  ['content-type', 'text/plain'],
  ['host', officialHost],
  ['x-cos-acl', 'private'],
  ['x-cos-grant-read', 'uin="100000000011"'],
] as const;
const officialPut = { method: 'PUT', path: '/exampleobject(腾讯云)', query: [] };
const officialGet = {
  method: 'GET',
  path: '/exampleobject(腾讯云)',
  query: [
    ['response-content-type', 'application/octet-stream'],
    ['response-cache-control', 'max-age=600'],
  ] as const,
};

const vectors: Vector[] = [
  {
    name: 'V1 official PUT',
    secretKey: officialKey,
    keyTime: '1557989151;1557996351',
    signKey: 'eb2519b498b02ac213cb1f3d1a3d27a3b3c9bc5f',
    message: { ...officialPut, headers: [['Date', 'Thu, 16 May 2019 06:45:51 GMT'], ...putHeaders] },
    httpString:
      'put\n/exampleobject(腾讯云)\n\ncontent-length=13&content-md5=mQ%2FfVh815F3k6TAUm8m0eg%3D%3D&content-type=text%2Fplain&date=Thu%2C%2016%20May%202019%2006%3A45%3A51%20GMT&host=examplebucket-1250000000.cos.ap-beijing.myqcloud.com&x-cos-acl=private&x-cos-grant-read=uin%3D%22100000000011%22\n',
    sha1: '8b2751e77f43a0995d6e9eb9477f4b685cca4172',
    signature: '3b8851a11a569213c17ba8fa7dcf2abec6935172',
  },
  {
    name: 'V1 as the official SDK signs it (no date)',
    secretKey: officialKey,
    keyTime: '1557989151;1557996351',
    message: { ...officialPut, headers: putHeaders },
    signature: 'fc4e4717b501da12715d5fc84a4880a87ad2b7ab',
  },
  {
    name: 'V2 official GET',
    secretKey: officialKey,
    keyTime: '1557989753;1557996953',
    signKey: '937914bf490e9e8c189836aad2052e4feeb35eaf',
    message: {
      ...officialGet,
      headers: [
        ['host', officialHost],
        ['date', 'Thu, 16 May 2019 06:55:53 GMT'],
      ],
    },
    httpString:
      'get\n/exampleobject(腾讯云)\nresponse-cache-control=max-age%3D600&response-content-type=application%2Foctet-stream\ndate=Thu%2C%2016%20May%202019%2006%3A55%3A53%20GMT&host=examplebucket-1250000000.cos.ap-beijing.myqcloud.com\n',
    sha1: '54ecfe22f59d3514fdc764b87a32d8133ea611e6',
    signature: '01681b8c9d798a678e43b685a9f1bba0f6c0e012',
  },
  {
    name: 'V2 as the official SDK signs it (host only)',
    secretKey: officialKey,
    keyTime: '1557989753;1557996953',
    message: { ...officialGet, headers: [['host', officialHost]] },
    signature: 'cf18ded2f669fcafa4b98e02c2a3fdb2b2e55c43',
  },
  {
    name: 'V3 Go SDK',
    secretKey: 'AKIDZfbOA78asKUYBcXFrJD0a1ICvR98JM',
    keyTime: '1480932292;1481012292',
    message: {
      method: 'PUT',
      path: '/testfile2',
      query: [],
      headers: [
        ['host', 'testbucket-125000000.cos.ap-guangzhou.myqcloud.com'],
        ['x-cos-content-sha1', 'db8ac1c259eb89d4a131b253bacfca5f319d54f2'],
        ['x-cos-stroage-class', 'nearline'],
      ],
    },
    signature: 'ce4ac0ecbcdb30538b3fee0a97cc6389694ce53a',
  },
  {
    name: 'V4 part of a key with every special character',
    secretKey: ownKey,
    keyTime: ownTime,
    signKey: '97bef57de11609fb57efb31deeb1b0ffca1e60f3',
    message: {
      method: 'PUT',
      path: "/a b/中文+~!*'()&=.txt",
      query: [
        ['partNumber', '3'],
        ['uploadId', '1585130821cbb7df1d11846c073ad648e8f33b087cec2381df437acdc833cf654b9ecc6361'],
      ],
      headers: [
        ['content-length', '1048576'],
        ['content-type', 'application/octet-stream'],
        ownHost,
        ['x-cos-security-token', 'tok/en+1=='],
      ],
    },
    sha1: 'bc40d62d69e2971a18ad772eee038c91334826a9',
    signature: '4798146800af4d11f41e88d0e77bbff5159774c2',
  },
  {
    name: 'V5 listing with an empty parameter',
    secretKey: ownKey,
    keyTime: ownTime,
    message: {
      method: 'GET',
      path: '/',
      query: [
        ['prefix', 'a/中 文/'],
        ['delimiter', '/'],
        ['max-keys', '100'],
        ['encoding-type', 'url'],
        ['marker', ''],
      ],
      headers: [ownHost],
    },
    sha1: '80086c80c02cdcb7ce3dc807323db6db0fec0382',
    signature: '674972597257815fc81f1b846434f33ab0fa8cae',
  },
  {
    name: 'V6 sub-resource without a value',
    secretKey: ownKey,
    keyTime: ownTime,
    message: {
      method: 'POST',
      path: '/k',
      query: [['uploads', '']],
      headers: [['content-type', 'video/mp4'], ownHost, ['x-cos-meta-name', 'é']],
    },
    signature: '94eeaa6e45b932462be474e979e327150a41b920',
  },
  {
    name: 'V7 nothing signed',
    secretKey: ownKey,
    keyTime: ownTime,
    message: { method: 'GET', path: '/k', query: [], headers: [] },
    signature: 'e6c9d4bd1bbee4d45a367e49de53752736284699',
  },
  {
    name: 'V8 host',
    secretKey: ownKey,
    keyTime: ownTime,
    message: { method: 'GET', path: '/k', query: [], headers: [ownHost] },
    signature: '2fce63d8e4c51441421d5faa36ab72463b67e062',
  },
  {
    name: 'V9 form upload',
    secretKey: ownKey,
    keyTime: ownTime,
    message: { method: 'POST', path: '/', query: [], headers: [ownHost] },
    signature: '7d9e918f8a213f4668aa68831619e4a058bceb4c',
  },
];

describe.each(vectors)('signature vector $name', (vector) => {
  const canonical = httpString(vector.message);

  test('sign key', () => {
    const expected = vector.signKey ?? signKey(vector.secretKey, vector.keyTime);
    expect(signKey(vector.secretKey, vector.keyTime)).toBe(expected);
    expect(expected).toMatch(/^[0-9a-f]{40}$/);
  });

  test('canonical text and its digest', () => {
    expect(canonical).toBe(vector.httpString ?? canonical);
    expect(sha1Hex(canonical)).toBe(vector.sha1 ?? createHash('sha1').update(canonical).digest('hex'));
    expect(stringToSign(vector.keyTime, canonical)).toBe(`sha1\n${vector.keyTime}\n${sha1Hex(canonical)}\n`);
  });

  test('signature', () => {
    const key = signKey(vector.secretKey, vector.keyTime);
    expect(sign(key, stringToSign(vector.keyTime, canonical))).toBe(vector.signature);
  });
});

test('the form policy vector', () => {
  const policy =
    '{"expiration":"2026-01-01T00:00:00.000Z","conditions":[{"bucket":"examplebucket-1250000000"},["starts-with","$key","u/1/"],{"q-sign-algorithm":"sha1"},{"q-ak":"AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q"},{"q-sign-time":"1567150692;1567157892"}]}';
  const key = signKey(officialKey, '1567150692;1567157892');
  expect(key).toBe('39acc8c9f34ba5b19bce4e965b370cd3f62d2fba');
  expect(sha1Hex(policy)).toBe('8e1988588e9874df039ae5d195ee904ae7d8bd85');
  expect(sign(key, sha1Hex(policy))).toBe('65f069c4a6ed853a0dd831c54eb882bec867dfe0');
  // The official example policy is known by its digest only.
  expect(sign(key, 'd5d903b8360468bc81c1311f134989bc8c8b5b89')).toBe('7758dc9a832e9d301dca704cacbf9d9f8172fdef');
});

test('an authorization is split into its fields', () => {
  const text =
    'q-sign-algorithm=sha1&q-ak=AKID1&q-sign-time=1;2&q-key-time=1;3&q-header-list=host;x-cos-acl&q-url-param-list=&q-signature=abc';
  expect(parseAuthorization(text)).toEqual({
    secretId: 'AKID1',
    signTime: '1;2',
    keyTime: '1;3',
    headerList: ['host', 'x-cos-acl'],
    parameterList: [],
    signature: 'abc',
  });
});
