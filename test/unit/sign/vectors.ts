import type { SignInput } from '../../../src/sign/canonical';
import type { SigningKey } from '../../../src/sign/signing-key';

/** The key pair that COS publishes in its documentation of POST Object. */
export const documentedKeys = {
  secretId: 'AKIDQjz3ltompVjBni5LitkWHFlFpwkn9U5q',
  secretKey: 'BQYIM75p8x0iWVFSIgqEKwFprpRSVHlz',
};

export const testKey: SigningKey = {
  secretId: 'AKIDtestSecretId0000000000000000000',
  secretKey: 'testSecretKey00000000000000000000',
  startTime: 1700000000,
  endTime: 1700003600,
};

const host = 'examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com';

export interface Vector {
  name: string;
  input: SignInput;
  key: SigningKey;
  signature: string;
  /** Intermediate stages, where they are published. */
  signKey?: string;
  httpString?: string;
  httpStringSha1?: string;
}

/** The examples of https://cloud.tencent.com/document/product/436/7778, their masked tails recomputed. */
const documented: Vector[] = [
  {
    name: 'V1, the documented PUT',
    key: { ...documentedKeys, startTime: 1557989151, endTime: 1557996351 },
    input: {
      method: 'PUT',
      path: '/exampleobject(腾讯云)',
      query: {},
      headers: {
        Date: 'Thu, 16 May 2019 06:45:51 GMT',
        Host: 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com',
        'Content-Type': 'text/plain',
        'Content-Length': '13',
        'Content-MD5': 'mQ/fVh815F3k6TAUm8m0eg==',
        'x-cos-acl': 'private',
        'x-cos-grant-read': 'uin="100000000011"',
      },
    },
    signKey: 'eb2519b498b02ac213cb1f3d1a3d27a3b3c9bc5f',
    httpString:
      'put\n/exampleobject(腾讯云)\n\ncontent-length=13&content-md5=mQ%2FfVh815F3k6TAUm8m0eg%3D%3D&content-type=text%2Fplain&date=Thu%2C%2016%20May%202019%2006%3A45%3A51%20GMT&host=examplebucket-1250000000.cos.ap-beijing.myqcloud.com&x-cos-acl=private&x-cos-grant-read=uin%3D%22100000000011%22\n',
    httpStringSha1: '8b2751e77f43a0995d6e9eb9477f4b685cca4172',
    signature: '3b8851a11a569213c17ba8fa7dcf2abec6935172',
  },
  {
    name: 'V2, the documented GET',
    key: { ...documentedKeys, startTime: 1557989753, endTime: 1557996953 },
    input: {
      method: 'GET',
      path: '/exampleobject(腾讯云)',
      query: { 'response-content-type': 'application/octet-stream', 'response-cache-control': 'max-age=600' },
      headers: {
        Date: 'Thu, 16 May 2019 06:55:53 GMT',
        Host: 'examplebucket-1250000000.cos.ap-beijing.myqcloud.com',
      },
    },
    signKey: '937914bf490e9e8c189836aad2052e4feeb35eaf',
    httpString:
      'get\n/exampleobject(腾讯云)\nresponse-cache-control=max-age%3D600&response-content-type=application%2Foctet-stream\ndate=Thu%2C%2016%20May%202019%2006%3A55%3A53%20GMT&host=examplebucket-1250000000.cos.ap-beijing.myqcloud.com\n',
    httpStringSha1: '54ecfe22f59d3514fdc764b87a32d8133ea611e6',
    signature: '01681b8c9d798a678e43b685a9f1bba0f6c0e012',
  },
];

const withoutDate: Vector[] = documented.map(({ name, input, key }, index) => {
  const headers = Object.fromEntries(Object.entries(input.headers).filter(([header]) => header !== 'Date'));
  return {
    name: `${name} without its Date header`,
    key,
    input: { ...input, headers },
    signature: index === 0 ? 'fc4e4717b501da12715d5fc84a4880a87ad2b7ab' : 'cf18ded2f669fcafa4b98e02c2a3fdb2b2e55c43',
  };
});

const published: Vector = {
  name: 'V3, a header with a misspelt name',
  key: {
    secretId: 'QmFzZTY0IGlzIGEgZ2VuZXJp',
    secretKey: 'AKIDZfbOA78asKUYBcXFrJD0a1ICvR98JM',
    startTime: 1480932292,
    endTime: 1481012292,
  },
  input: {
    method: 'PUT',
    path: '/testfile2',
    query: {},
    headers: {
      Host: 'testbucket-125000000.cos.ap-guangzhou.myqcloud.com',
      'x-cos-content-sha1': 'db8ac1c259eb89d4a131b253bacfca5f319d54f2',
      'x-cos-stroage-class': 'nearline',
    },
  },
  signature: 'ce4ac0ecbcdb30538b3fee0a97cc6389694ce53a',
};

function ownVector(name: string, input: SignInput, signature: string, httpStringSha1?: string): Vector {
  return { name, key: testKey, input, signature, httpStringSha1, signKey: '97bef57de11609fb57efb31deeb1b0ffca1e60f3' };
}

const get = (path: string, headers: Record<string, string>): SignInput => ({ method: 'GET', path, query: {}, headers });

export const vectors: Vector[] = [
  ...documented,
  ...withoutDate,
  published,
  ownVector(
    'V4, a part of a key with every special character',
    {
      method: 'PUT',
      path: "/a b/中文+~!*'()&=.txt",
      query: {
        partNumber: '3',
        uploadId: '1585130821cbb7df1d11846c073ad648e8f33b087cec2381df437acdc833cf654b9ecc6361',
      },
      headers: {
        'Content-Length': '1048576',
        'Content-Type': 'application/octet-stream',
        Host: host,
        'x-cos-security-token': 'tok/en+1==',
      },
    },
    '4798146800af4d11f41e88d0e77bbff5159774c2',
    'bc40d62d69e2971a18ad772eee038c91334826a9',
  ),
  ownVector(
    'V5, a listing',
    {
      method: 'GET',
      path: '/',
      query: { prefix: 'a/中 文/', delimiter: '/', 'max-keys': '100', 'encoding-type': 'url', marker: '' },
      headers: { Host: host },
    },
    '674972597257815fc81f1b846434f33ab0fa8cae',
    '80086c80c02cdcb7ce3dc807323db6db0fec0382',
  ),
  ownVector(
    'V6, a sub-resource without a value, a header that is not ASCII',
    {
      method: 'POST',
      path: '/k',
      query: { uploads: '' },
      headers: { 'Content-Type': 'video/mp4', Host: host, 'x-cos-meta-name': 'é' },
    },
    '94eeaa6e45b932462be474e979e327150a41b920',
  ),
  ownVector('V7, nothing signed', get('/k', {}), 'e6c9d4bd1bbee4d45a367e49de53752736284699'),
  ownVector('V8, host signed', get('/k', { Host: host }), '2fce63d8e4c51441421d5faa36ab72463b67e062'),
  ownVector(
    'V9, a form upload',
    { ...get('/', { Host: host }), method: 'POST' },
    '7d9e918f8a213f4668aa68831619e4a058bceb4c',
  ),
];
