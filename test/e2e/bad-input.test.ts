import type { CosOptions } from '../../src';
import { Bucket, place, Region, startWorld, type World } from '../helpers/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
afterEach(() => expect(world.takeRequests()).toEqual([]));

type AnyMethod = (params: unknown, callback?: (error: unknown, data?: unknown) => void) => Promise<unknown>;
/** Callers without types may pass anything. */
const call = (method: string, params?: unknown, options?: CosOptions): Promise<unknown> =>
  (world.newClient(options) as unknown as Record<string, AnyMethod>)[method]!(params);

const refused = (error: string, got: string) => ({
  name: 'CosError',
  code: 'InvalidArgument',
  error,
  message: expect.stringMatching(new RegExp(`^${error.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}[\\s\\S]*${got}`)),
});

const body = { ...place, Key: 'a', Body: 'x' };
const cases: [title: string, method: string, params: unknown, error: string, got: string][] = [
  ['Bucket missing', 'putObject', { Region, Key: 'a', Body: '' }, 'missing param Bucket', 'undefined'],
  [
    'Bucket without APPID',
    'headBucket',
    { Region, Bucket: 'test' },
    'Bucket should format as "test-1250000000".',
    '"test"',
  ],
  [
    'Bucket in capitals',
    'headBucket',
    { Region, Bucket: 'Test-1250000000' },
    'Bucket should format as "test-1250000000".',
    '"Test-1250000000"',
  ],
  ['Bucket a number', 'headBucket', { Region, Bucket: 5 }, 'Bucket should format as "test-1250000000".', '5'],
  ['Region missing', 'headBucket', { Bucket }, 'missing param Region', 'ap-guangzhou'],
  [
    'Region with cos.',
    'headBucket',
    { Bucket, Region: 'cos.ap-guangzhou' },
    'param Region should not be start with "cos."',
    '"cos.ap-guangzhou"',
  ],
  ['Region malformed', 'headBucket', { Bucket, Region: 'ap/guangzhou' }, 'Region format error.', '"ap/guangzhou"'],
  ['Key missing', 'putObject', { ...place, Body: '' }, 'missing param Key', ''],
  ['Key empty', 'headObject', { ...place, Key: '' }, 'missing param Key', ''],
  ['Key a slash', 'headObject', { ...place, Key: '/' }, 'missing param Key', '"/"'],
  ['Key an object', 'headObject', { ...place, Key: {} }, 'Key should be a string.', 'Object'],
  ['Key of 851 bytes', 'putObject', { ...body, Key: 'x'.repeat(851) }, 'Key is too long.', '851'],
  ['Key of 284 Chinese characters', 'putObject', { ...body, Key: '中'.repeat(284) }, 'Key is too long.', '852'],
  ['Key with ..', 'putObject', { ...body, Key: 'a/../b' }, 'Key format error.', '"a/../b"'],
  ['Key with .', 'deleteObject', { ...place, Key: './b' }, 'Key format error.', '"./b"'],
  ['Key with half a character', 'putObject', { ...body, Key: 'a\ud800' }, 'Key format error.', 'lone surrogate'],
  ['getObject of //', 'getObject', { ...place, Key: '//' }, 'The Getobject Key is illegal', '"/"'],
  ['Body a number', 'putObject', { ...body, Body: 5 }, 'Body should be a string or an ArrayBuffer.', '5'],
  ['Body an object', 'putObject', { ...body, Body: {} }, 'Body should be a string or an ArrayBuffer.', 'Object'],
  ['Body null', 'putObject', { ...body, Body: null }, 'Body should be a string or an ArrayBuffer.', 'null'],
  [
    'Body a function',
    'multipartUpload',
    { ...body, Body: () => 1, PartNumber: 1, UploadId: 'u' },
    'Body should be a string or an ArrayBuffer.',
    'a function',
  ],
  ['neither Body nor FilePath', 'putObject', { ...place, Key: 'a' }, 'missing param FilePath', 'or Body'],
  ['postObject without FilePath', 'postObject', { ...place, Key: 'a' }, 'missing param FilePath', 'undefined'],
  [
    'a header with a line break',
    'putObject',
    { ...body, CacheControl: 'a\r\nb: c' },
    'Header Cache-Control has a line break.',
    'b: c',
  ],
  [
    'Headers with a line break',
    'putObject',
    { ...body, Headers: { 'x-cos-meta-a': 'a\nb' } },
    'Header x-cos-meta-a has a line break.',
    '',
  ],
  [
    'a header name with a space',
    'putObject',
    { ...body, Headers: { 'bad name': 'x' } },
    'Header name format error.',
    '"bad name"',
  ],
  ['UploadId missing', 'multipartAbort', { ...place, Key: 'a' }, 'missing param UploadId', 'undefined'],
  ['Position missing', 'appendObject', body, 'missing param Position', 'undefined'],
  [
    'Parts a number',
    'multipartComplete',
    { ...place, Key: 'a', UploadId: 'u', Parts: 5 },
    'Parts should be an object or an array of objects.',
    '5',
  ],
  [
    'a part without ETag',
    'multipartComplete',
    { ...place, Key: 'a', UploadId: 'u', Parts: [{ PartNumber: 1 }] },
    'missing param Parts.ETag',
    'undefined',
  ],
  [
    'an object to delete that is null',
    'deleteMultipleObject',
    { ...place, Objects: [null] },
    'Objects should be an object or an array of objects.',
    'null',
  ],
  [
    'an object to delete without Key',
    'deleteMultipleObject',
    { ...place, Objects: [{}] },
    'missing param Objects.Key',
    'undefined',
  ],
  ['Output a number', 'getObject', { ...place, Key: 'a', Output: 5 }, 'Output should be a file path.', '5'],
  ['an unknown method', 'request', { ...place, Method: 'PATCH' }, 'Method format error.', '"PATCH"'],
  ['a malformed URL', 'request', { ...place, Url: 'cos.com/a' }, 'Url format error.', '"cos.com/a"'],
  ['params null', 'getBucket', null, 'getBucket(params): params should be an object.', 'null'],
  ['params text', 'putObject', 'a.txt', 'putObject(params): params should be an object.', '"a.txt"'],
];

