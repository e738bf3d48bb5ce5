import { createHash, randomBytes } from 'node:crypto';
import COS from 'cos-nodejs-sdk-v5';
import { startEmulator, type Emulator } from '../../emulator';

/**
 * The official SDK for Node, which we did not write, does against the emulator what it does against COS. The emulator is its
 * HTTP proxy, so that it builds and signs the very hosts of COS.
 */
const Bucket = 'official-1250000000';
const Region = 'ap-guangzhou';
const place = { Bucket, Region };
const mebibyte = 1024 * 1024;

let emulator: Emulator;
let cos: COS;
beforeAll(async () => {
  emulator = await startEmulator({ buckets: [{ Bucket, Region }] });
  cos = newClient({ SecretId: emulator.secretId, SecretKey: emulator.secretKey });
});
afterAll(() => emulator.close());

const newClient = (options: object): COS =>
  new COS({ Protocol: 'http:', Proxy: `http://127.0.0.1:${emulator.port}`, KeepAlive: false, ...options });

const md5 = (content: Buffer | string): string => `"${createHash('md5').update(content).digest('hex')}"`;

test('buckets: made, listed, found, deleted', async () => {
  const other = { Bucket: 'other-1250000000', Region };
  await cos.putBucket(other);
  expect((await cos.headBucket(other)).statusCode).toBe(200);
  const { Buckets } = await cos.getService({});
  expect(Buckets.map(({ Name }) => Name).sort()).toEqual([Bucket, other.Bucket].sort());
  await cos.deleteBucket(other);
  await expect(cos.headBucket(other)).rejects.toMatchObject({ statusCode: 404 });
});

test.each(['plain.txt', '中文 (1)+&=?.txt', "~!*'()", 'a//b/', ' space '])(
  'an object under the key %s',
  async (Key) => {
    const Body = 'ObjectContent 你好';
    expect(await cos.putObject({ ...place, Key, Body })).toMatchObject({ statusCode: 200, ETag: md5(Body) });
    expect((await cos.headObject({ ...place, Key })).headers?.['content-length']).toBe(`${Buffer.byteLength(Body)}`);
    expect(String((await cos.getObject({ ...place, Key })).Body)).toBe(Body);
    expect(String((await cos.getObject({ ...place, Key, Range: 'bytes=0-5' })).Body)).toBe('Object');
    expect((await cos.getBucket({ ...place, Prefix: Key })).Contents.map((entry) => entry.Key)).toContain(Key);
    expect((await cos.deleteObject({ ...place, Key })).statusCode).toBe(204);
    await expect(cos.getObject({ ...place, Key })).rejects.toMatchObject({ statusCode: 404, code: 'NoSuchKey' });
  },
);

test('a listing by folders, in pages', async () => {
  const keys = ['l/a', 'l/b', 'l/c/1', 'l/c/2', 'l/d'];
  await Promise.all(keys.map((Key) => cos.putObject({ ...place, Key, Body: 'x' })));
  const folder = await cos.getBucket({ ...place, Prefix: 'l/', Delimiter: '/' });
  expect(folder.Contents.map(({ Key }) => Key)).toEqual(['l/a', 'l/b', 'l/d']);
  expect(folder.CommonPrefixes).toEqual([{ Prefix: 'l/c/' }]);
  const first = await cos.getBucket({ ...place, Prefix: 'l/', MaxKeys: 2 });
  expect(first).toMatchObject({ IsTruncated: 'true', NextMarker: 'l/b' });
  const second = await cos.getBucket({ ...place, Prefix: 'l/', Marker: first.NextMarker ?? '' });
  expect(second.Contents.map(({ Key }) => Key)).toEqual(['l/c/1', 'l/c/2', 'l/d']);
});

test('several objects deleted at once', async () => {
  const Objects = [{ Key: 'm/1' }, { Key: 'm/&<2>' }];
  await Promise.all(Objects.map(({ Key }) => cos.putObject({ ...place, Key, Body: 'x' })));
  const { Deleted } = await cos.deleteMultipleObject({ ...place, Objects });
  expect(Deleted.map(({ Key }) => Key).sort()).toEqual(['m/&<2>', 'm/1']);
});

test('appending, and the position that must fit', async () => {
  await cos.appendObject({ ...place, Key: 'log', Body: 'one', Position: 0 });
  await cos.appendObject({ ...place, Key: 'log', Body: 'two', Position: 3 });
  expect(String((await cos.getObject({ ...place, Key: 'log' })).Body)).toBe('onetwo');
  await expect(cos.appendObject({ ...place, Key: 'log', Body: 'x', Position: 1 })).rejects.toMatchObject({
    statusCode: 409,
  });
});

