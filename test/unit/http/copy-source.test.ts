import * as fc from 'fast-check';
import { Warnings } from '../../../src/base/report';
import { CosError } from '../../../src/errors';
import { readCopySource } from '../../../src/http/copy-source';
import { resolveOptions, type CosOptions } from '../../../src/options';

const read = (source: unknown, options: CosOptions = {}) =>
  readCopySource(source, resolveOptions(options, new Warnings(() => undefined)));
const host = 'source-1250000000.cos.ap-beijing.myqcloud.com';

test('raw and encoded keys are the same on the wire', () => {
  // A raw key with something that looks encoded is ambiguous: documented as encoded.
  const key = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/%[\da-f]{2}|\?versionId=/i.test(text));
  fc.assert(
    fc.property(key, (Key) => {
      const raw = read(`${host}/${Key}`);
      const encoded = read(`${host}/${encodeURIComponent(Key)}`);
      expect([raw.Key, encoded.Key]).toEqual([Key, Key]);
      expect(raw.header).toMatch(/^[\w.~/%-]+$/);
      expect([raw.header, encoded.header].map((header) => decodeURIComponent(header))).toEqual([
        `${host}/${Key}`,
        `${host}/${Key}`,
      ]);
    }),
  );
});

test.each(['cos', 'cosv6', 'cos-cdc', 'cos-internal'])('hosts of %s are known', (service) => {
  expect(read(`source-1250000000.${service}.ap-beijing.tencentcos.cn/a`)).toEqual({
    Bucket: 'source-1250000000',
    Region: 'ap-beijing',
    Key: 'a',
    header: `source-1250000000.${service}.ap-beijing.tencentcos.cn/a`,
  });
});

test('a version is told apart from the key', () => {
  expect(read(`${host}/a?b.jpg?versionId=MTg%2B`)).toMatchObject({
    Key: 'a?b.jpg',
    VersionId: 'MTg+',
    header: `${host}/a%3Fb.jpg?versionId=MTg%2B`,
  });
});

test.each([undefined, null, 5, '', host, `${host}/`, 'a/b', 'www.example.com/a', `${host}/\uD800`, `ftp://${host}/a`])(
  'CopySource format error for %p',
  (source) => {
    expect(() => read(source)).toThrow(CosError);
    expect(() => read(source)).toThrow(expect.objectContaining({ error: 'CopySource format error' }) as Error);
  },
);

describe('CopySourceParser', () => {
  const CopySourceParser = (source: string) => {
    const [domain, Key = ''] = source.split('/');
    return domain === 'cdn.example.com' ? { Bucket: 'source-1250000000', Region: 'ap-beijing', Key } : undefined;
  };
  const options = { CopySourceParser } as CosOptions;

  it('knows a custom domain, for which COS gets its own', () => {
    expect(read('cdn.example.com/图.jpg?versionId=v1', options)).toEqual({
      Bucket: 'source-1250000000',
      Region: 'ap-beijing',
      Key: '图.jpg',
      VersionId: 'v1',
      header: `${host}/%E5%9B%BE.jpg?versionId=v1`,
    });
  });

  it('leaves the domains of COS to the SDK where it does not know them', () => {
    expect(read(`${host}/a`, options)).toMatchObject({ Bucket: 'source-1250000000', Key: 'a' });
    expect(() => read('other.example.com/a', options)).toThrow('CopySource format error');
  });
});
