import fc from 'fast-check';
import { presign } from '../../../src/sign/presign';
import type { SignInput } from '../../../src/sign/canonical';
import { testKey, vectors } from './vectors';

/** What a server reads. */
const parse = (query: string): [string, string][] =>
  query.split('&').map((pair) => {
    const [name = '', value = ''] = pair.split('=');
    return [decodeURIComponent(name), decodeURIComponent(value)];
  });

const input: SignInput = {
  method: 'GET',
  path: '/a b',
  query: { 'response-content-disposition': 'attachment; filename="中 文&=.txt"', acl: '' },
  headers: { host: 'h.example.com' },
};

describe('presign', () => {
  it('encodes every part of the query', () => {
    expect(presign(input, testKey, { name: 'x-cos-security-token', value: 'to/ken+&=' })).toMatch(
      new RegExp(
        '^q-sign-algorithm=sha1&q-ak=AKIDtestSecretId0000000000000000000&q-sign-time=1700000000%3B1700003600' +
          '&q-key-time=1700000000%3B1700003600&q-header-list=host' +
          '&q-url-param-list=acl%3Bresponse-content-disposition&q-signature=[0-9a-f]{40}' +
          '&x-cos-security-token=to%2Fken%2B%26%3D' +
          '&response-content-disposition=attachment%3B%20filename%3D%22%E4%B8%AD%20%E6%96%87%26%3D.txt%22&acl=$',
      ),
    );
  });

  it.each(vectors)('$name: the signature', (vector) => {
    expect(parse(presign(vector.input, vector.key))).toContainEqual(['q-signature', vector.signature]);
  });

  it('loses nothing of the query: what a server reads is what was given', () => {
    const text = fc.string({ unit: 'binary', maxLength: 10 });
    fc.assert(
      fc.property(fc.dictionary(text, text), text, (query, value) => {
        const read = parse(presign({ ...input, query }, testKey, { name: 'x-ci-security-token', value }));
        expect(read.slice(7)).toEqual([['x-ci-security-token', value], ...Object.entries(query)]);
      }),
    );
  });
});