test('a copy', async () => {
  await cos.putObject({ ...place, Key: 'source 源', Body: 'copied' });
  const CopySource = `${Bucket}.cos.${Region}.myqcloud.com/${encodeURIComponent('source 源')}`;
  expect(await cos.putObjectCopy({ ...place, Key: 'target', CopySource })).toMatchObject({ ETag: md5('copied') });
  expect(String((await cos.getObject({ ...place, Key: 'target' })).Body)).toBe('copied');
});

test('a preflight without CORS rules is forbidden', async () => {
  await cos.putObject({ ...place, Key: 'cors', Body: 'x' });
  const asked = { ...place, Key: 'cors', Origin: 'https://example.com', AccessControlRequestMethod: 'PUT' } as const;
  expect(await cos.optionsObject({ ...asked, AccessControlRequestHeaders: '' })).toMatchObject({
    OptionsForbidden: true,
  });
});

test('a multipart upload, step by step', async () => {
  const Key = 'parts';
  const content = randomBytes(2 * mebibyte + 5);
  const { UploadId } = await cos.multipartInit({ ...place, Key });
  // The typings of the official client ask for parameters that COS does not need.
  const { Upload } = await cos.multipartList({
    ...place,
    Prefix: Key,
  } as never);
  expect(Upload.map((upload) => upload.UploadId)).toEqual([UploadId]);
  const Parts: { PartNumber: number; ETag: string }[] = [];
  for (const PartNumber of [1, 2, 3]) {
    const Body = content.subarray((PartNumber - 1) * mebibyte, PartNumber * mebibyte);
    const { ETag } = await cos.multipartUpload({
      ...place,
      Key,
      UploadId,
      PartNumber,
      Body,
      ContentLength: Body.length,
    });
    expect(ETag).toBe(md5(Body));
    Parts.push({ PartNumber, ETag });
  }
  expect((await cos.multipartListPart({ ...place, Key, UploadId })).Part).toHaveLength(3);
  const { ETag } = await cos.multipartComplete({ ...place, Key, UploadId, Parts });
  expect(ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
  expect((await cos.getObject({ ...place, Key })).Body.equals(content)).toBe(true);
});

test('a multipart upload given up', async () => {
  const { UploadId } = await cos.multipartInit({ ...place, Key: 'given-up' });
  await cos.multipartAbort({ ...place, Key: 'given-up', UploadId });
  await expect(cos.multipartListPart({ ...place, Key: 'given-up', UploadId })).rejects.toMatchObject({
    code: 'NoSuchUpload',
  });
});

test('a large file in parts by the high-level call', async () => {
  const content = randomBytes(5 * mebibyte + 1);
  const { mkdtempSync, rmSync, writeFileSync } = await import('node:fs');
  const folder = mkdtempSync(`${(await import('node:os')).tmpdir()}/cos-official-`);
  writeFileSync(`${folder}/file`, content);
  await cos.sliceUploadFile({ ...place, Key: 'sliced', FilePath: `${folder}/file` });
  expect((await cos.getObject({ ...place, Key: 'sliced' })).Body.equals(content)).toBe(true);
  rmSync(folder, { recursive: true });
});

test('temporary keys of the STS endpoint, and a policy that denies', async () => {
  const { credentials, startTime, expiredTime } = emulator.issueCredentials({
    policy: {
      version: '2.0',
      statement: [
        {
          effect: 'allow',
          action: ['name/cos:PutObject'],
          resource: [`qcs::cos:${Region}:uid/1250000000:${Bucket}/mine/*`],
        },
      ],
    },
  });
  const limited = newClient({
    getAuthorization: (_options: unknown, callback: (answer: object) => void) =>
      callback({
        TmpSecretId: credentials.tmpSecretId,
        TmpSecretKey: credentials.tmpSecretKey,
        SecurityToken: credentials.sessionToken,
        StartTime: startTime,
        ExpiredTime: expiredTime,
      }),
  });
  expect((await limited.putObject({ ...place, Key: 'mine/a', Body: 'x' })).statusCode).toBe(200);
  await expect(limited.putObject({ ...place, Key: 'yours/a', Body: 'x' })).rejects.toMatchObject({
    code: 'AccessDenied',
  });
  await expect(limited.getObject({ ...place, Key: 'mine/a' })).rejects.toMatchObject({ code: 'AccessDenied' });
});

test('a wrong key is told from an unknown one', async () => {
  const wrong = newClient({ SecretId: emulator.secretId, SecretKey: 'wrong' });
  await expect(wrong.headBucket(place)).rejects.toMatchObject({ statusCode: 403 });
  await expect(wrong.getBucket(place)).rejects.toMatchObject({ code: 'SignatureDoesNotMatch' });
  const unknown = newClient({ SecretId: 'AKIDunknown', SecretKey: 'wrong' });
  await expect(unknown.getBucket(place)).rejects.toMatchObject({ code: 'InvalidAccessKeyId' });
});

test('a signed URL opens without any key', async () => {
  await cos.putObject({ ...place, Key: 'url 链接', Body: 'open' });
  const url = new URL(cos.getObjectUrl({ ...place, Key: 'url 链接', Sign: true }, () => undefined));
  const { get } = await import('node:http');
  const body = await new Promise<string>((resolve, reject) => {
    const path = url.pathname + url.search;
    get({ host: '127.0.0.1', port: emulator.port, path, headers: { Host: url.host } }, (answer) => {
      answer.on('data', (chunk: Buffer) => resolve(String(chunk)));
    }).on('error', reject);
  });
  expect(body).toBe('open');
});

test('parts copied from an object, and a large copy by the high-level call', async () => {
  const content = randomBytes(3 * mebibyte + 9);
  await cos.putObject({ ...place, Key: 'copy/source', Body: content });
  const CopySource = `${Bucket}.cos.${Region}.myqcloud.com/copy/source`;
  const Key = 'copy/parts';
  const { UploadId } = await cos.multipartInit({ ...place, Key });
  const ranges = [`bytes=0-${2 * mebibyte - 1}`, `bytes=${2 * mebibyte}-${content.length - 1}`];
  const Parts: { PartNumber: number; ETag: string }[] = [];
  for (const [index, CopySourceRange] of ranges.entries()) {
    const PartNumber = index + 1;
    const { ETag } = await cos.uploadPartCopy({ ...place, Key, UploadId, PartNumber, CopySource, CopySourceRange });
    Parts.push({ PartNumber, ETag });
  }
  await cos.multipartComplete({ ...place, Key, UploadId, Parts });
  expect((await cos.getObject({ ...place, Key })).Body.equals(content)).toBe(true);
  const bySlices = { ...place, Key: 'copy/sliced', CopySource, CopySliceSize: mebibyte, CopyChunkSize: mebibyte };
  await cos.sliceCopyFile(bySlices);
  expect((await cos.getObject({ ...place, Key: 'copy/sliced' })).Body.equals(content)).toBe(true);
});

test('keys that XML cannot hold, listed with EncodingType url', async () => {
  const Key = 'odd/\u0001 & 中';
  await cos.putObject({ ...place, Key, Body: 'x' });
  const { Contents } = await cos.getBucket({ ...place, Prefix: 'odd/', EncodingType: 'url' });
  expect(Contents.map((entry) => decodeURIComponent(entry.Key))).toEqual([Key]);
});

test('a wrong clock is corrected by what the server says', async () => {
  const complaints = jest.spyOn(console, 'error').mockImplementation();
  emulator.setClockOffset(7_200_000);
  try {
    const late = newClient({ SecretId: emulator.secretId, SecretKey: emulator.secretKey });
    emulator.clearRequests();
    expect((await late.putObject({ ...place, Key: 'clock', Body: 'x' })).statusCode).toBe(200);
    expect(emulator.requests.map(({ status, code }) => [status, code])).toEqual([
      [403, 'AccessDenied'],
      [200, undefined],
    ]);
    emulator.setClockOffset(-7_200_000);
    const early = newClient({ SecretId: emulator.secretId, SecretKey: emulator.secretKey });
    expect((await early.getObject({ ...place, Key: 'clock' })).statusCode).toBe(200);
  } finally {
    complaints.mockRestore();
    emulator.setClockOffset(0);
  }
});

test('the acceleration domain, once the bucket has it', async () => {
  const accelerated = newClient({ SecretId: emulator.secretId, SecretKey: emulator.secretKey, UseAccelerate: true });
  await expect(accelerated.putObject({ ...place, Key: 'fast', Body: 'x' })).rejects.toMatchObject({
    code: 'BucketAccelerateNotEnabled',
  });
  const fast = { Bucket: 'fast-1250000000', Region };
  const other = await startEmulator({ buckets: [{ ...fast, accelerate: true }] });
  const client = newClient({
    SecretId: other.secretId,
    SecretKey: other.secretKey,
    UseAccelerate: true,
    Proxy: other.url,
  });
  expect((await client.putObject({ ...fast, Key: 'fast', Body: 'x' })).statusCode).toBe(200);
  expect(other.requests[0]!.host).toBe('fast-1250000000.cos.accelerate.myqcloud.com');
  await other.close();
});
