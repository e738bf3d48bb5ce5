import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type COS from '../../src';
import type { CosTask } from '../../src';
import { until } from '../helpers/until';
import { bufferOf, startWorld, type World } from '../helpers/world';
import { recordCalls, type RecordedCall } from './recorder';

/**
 * The calls that the documents of the mini program, JavaScript and Node SDKs show, each made here with the same parameters.
 * `documented.json` lists them, and the result fields that the documents promise; the last tests compare.
 */
interface Documented {
  samples: { method: string; params: string[]; documents: string[] }[];
  results: Record<string, string[]>;
}
const documented = JSON.parse(readFileSync(join(__dirname, 'documented.json'), 'utf8')) as Documented;

const place = { Bucket: 'examplebucket-1250000000', Region: 'ap-beijing' };
const object = { ...place, Key: 'picture.jpg' };
const source = `${place.Bucket}.cos.${place.Region}.myqcloud.com/picture.jpg`;
const mebibyte = 1024 * 1024;

const calls: RecordedCall[] = [];
let world: World;
let cos: COS;
beforeAll(async () => {
  world = await startWorld({ emulator: { buckets: [place] } });
  const keys = world.newClient({ ProgressInterval: 0 });
  cos = recordCalls(keys, calls);
  await keys.putBucketVersioning({ ...place, VersioningConfiguration: { Status: 'Enabled' } });
});
afterAll(() => world.close());

/** As the samples have it: a callback. */
const called = <T>(start: (callback: (error: Error | null, data?: T) => void) => unknown): Promise<T> =>
  new Promise((resolve, reject) => {
    start((error, data) => (error ? reject(error) : resolve(data as T)));
  });

