import { randomBytes } from 'node:crypto';
import { createInstantClock } from '../helpers/instant-clock';
import { bufferOf, place, startWorld, type World } from '../helpers/world';

const mebibyte = 1024 * 1024;
const content = randomBytes(5 * mebibyte + 3);
let world: World;
beforeAll(async () => {
  world = await startWorld();
  const Body = bufferOf(world.realm, content);
  const metadata = { ContentType: 'video/x', CacheControl: 'max-age=60', 'x-cos-meta-author': 'me' };
  await world.newClient().putObject({ ...place, Key: '源/a b.bin', Body, ...metadata });
});
afterAll(() => world.close());
beforeEach(() => void world.takeRequests());
afterEach(() => world.emulator.faults.clear());

const CopySource = `${place.Bucket}.cos.${place.Region}.myqcloud.com/源/a b.bin`;
const sizes = { SliceSize: mebibyte, ChunkSize: mebibyte };
const newClient = () => world.newClient({ Host: { clock: createInstantClock() } });
const countOf = (name: string) => world.takeRequests().filter(({ operation }) => operation === name).length;

async function expectCopied(Key: string): Promise<void> {
  const { Body } = await world.newClient().getObject({ ...place, Key, DataType: 'arraybuffer' });
  expect(Buffer.from(Body as ArrayBuffer).equals(content)).toBe(true);
}

test('a small object is copied with one request', async () => {
  const progress: number[] = [];
  const params = {
    ...place,
    Key: 'small',
    CopySource,
    onProgress: ({ percent }: { percent: number }) => progress.push(percent),
  };
  const result = await newClient().sliceCopyFile(params);
  expect(result).toMatchObject({
    ETag: expect.any(String) as string,
    Key: 'small',
    Bucket: place.Bucket,
    statusCode: 200,
  });
  expect(result.Location).toMatch(/\/small$/);
  expect(progress).toEqual([1]);
  await expectCopied('small');
});

test('a large object is copied in parts, its metadata with it', async () => {
  const result = await newClient().sliceCopyFile({ ...place, Key: 'large', CopySource, ...sizes });
  expect(result).toMatchObject({ Key: 'large', Bucket: place.Bucket, ETag: expect.stringMatching(/-6"$/) as string });
  expect(countOf('UploadPartCopy')).toBe(6);
  await expectCopied('large');
  const { headers } = await newClient().headObject({ ...place, Key: 'large' });
  expect(headers).toMatchObject({
    'content-type': 'video/x',
    'cache-control': 'max-age=60',
    'x-cos-meta-author': 'me',
  });
});

test('Replaced takes the metadata of the call instead', async () => {
  const params = { ...place, Key: 'replaced', CopySource, ...sizes, MetadataDirective: 'Replaced', ContentType: 'a/b' };
  await newClient().sliceCopyFile(params);
  const { headers } = await newClient().headObject({ ...place, Key: 'replaced' });
  expect(headers['content-type']).toBe('a/b');
  expect(headers).not.toHaveProperty('x-cos-meta-author');
});

test('a copy that broke off goes on where it was', async () => {
  world.emulator.faults.add({
    operation: 'UploadPartCopy',
    skip: 3,
    status: 403,
    code: 'AccessDenied',
    times: Infinity,
  });
  const params = { ...place, Key: 'resumed', CopySource, ...sizes, AsyncLimit: 1 };
  await expect(newClient().sliceCopyFile(params)).rejects.toMatchObject({ code: 'AccessDenied' });
  world.emulator.faults.clear();
  world.takeRequests();
  await newClient().sliceCopyFile(params);
  expect(countOf('UploadPartCopy')).toBe(3);
  await expectCopied('resumed');
});

test('a 200 with an error in a part is repeated', async () => {
  world.emulator.faults.add({ operation: 'UploadPartCopy', okThenError: { code: 'InternalError' } });
  await newClient().sliceCopyFile({ ...place, Key: 'repeated', CopySource, ...sizes });
  await expectCopied('repeated');
});

test.each([
  ['a source that is not there', { CopySource: `${CopySource}x` }, 404],
  ['a condition that does not hold', { CopySourceIfMatch: '"other"' }, 412],
])('%s is an error and no object', async (_what, params, statusCode) => {
  const copying = newClient().sliceCopyFile({ ...place, Key: 'none', CopySource, ...sizes, ...params });
  await expect(copying).rejects.toMatchObject({ statusCode });
  await expect(newClient().headObject({ ...place, Key: 'none' })).rejects.toMatchObject({ statusCode: 404 });
});

test.each([
  ['CopySource', { CopySource: 'nonsense' }],
  ['ChunkSize', { CopySource, ChunkSize: 0 }],
  ['Key', { CopySource, Key: '' }],
])('a bad %s is refused before any request', async (_name, params) => {
  await expect(newClient().sliceCopyFile({ ...place, Key: 'x', ...params })).rejects.toMatchObject({
    code: 'InvalidArgument',
  });
  expect(world.takeRequests()).toEqual([]);
});
