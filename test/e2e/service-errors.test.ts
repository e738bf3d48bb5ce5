import { Bucket, place, Region, startWorld, type World } from '../helpers/world';

const mebibyte = 1024 * 1024;
let world: World;
let cos: ReturnType<World['newClient']>;
let UploadId: string;
let etags: string[];
beforeAll(async () => {
  world = await startWorld();
  cos = world.newClient({ ChunkRetryTimes: 0 });
  await cos.putObject({ ...place, Key: 'there', Body: 'x' });
  await cos.putObject({ ...place, Key: 'archived', Body: 'x', StorageClass: 'ARCHIVE' });
  ({ UploadId } = await cos.multipartInit({ ...place, Key: 'parts' }));
  const part = { ...place, Key: 'parts', UploadId };
  etags = [];
  for (const [index, Body] of ['small', 'x'.repeat(mebibyte), 'end'].entries())
    etags.push((await cos.multipartUpload({ ...part, PartNumber: index + 1, Body })).ETag);
});
afterAll(() => world.close());

const object = { ...place, Key: 'there' };
const complete = (numbers: number[], more: object = {}) =>
  cos.multipartComplete({
    ...place,
    Key: 'parts',
    UploadId,
    Parts: numbers.map((PartNumber) => ({ PartNumber, ETag: etags[PartNumber - 1] ?? etags[0]! })),
    ...more,
  });
const limited = () => {
  const { policy } = cos.getRequiredActions(['putObject'], { ...place, Prefix: 'mine/' });
  const keys = world.issueKeys(policy ? { policy } : {});
  return world.newClient({ getAuthorization: () => Promise.resolve(keys) });
};
const copyOf = (Key: string) => `${Bucket}.cos.${Region}.myqcloud.com/${Key}`;

/** The documented errors of COS: how to get them, and a word of the message that says what to do. */
const errors: [code: string, statusCode: number, word: RegExp, call: () => Promise<unknown>][] = [
  [
    'NoSuchBucket',
    404,
    /no bucket nowhere-1250000000 in ap-guangzhou/,
    () => cos.getBucket({ ...place, Bucket: 'nowhere-1250000000' }),
  ],
  ['NoSuchKey', 404, /no object none/, () => cos.getObject({ ...place, Key: 'none' })],
  ['NoSuchUpload', 404, /start again/, () => cos.multipartListPart({ ...place, Key: 'parts', UploadId: 'unknown' })],
  ['InvalidPart', 400, /multipartComplete/, () => complete([1, 2, 4])],
  ['InvalidPartOrder', 400, /order/, () => complete([2, 1])],
  ['EntityTooSmall', 400, /smaller/, () => complete([1, 2, 3])],
  ['PreconditionFailed', 412, /preconditions/, () => cos.getObject({ ...object, IfMatch: '"other"' })],
  [
    'AccessDenied',
    403,
    /Allow name\/cos:PutObject on test-1250000000\/other/,
    () => limited().putObject({ ...place, Key: 'other', Body: 'x' }),
  ],
  ['InvalidRange', 416, /range/, () => cos.getObject({ ...object, Range: 'bytes=100-' })],
  ['InvalidObjectState', 403, /restoreObject/, () => cos.getObject({ ...place, Key: 'archived' })],
  [
    'BadDigest',
    400,
    /Content-MD5/,
    () => cos.putObject({ ...object, Body: 'x', ContentMD5: 'AAAAAAAAAAAAAAAAAAAAAA==' }),
  ],
  ['InvalidDigest', 400, /Content-MD5/, () => cos.putObject({ ...object, Body: 'x', ContentMD5: 'nonsense' })],
  [
    'FileAlreadyExists',
    409,
    /overwritten|exists/,
    () => cos.putObject({ ...object, Body: 'x', ForbidOverwrite: 'true' }),
  ],
  ['ObjectNotAppendable', 409, /appendable/, () => cos.appendObject({ ...object, Body: 'x', Position: 1 })],
  ['InvalidArgument', 400, /traffic/, () => cos.putObject({ ...object, Body: 'x', TrafficLimit: 1 })],
  ['BucketAlreadyOwnedByYou', 409, /already/, () => cos.putBucket({ ...place })],
  ['BucketNotEmpty', 409, /not empty/, () => cos.deleteBucket({ ...place })],
  ['NoSuchKey', 404, /does not exist/, () => cos.putObjectCopy({ ...place, Key: 'copy', CopySource: copyOf('none') })],
  [
    'SignatureDoesNotMatch',
    403,
    /do not belong together/,
    () => world.newClient({ SecretKey: 'wrong' }).getBucket({ ...place }),
  ],
  [
    'InvalidAccessKeyId',
    403,
    /unknown, disabled or expired/,
    () => world.newClient({ SecretId: 'unknown' }).getBucket({ ...place }),
  ],
];

test.each(errors)('%s (%i)', async (code, statusCode, word, call) => {
  const error: unknown = await call().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({
    name: 'CosError',
    code,
    statusCode,
    RequestId: expect.stringMatching(/./) as string,
    error: {
      Code: code,
      Message: expect.stringMatching(/./) as string,
      RequestId: expect.stringMatching(/./) as string,
    },
    message: expect.stringMatching(word) as string,
  });
});

test('an append at the wrong position says where the end is', async () => {
  const target = { ...place, Key: 'log' };
  await cos.appendObject({ ...target, Body: 'one', Position: 0 });
  await expect(cos.appendObject({ ...target, Body: 'two', Position: 1 })).rejects.toMatchObject({
    code: 'AppendPositionErr',
    statusCode: 409,
    headers: { 'x-cos-next-append-position': '3' },
  });
});