describe('objects', () => {
  test('putObject: text, a buffer, a file, a folder, limited, with a storage class', async () => {
    const progress: number[] = [];
    const onProgress = ({ percent }: { percent: number }): void => void progress.push(percent);
    const data = await called<{ ETag: string; Location: string }>((done) =>
      cos.putObject({ ...object, Body: 'hello!' }, done),
    );
    expect(data.ETag).toBe('"5a8dd3ad0756a93ded72b823b19dd877"');
    expect(data.Location).toBe(source);
    await cos.putObject({ ...place, Key: 'a/', Body: '' });
    const FilePath = await world.pick('picture.jpg', 'picked');
    await cos.putObject({ ...object, FilePath });
    await cos.putObject({ ...object, Body: bufferOf(world.realm, 'bytes'), onProgress });
    await cos.putObject({ ...object, StorageClass: 'STANDARD', Body: 'hello!', ContentLength: '6', onProgress });
    const Headers = { 'x-cos-traffic-limit': 819200 };
    await cos.putObject({ ...object, StorageClass: 'STANDARD', Body: 'hello!', Headers, onProgress });
    expect(progress[progress.length - 1]).toBe(1);
  });

  test('postObject: a picked file, with progress', async () => {
    const FilePath = await world.pick('picture.jpg', 'picked');
    expect(await cos.postObject({ ...object, FilePath, onProgress: () => undefined })).toMatchObject({
      statusCode: 200,
    });
  });

  test('appendObject: first, then at the end', async () => {
    const target = { ...place, Key: 'test.txt' };
    expect(await cos.appendObject({ ...target, Body: 'one', Position: 0 })).toMatchObject({ statusCode: 200 });
    const { headers } = await cos.headObject(target);
    expect(headers['x-cos-object-type']).toBe('appendable');
    const Position = Number(headers['content-length']);
    expect(await cos.appendObject({ ...target, Body: 'two', Position })).toMatchObject({ NextAppendPosition: '6' });
  });

  test('headObject and getObject: all, a part, as a file, under conditions, with metadata', async () => {
    const stored = {
      CacheControl: 'max-age=7200',
      ContentDisposition: 'inline',
      ContentEncoding: 'utf-8',
      Expires: 'Thu, 01 Jan 2032 00:00:00 GMT',
    };
    await cos.putObject({
      ...object,
      Body: 'hello!',
      ...stored,
      StorageClass: 'STANDARD_IA',
      'x-cos-meta-author': 'me',
    });
    expect((await cos.getObject(object)).Body).toBe('hello!');
    expect((await cos.getObject({ ...object, Range: 'bytes=1-3' })).Body).toBe('ell');
    expect(await cos.getObject({ ...object, Headers: { 'x-cos-traffic-limit': 819200 } })).toMatchObject({
      statusCode: 200,
    });
    await cos.getObject({ ...object, Output: `${world.wx.env.USER_DATA_PATH}/picture.jpg` });
    const IfNoneMatch = (await cos.headObject(object)).ETag ?? '';
    expect(await cos.headObject({ ...object, IfNoneMatch })).toMatchObject({ NotModified: true, statusCode: 304 });
    expect(await cos.getObject({ ...object, IfNoneMatch })).toMatchObject({ NotModified: true });
    expect(await cos.getObject({ ...place, Key: 'test.txt' })).toMatchObject({ Body: 'onetwo' });
  });

  test('getBucket: a prefix, folders, pages', async () => {
    for (const Key of ['folder/1', 'folder/2', 'folder/sub/3']) await cos.putObject({ ...place, Key, Body: 'x' });
    await cos.getBucket({ ...place, Prefix: 'folder/' });
    const folders = await cos.getBucket({ ...place, Prefix: 'folder/', Delimiter: '/', EncodingType: 'url' });
    expect(folders.CommonPrefixes).toEqual([{ Prefix: 'folder/sub/' }]);
    const page = await cos.getBucket({ ...place, Prefix: 'folder/', Marker: 'folder/1', MaxKeys: 1 });
    expect(page).toMatchObject({
      IsTruncated: 'true',
      NextMarker: 'folder/2',
      Contents: [{ Key: 'folder/2', Size: '1' }],
    });
  });

  test('optionsObject: allowed and forbidden', async () => {
    const CORSRules = [
      {
        AllowedOrigin: ['https://www.qq.com'],
        AllowedMethod: ['PUT'],
        AllowedHeader: ['*'],
        ExposeHeader: ['ETag'],
        MaxAgeSeconds: '5',
        ID: '1',
      },
    ];
    await cos.putBucketCors({ ...place, CORSRules });
    expect(await cos.getBucketCors(place)).toMatchObject({ CORSRules: [{ AllowedOrigins: ['https://www.qq.com'] }] });
    const preflight = {
      ...object,
      Origin: 'https://www.qq.com',
      AccessControlRequestMethod: 'PUT',
      AccessControlRequestHeaders: 'origin,accept',
    };
    expect(await cos.optionsObject(preflight)).toMatchObject({ AccessControlAllowOrigin: 'https://www.qq.com' });
    expect(await cos.optionsObject({ ...preflight, Origin: 'https://elsewhere.com' })).toMatchObject({
      OptionsForbidden: true,
    });
    expect(await cos.deleteBucketCors(place)).toMatchObject({ statusCode: 204 });
  });

  test('copies: with one request, with another storage class, of any size', async () => {
    const copy = await cos.putObjectCopy({ ...place, Key: 'copy.jpg', CopySource: source });
    expect(copy).toMatchObject({ statusCode: 200, ETag: expect.stringMatching(/^"/) as string });
    await cos.putObjectCopy({ ...object, CopySource: source, StorageClass: 'ARCHIVE' });
    const restored = { Days: 1, CASJobParameters: { Tier: 'Expedited' as const } };
    expect(await cos.restoreObject({ ...object, RestoreRequest: restored })).toMatchObject({ statusCode: 202 });
    const CopySource = `${place.Bucket}.cos.${place.Region}.myqcloud.com/copy.jpg`;
    await cos.sliceCopyFile({ ...place, Key: 'copy2.jpg', CopySource, onProgress: () => undefined });
    const UploadId = (await cos.multipartInit({ ...place, Key: 'copy3.jpg' })).UploadId;
    const part = await cos.uploadPartCopy({ ...place, Key: 'copy3.jpg', CopySource, PartNumber: 1, UploadId });
    await cos.multipartComplete({ ...place, Key: 'copy3.jpg', UploadId, Parts: [{ PartNumber: 1, ETag: part.ETag }] });
  });

  test('ACL of an object: preset, grant, policy', async () => {
    const target = { ...place, Key: 'copy.jpg' };
    await cos.putObjectAcl({ ...target, ACL: 'public-read' });
    const ID = 'qcs::cam::uin/100000000001:uin/100000000011';
    await cos.putObjectAcl({ ...target, GrantFullControl: `id="${ID}"` });
    const Owner = { ID: 'qcs::cam::uin/100000000001:uin/100000000001' };
    const Grants = [{ Grantee: { ID }, Permission: 'FULL_CONTROL' }];
    await cos.putObjectAcl({ ...target, AccessControlPolicy: { Owner, Grants } });
    expect(await cos.getObjectAcl(target)).toMatchObject({ GrantFullControl: `id="${ID}"` });
  });

  test('deleting: one, several, a folder', async () => {
    expect(await cos.deleteObject({ ...place, Key: 'copy3.jpg' })).toMatchObject({ statusCode: 204 });
    const gone = await cos.deleteMultipleObject({ ...place, Objects: [{ Key: 'copy.jpg' }, { Key: 'copy2.jpg' }] });
    expect(gone.Deleted.map(({ Key }) => Key)).toEqual(['copy.jpg', 'copy2.jpg']);
    const { Versions } = await cos.listObjectVersions({ ...place, Prefix: 'copy.jpg' });
    await cos.deleteMultipleObject({ ...place, Objects: Versions.map(({ Key, VersionId }) => ({ Key, VersionId })) });
    const { Contents } = await cos.getBucket({ ...place, Prefix: 'folder/' });
    await cos.deleteMultipleObject({ ...place, Objects: Contents.map(({ Key }) => ({ Key })) });
  });

  test('what may not be deleted is named', async () => {
    const policy = {
      version: '2.0' as const,
      statement: [{ effect: 'allow' as const, action: ['name/cos:DeleteObject'], resource: ['*/mine/*'] }],
    };
    const limited = world.newClient({ getAuthorization: () => Promise.resolve(world.issueKeys({ policy })) });
    const { Error } = await recordCalls(limited, calls).deleteMultipleObject({ ...place, Objects: [{ Key: 'other' }] });
    expect(Error).toMatchObject([
      { Key: 'other', Code: 'AccessDenied', Message: expect.stringMatching(/./) as string },
    ]);
  });
});

test('multipart, step by step', async () => {
  const target = { ...place, Key: '1.zip' };
  const { UploadId } = await cos.multipartInit({ ...target, Body: '' } as never);
  const upload = { ...target, UploadId };
  const first = await cos.multipartUpload({
    ...upload,
    PartNumber: 1,
    Body: 'x'.repeat(mebibyte),
    ContentLength: mebibyte,
  });
  const second = await cos.multipartUpload({ ...upload, PartNumber: '2', Body: 'y' });
  await cos.multipartInit({ ...place, Key: '2/3.zip' });
  await cos.multipartInit({ ...place, Key: '4.zip' });
  expect(await cos.multipartList({ ...place, Prefix: '1.zip', EncodingType: 'url' })).toMatchObject({
    Upload: [{ UploadId }],
  });
  await cos.multipartList({ ...place, Prefix: '', Delimiter: '/', MaxUploads: 2 });
  const parts = await cos.multipartListPart({ ...upload, MaxParts: '1', EncodingType: 'url' });
  expect(parts).toMatchObject({
    IsTruncated: 'true',
    Part: [{ PartNumber: '1', ETag: first.ETag, Size: String(mebibyte) }],
  });
  const Parts = [first, second].map(({ ETag }, index) => ({ PartNumber: index + 1, ETag }));
  expect(await cos.multipartComplete({ ...upload, Parts })).toMatchObject({ Key: '1.zip', Bucket: place.Bucket });
  const other = await cos.multipartInit({ ...target });
  expect(await cos.multipartAbort({ ...target, UploadId: other.UploadId })).toMatchObject({ statusCode: 204 });
});

describe('transfers', () => {
  const events = { onProgress: () => undefined, onHashProgress: () => undefined };
  let FilePath: string;
  beforeAll(async () => {
    FilePath = await world.pick('1.zip', Buffer.alloc(2 * mebibyte + 1, 1));
  });

  test('uploadFile: a file, a buffer', async () => {
    const finished: string[] = [];
    const onFileFinish = (_error: unknown, _data: unknown, options: { Key: string }): void =>
      void finished.push(options.Key);
    const target = { ...place, Key: '1.zip', SliceSize: mebibyte, onFileFinish, onProgress: () => undefined };
    await cos.uploadFile({ ...target, FilePath, FileSize: 2 * mebibyte + 1, TaskReady: () => undefined });
    await cos.uploadFile({ ...target, Body: 'hello', onTaskReady: () => undefined });
    expect(finished).toEqual(['1.zip', '1.zip']);
  });

  test('sliceUploadFile: a file, a buffer', async () => {
    const target = { ...place, Key: '2.zip' };
    const more = { CacheControl: 'max-age=7200', FileSize: 2 * mebibyte + 1, Headers: { aa: 123 }, Query: { bb: 123 } };
    await cos.sliceUploadFile({ ...target, FilePath, ...more, ...events, onTaskReady: () => undefined });
    await cos.sliceUploadFile({ ...target, FilePath, ...events, TaskReady: () => undefined });
    await cos.sliceUploadFile({ ...target, Body: 'hello', ...events, TaskReady: () => undefined });
    const last = await cos.sliceUploadFile({ ...target, Body: 'hello', ...events, onTaskReady: () => undefined });
    expect(last).toMatchObject({ Key: '2.zip', Location: expect.stringContaining('/2.zip') as string });
  });

  test('uploadFiles', async () => {
    const onTaskReady = (): void => undefined;
    const batch = { SliceSize: 10 * mebibyte, onProgress: () => undefined, onFileFinish: () => undefined };
    const picked = await cos.uploadFiles({ ...batch, files: [{ ...place, Key: '3.zip', FilePath, onTaskReady }] });
    expect(picked.files).toMatchObject([{ error: null, data: { statusCode: 200 }, options: { Key: '3.zip' } }]);
    await cos.uploadFiles({ ...batch, files: [{ ...place, Key: '4.zip', Body: 'hello', onTaskReady }] });
  });

  test('the queue: list, pause, restart, cancel, events', async () => {
    const lists: CosTask[][] = [];
    cos.on('list-update', ({ list }) => lists.push([...list]));
    world.emulator.faults.add({ operation: 'PutObject', delayMs: 60_000 });
    let taskId = '';
    const upload = cos.putObject({ ...object, Body: 'x', onTaskReady: (id) => (taskId = id) });
    upload.catch(() => undefined);
    expect([cos.pauseTask(taskId), cos.restartTask(taskId), cos.cancelTask(taskId)]).toEqual([true, true, true]);
    await until(() => lists.length > 0);
    expect(cos.getTaskList().some(({ id, state }) => id === taskId && state === 'canceled')).toBe(true);
    world.emulator.faults.clear();
  });

  test('downloadFile', async () => {
    const stored = {
      CacheControl: 'max-age=1',
      ContentDisposition: 'inline',
      ContentEncoding: 'utf-8',
      Expires: 'Thu, 01 Jan 2032 00:00:00 GMT',
    };
    await cos.putObject({
      ...place,
      Key: 'get.txt',
      Body: 'hello',
      ...stored,
      StorageClass: 'STANDARD_IA',
      'x-cos-meta-a': 'b',
    });
    let id = '';
    const target = `${world.wx.env.USER_DATA_PATH}/get.txt`;
    const limits = { ChunkSize: 8 * mebibyte, ParallelLimit: 5, RetryTimes: 3 };
    const params = { ...place, Key: 'get.txt', FilePath: target, ...limits, onProgress: () => undefined };
    await cos.downloadFile({ ...params, onTaskReady: (taskId) => (id = taskId) });
    cos.emit('inner-kill-task', { TaskId: id });
  });
});

test('buckets', async () => {
  await cos.headBucket(place);
  await cos.getBucketLocation(place);
  await cos.putBucketAcl({ ...place, ACL: 'public-read' });
  const ID = 'qcs::cam::uin/100000000001:uin/100000000011';
  await cos.putBucketAcl({ ...place, GrantFullControl: `id="${ID}"` });
  const Owner = { ID: 'qcs::cam::uin/100000000001:uin/100000000001' };
  await cos.putBucketAcl({
    ...place,
    AccessControlPolicy: { Owner, Grants: [{ Grantee: { ID }, Permission: 'FULL_CONTROL' }] },
  });
  await cos.getBucketAcl(place);
  const other = { Bucket: 'other-1250000000', Region: place.Region };
  await cos.putBucket(other);
  expect(await cos.deleteBucket(other)).toMatchObject({ statusCode: 204 });
});

test('signatures and URLs', async () => {
  expect(cos.getAuth({ Method: 'get', Key: 'picture.jpg' })).toMatch(/^q-sign-algorithm=sha1/);
  const url = await called<{ Url: string }>((done) => cos.getObjectUrl({ ...object, Sign: true }, done));
  expect(url.Url).toContain('q-signature=');
});

describe('the documents', () => {
  test.each(documented.samples.map((sample) => [sample.method, sample.params, sample.documents] as const))(
    '%s(%j) is called as %j show it',
    (method, params) => {
      const counterpart = calls.find(
        (call) => call.method === method && params.every((param) => call.params.has(param)),
      );
      expect(counterpart).toBeDefined();
    },
  );

  test.each(Object.entries(documented.results))('%s answers every field: %j', (method, fields) => {
    const answered = new Set(calls.filter((call) => call.method === method).flatMap((call) => [...call.fields]));
    const matches = (field: string): boolean =>
      field.endsWith('*') ? [...answered].some((path) => path.startsWith(field.slice(0, -1))) : answered.has(field);
    expect(fields.filter((field) => !matches(field) && !notAnswered[method]?.includes(field))).toEqual([]);
  });
});

/** Fields that the documents list for other platforms or against what COS answers. */
const notAnswered: Record<string, string[]> = {
  // COS writes it in one spelling per call; the documents show both.
  getBucket: ['Encoding-Type'],
  multipartList: ['Encoding-Type'],
  // A download has no condition of its own: it either has the file or fails.
  downloadFile: ['NotModified', 'VersionId'],
};