test.each(cases)('%s', async (_title, method, params, error, got) => {
  await expect(call(method, params)).rejects.toMatchObject(refused(error, got));
});

test('the callback style gets the same error, once', async () => {
  const errors: unknown[] = [];
  const cos = world.newClient() as unknown as Record<string, AnyMethod>;
  await cos['headObject']!({ Region }, (error) => void errors.push(error)).catch(() => undefined);
  expect(errors).toMatchObject([{ code: 'InvalidArgument', error: 'missing param Bucket' }]);
});

describe('a FilePath', () => {
  test.each(['putObject', 'postObject'])('that does not exist is told by %s', async (method) => {
    await expect(call(method, { ...place, Key: 'a', FilePath: 'wxfile://tmp_gone.jpg' })).rejects.toMatchObject({
      code: 'FileError',
      message: expect.stringContaining('"wxfile://tmp_gone.jpg" does not exist'),
    });
  });
  test.each(['putObject', 'postObject'])('that is a directory is told by %s', async (method) => {
    const FilePath = world.wx.env.USER_DATA_PATH;
    await expect(call(method, { ...place, Key: 'a', FilePath })).rejects.toMatchObject({
      code: 'FileError',
      message: expect.stringContaining('is a directory'),
    });
  });
  test('that is no text is told', async () => {
    await expect(call('postObject', { ...place, Key: 'a', FilePath: 5 })).rejects.toMatchObject({
      message: 'FilePath should be a string. Got 5.',
    });
  });
});

describe('signing', () => {
  test.each([Date.now(), -1, NaN, 'soon'])('Expires %p is no number of seconds', (Expires) => {
    const cos = world.newClient();
    const asked = { ...place, Key: 'a', Expires: Expires as number };
    expect(() => cos.getObjectUrl(asked)).toThrow('Expires should be a number of seconds.');
    expect(() => cos.getAuth(asked)).toThrow('Expires should be a number of seconds.');
  });
  test('COS.getAuthorization names a missing key', () => {
    expect(() => world.COS.getAuthorization({ SecretId: 'i', SecretKey: '' })).toThrow('missing param SecretKey');
  });
});

describe('options', () => {
  /** Callers without types may pass anything. */
  const make = (options: unknown) => () => new world.COS(options as CosOptions);

  test.each([
    [undefined, 'new COS(options) needs options.'],
    [{ ChunkSize: -1 }, 'Option ChunkSize should be a number from 0 up. Got -1.'],
    [{ FileParallelLimit: 'x' }, 'Option FileParallelLimit should be a number from 0 up. Got "x".'],
    [{ Timeout: NaN }, 'Option Timeout should be a number from 0 up. Got NaN.'],
    [{ ExpiredTime: 1700000000000 }, 'Option ExpiredTime should be 10 digits'],
    [{ ForcePathStyle: true }, 'ForcePathStyle is not supported.'],
    [{ getAuthorization: 'https://example.com' }, 'getAuthorization should be a function.'],
    [{ Domain: 5 }, 'Option Domain should be a host name or a function. Got 5.'],
  ])('%j is refused: %s', (options, message) => {
    expect(make(options)).toThrow(message);
  });

  const warningsOf = (options: unknown): string[] => {
    world.logs.length = 0;
    make(options)();
    return [...world.logs];
  };
  test('an unknown name warns with the nearest known one', () => {
    expect(warningsOf({ FileParalelLimit: 3 })).toEqual([
      '[COS] Unknown option "FileParalelLimit": did you mean "FileParallelLimit"?',
    ]);
    expect(warningsOf({ Colour: 'red' })).toEqual(['[COS] Unknown option "Colour" is ignored.']);
  });
  test('reporting is ignored with one warning, other options of the incumbent without', () => {
    expect(warningsOf({ BeaconReporter: {}, ClsReporter: {}, DeepTracker: true })).toHaveLength(1);
    expect(warningsOf({ CompatibilityMode: true, Protocol: 'https:', Timeout: '500' })).toEqual([]);
  });
});

test('a Bucket without APPID is completed by the deprecated AppId, with one warning', async () => {
  world.logs.length = 0;
  const cos = world.newClient({ AppId: '1250000000' });
  await cos.headBucket({ Bucket: 'test', Region });
  await cos.headBucket({ Bucket: 'test', Region });
  expect(world.logs).toEqual(['[COS] Option AppId is deprecated: write the bucket as "name-appid".']);
  expect(world.takeRequests().map(({ status }) => status)).toEqual([200, 200]);
});
