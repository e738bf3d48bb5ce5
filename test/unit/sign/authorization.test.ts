import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { sha1Hex } from '../../../src/digest/sha1';
import { authorize, calculateSignature, formatStringToSign } from '../../../src/sign/authorization';
import { formatHttpString, type SignInput } from '../../../src/sign/canonical';
import { deriveSignKey, formatKeyTime, type SigningKey } from '../../../src/sign/signing-key';
import { testKey, vectors } from './vectors';

const withStage = (stage: 'signKey' | 'httpString' | 'httpStringSha1') =>
  vectors.flatMap((vector) => (vector[stage] ? [{ ...vector, expected: vector[stage] }] : []));

describe('signature', () => {
  it.each(withStage('signKey'))('$name: sign key', ({ key, expected }) => {
    expect(deriveSignKey(key)).toBe(expected);
  });

  it.each(withStage('httpString'))('$name: HttpString', ({ input, expected }) => {
    expect(formatHttpString(input)).toBe(expected);
  });

  it.each(withStage('httpStringSha1'))('$name: SHA-1 in the StringToSign', ({ input, key, expected }) => {
    expect(formatStringToSign(formatKeyTime(key), formatHttpString(input))).toBe(
      `sha1\n${key.startTime};${key.endTime}\n${expected}\n`,
    );
    expect(sha1Hex(formatHttpString(input))).toBe(expected);
  });

  it.each(vectors)('$name: signature', ({ input, key, signature }) => {
    expect(calculateSignature(input, key)).toBe(signature);
    expect(authorize(input, key)).toMatch(new RegExp(`&q-signature=${signature}$`));
  });

  it('puts the parts of the header in the documented order, lists in lower case and sorted', () => {
    const { input, key, signature } = vectors.find(({ name }) => name.startsWith('V4'))!;
    expect(authorize(input, key)).toBe(
      'q-sign-algorithm=sha1&q-ak=AKIDtestSecretId0000000000000000000&q-sign-time=1700000000;1700003600' +
        '&q-key-time=1700000000;1700003600&q-header-list=content-length;content-type;host;x-cos-security-token' +
        `&q-url-param-list=partnumber;uploadid&q-signature=${signature}`,
    );
  });

  it('keeps empty lists', () => {
    const { input, key } = vectors.find(({ name }) => name.startsWith('V7'))!;
    expect(authorize(input, key)).toContain('&q-header-list=&q-url-param-list=&q-signature=');
  });
});

/** The rules of the documentation once more, by other means: Buffer, sorting of pairs, node:crypto. */
function signIndependently({ method, path, query, headers }: SignInput, key: SigningKey): string {
  const encode = (text: string) =>
    Array.from(Buffer.from(text, 'utf8'), (byte) => {
      const char = String.fromCharCode(byte);
      return /[\w.~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    }).join('');
  const list = (fields: Readonly<Record<string, string>>) =>
    Object.entries(fields)
      .map(([name, value]): [string, string] => [encode(name).toLowerCase(), encode(value)])
      .sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
      .map((pair) => pair.join('='))
      .join('&');
  const hmac = (secret: string, text: string) => createHmac('sha1', secret).update(text, 'utf8').digest('hex');
  const httpString = [method.toLowerCase(), path, list(query), list(headers), ''].join('\n');
  const keyTime = [key.startTime, key.endTime].join(';');
  const digest = createHash('sha1').update(httpString, 'utf8').digest('hex');
  return hmac(hmac(key.secretKey, keyTime), ['sha1', keyTime, digest, ''].join('\n'));
}

describe('signature of any request', () => {
  const text = fc.string({ unit: 'binary', maxLength: 12 });
  // Names that differ in case only cannot both be sent.
  const fields = fc
    .uniqueArray(fc.tuple(text, text), { selector: ([name]) => encodeURIComponent(name).toLowerCase(), maxLength: 6 })
    .map((entries) => Object.fromEntries(entries));
  const requests = fc.record({
    method: fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'OPTIONS'),
    path: text.map((key) => `/${key}`),
    query: fields,
    headers: fields,
  });

  it('agrees with an independent implementation', () => {
    fc.assert(
      fc.property(requests, (input) => {
        expect(calculateSignature(input, testKey)).toBe(signIndependently(input, testKey));
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order or case of names', () => {
    fc.assert(
      fc.property(requests, (input) => {
        const turn = (record: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(record).reverse());
        const turned = { ...input, query: turn(input.query), headers: turn(input.headers) };
        expect(authorize(turned, testKey)).toBe(authorize(input, testKey));
      }),
    );
    const signed = { method: 'PUT', path: '/k', query: { partNumber: '1' }, headers: { Host: 'h', 'X-Cos-Acl': 'a' } };
    const lower = { ...signed, query: { partnumber: '1' }, headers: { host: 'h', 'x-cos-acl': 'a' } };
    expect(authorize(lower, testKey)).toBe(authorize(signed, testKey));
  });
});
