import { randomBytes } from 'node:crypto';
import { appendFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import type { CosOptions } from '../../src';
import { createInstantClock } from '../helpers/instant-clock';
import { place, startWorld, type World } from '../helpers/world';

const mebibyte = 1024 * 1024;
const content = randomBytes(5 * mebibyte + 1);
const partCount = 6;

let world: World;
let Key: string;
let count = 0;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => {
  count += 1;
  Key = `video-${count}.mp4`;
  world.takeRequests();
});
afterEach(() => {
  world.emulator.faults.clear();
  world.phone.failStorage(false);
});

const newClient = (options: CosOptions = {}) => world.newClient({ Host: { clock: createInstantClock() }, ...options });
const pick = (data: Uint8Array = content) => world.pick('video.mp4', data);
const names = () => world.takeRequests().map(({ operation }) => operation);
const countOf = (operations: string[], name: string) => operations.filter((operation) => operation === name).length;
const deny = { status: 403, code: 'AccessDenied', times: Infinity };

async function expectStored(data: Uint8Array = content): Promise<void> {
  const { Body } = await world.newClient().getObject({ ...place, Key, DataType: 'arraybuffer' });
  expect(Buffer.from(Body as ArrayBuffer).equals(data)).toBe(true);
}

const unfinished = async (): Promise<number> =>
  (await world.newClient().multipartList({ ...place, Prefix: Key })).Upload.length;

/** An upload that ends for good after three parts. */
async function uploadHalf(options: CosOptions = {}): Promise<void> {
  world.emulator.faults.add({ operation: 'UploadPart', skip: 3, ...deny });
  const failed = newClient({ ChunkParallelLimit: 1, ...options }).sliceUploadFile({
    ...place,
    Key,
    FilePath: await pick(),
  });
  await expect(failed).rejects.toMatchObject({ code: 'AccessDenied', UploadId: expect.stringMatching(/./) });
  world.emulator.faults.clear();
  world.takeRequests();
}

describe('requests', () => {
  test('one upload of n parts takes n + 2 requests, and one beside them that looks for an earlier one', async () => {
    await newClient().sliceUploadFile({ ...place, Key, FilePath: await pick() });
    const sent = names();
    expect(sent).toHaveLength(partCount + 3);
    expect(countOf(sent, 'UploadPart')).toBe(partCount);
    expect(sent[sent.length - 1]).toBe('CompleteMultipartUpload');
  });

  test('keys that may not list uploads are no error', async () => {
    world.emulator.faults.add({ operation: ['ListMultipartUploads', 'ListParts', 'AbortMultipartUpload'], ...deny });
    await newClient().sliceUploadFile({ ...place, Key, FilePath: await pick() });
    await expectStored();
  });
});

describe('resume', () => {
  test('the app was closed: only the parts that were not sent are sent', async () => {
    await uploadHalf();
    await newClient().sliceUploadFile({ ...place, Key, FilePath: await pick() });
    const sent = names();
    expect(countOf(sent, 'UploadPart')).toBe(partCount - 3);
    expect(countOf(sent, 'InitiateMultipartUpload')).toBe(0);
    await expectStored();
    expect(await unfinished()).toBe(0);
  });

  test('nothing of what was sent is read again', async () => {
    await uploadHalf();
    const FilePath = await pick();
    const before = world.phone.stats.fileBytesRead;
    await newClient().sliceUploadFile({ ...place, Key, FilePath });
    expect(world.phone.stats.fileBytesRead - before).toBe(content.length - 3 * mebibyte);
  });

  test('keys that may not list parts resume all the same', async () => {
    await uploadHalf();
    world.emulator.faults.add({ operation: ['ListParts', 'ListMultipartUploads'], ...deny });
    await newClient().sliceUploadFile({ ...place, Key, FilePath: await pick() });
    expect(countOf(names(), 'UploadPart')).toBe(partCount - 3);
    await expectStored();
  });

  test('the record is lost: the upload is found on the server, its parts are compared, not sent', async () => {
    await uploadHalf();
    world.wx.clearStorageSync();
    await world.newClient().sliceUploadFile({ ...place, Key, FilePath: await pick() });
    expect(countOf(names(), 'UploadPart')).toBe(partCount - 3);
    await expectStored();
  });

  test('another file of the same size never goes onto old parts', async () => {
    await uploadHalf();
    const other = randomBytes(content.length);
    await newClient().sliceUploadFile({ ...place, Key, FilePath: await pick(other) });
    expect(countOf(names(), 'UploadPart')).toBe(partCount);
    await expectStored(other);
  });

  test('another file is not taken for the one whose upload is found on the server', async () => {
    await uploadHalf();
    world.wx.clearStorageSync();
    const other = randomBytes(content.length);
    await world.newClient().sliceUploadFile({ ...place, Key, FilePath: await pick(other) });
    await expectStored(other);
  });

  test('a part that COS has differently is sent again', async () => {
    await uploadHalf();
    const { Upload } = await world.newClient().multipartList({ ...place, Prefix: Key });
    const UploadId = Upload[0]!.UploadId;
    await world.newClient().multipartUpload({ ...place, Key, UploadId, PartNumber: 2, Body: 'x' });
    world.takeRequests();
    await newClient().sliceUploadFile({ ...place, Key, FilePath: await pick() });
    expect(countOf(names(), 'UploadPart')).toBe(partCount - 2);
    await expectStored();
  });

  test('an upload that the server has forgotten begins anew', async () => {
    await uploadHalf();
    const { Upload } = await world.newClient().multipartList({ ...place, Prefix: Key });
    await world.newClient().multipartAbort({ ...place, Key, UploadId: Upload[0]!.UploadId });
    world.takeRequests();
    await newClient().sliceUploadFile({ ...place, Key, FilePath: await pick() });
    expect(countOf(names(), 'UploadPart')).toBe(partCount);
    await expectStored();
  });

  test.each([
    ['is garbage', '{"upload":'],
    ['is not a record', '[1, 2]'],
    ['has damaged parts', '{"upload":"x","identity":"y","size":1048576,"parts":[null,[1],["a",2,3]]}'],
  ])('a record that %s breaks nothing', async (_what, text) => {
    await uploadHalf();
    const { keys } = world.wx.getStorageInfoSync();
    keys
      .filter((key: string) => key.startsWith('cos-upload'))
      .forEach((key: string) => world.wx.setStorageSync(key, text));
    await newClient().sliceUploadFile({ ...place, Key, FilePath: await pick() });
    await expectStored();
  });

  test('a storage that fails costs the resume after a restart and nothing else', async () => {
    world.phone.failStorage(true);
    await newClient().sliceUploadFile({ ...place, Key, FilePath: await pick() });
    await expectStored();
  });

  test('no record is left of an upload that is done', async () => {
    await uploadHalf();
    await newClient().sliceUploadFile({ ...place, Key, FilePath: await pick() });
    const { keys } = world.wx.getStorageInfoSync();
    expect(keys.filter((key: string) => key.startsWith('cos-upload:'))).toEqual([]);
  });
});

describe('faults', () => {
  const upload = async (options: CosOptions = {}) =>
    newClient(options).sliceUploadFile({ ...place, Key, FilePath: await pick() });

  test.each([
    ['a burst of 503', { status: 503, code: 'SlowDown', times: 4 }],
    ['a reset before the body', { reset: 'beforeBody' }],
    ['a reset in the body', { reset: { afterBytes: 300_000 } }],
    ['a reset after the body', { reset: 'afterBody' }],
    ['a lost answer', { reset: 'afterWork' }],
    ['a damaged byte', { corruptStoredByte: true }],
    [
      'a damaged byte and no checksum in the answer',
      { corruptStoredByte: true, omitHeaders: ['x-cos-hash-crc64ecma'] },
    ],
    ['a wrong ETag and no checksum in the answer', { wrongETag: true, omitHeaders: ['x-cos-hash-crc64ecma'] }],
  ])('a part survives %s', async (_what, fault: object) => {
    const handle = world.emulator.faults.add({
      operation: 'UploadPart',
      partNumber: 2,
      ...fault,
    });
    await upload();
    expect(handle.hits).toBeGreaterThan(0);
    await expectStored();
  });

  test('a byte that is damaged every time is an IntegrityError', async () => {
    world.emulator.faults.add({ operation: 'UploadPart', partNumber: 2, corruptStoredByte: true, times: Infinity });
    await expect(upload()).rejects.toMatchObject({
      code: 'IntegrityError',
      message: expect.stringContaining('Part 2'),
    });
  });

  test('CheckIntegrity: false stores what arrives', async () => {
    world.emulator.faults.add({ operation: 'UploadPart', partNumber: 2, corruptStoredByte: true });
    await upload({ CheckIntegrity: false });
    expect(countOf(names(), 'UploadPart')).toBe(partCount);
  });

  test.each([
    ['a lost answer', { reset: 'afterWork' }],
    ['a 200 with an error', { okThenError: { code: 'InternalError' } }],
    ['a burst of 503', { status: 503, code: 'SlowDown', times: 3 }],
    ['a connection that breaks', { reset: 'beforeBody' }],
    ['a slow merge', { slowMergeMs: 300 }],
  ] as const)('Complete survives %s', async (_what, fault) => {
    world.emulator.faults.add({ operation: 'CompleteMultipartUpload', ...fault });
    const result = await upload();
    expect(result).toMatchObject({ Key, Bucket: place.Bucket, statusCode: 200 });
    expect(result.Location).toContain(Key);
    expect(countOf(names(), 'UploadPart')).toBe(partCount);
    await expectStored();
  });

  test('a lost answer to Complete, with keys that may not look: uploaded once more, not lost', async () => {
    world.emulator.faults.add({ operation: 'CompleteMultipartUpload', reset: 'afterWork' });
    world.emulator.faults.add({ operation: 'HeadObject', ...deny });
    await upload();
    world.emulator.faults.clear();
    await expectStored();
  });

  test('NoSuchUpload in the middle starts over once', async () => {
    world.emulator.faults.add({ operation: 'UploadPart', partNumber: 4, status: 404, code: 'NoSuchUpload' });
    await upload();
    expect(countOf(names(), 'InitiateMultipartUpload')).toBe(2);
    await expectStored();
  });

  test('NoSuchUpload again and again is an error', async () => {
    world.emulator.faults.add({
      operation: 'UploadPart',
      partNumber: 4,
      status: 404,
      code: 'NoSuchUpload',
      times: Infinity,
    });
    await expect(upload()).rejects.toMatchObject({ code: 'NoSuchUpload', statusCode: 404 });
    expect(countOf(names(), 'InitiateMultipartUpload')).toBe(2);
  });
});

describe('the file', () => {
  const readsBegin = async (change: (path: string) => void) => {
    const FilePath = await pick();
    const real = world.phone.realPath(FilePath);
    const cos = newClient({ ChunkParallelLimit: 1, ProgressInterval: 0 });
    const progress: number[] = [];
    const result = cos.sliceUploadFile({
      ...place,
      Key,
      FilePath,
      onProgress: ({ loaded }) => {
        progress.push(loaded);
        if (progress.length === 2) change(real);
      },
    });
    return result;
  };

  test.each([
    ['deleted', (path: string) => unlinkSync(path)],
    ['truncated', (path: string) => truncateSync(path, 3 * mebibyte)],
    ['longer', (path: string) => appendFileSync(path, 'more')],
    ['replaced by another of the same size', (path: string) => writeFileSync(path, randomBytes(content.length))],
  ])('that is %s while it is uploaded is a FileError and never an object', async (_what, change) => {
    await expect(readsBegin(change)).rejects.toMatchObject({ code: 'FileError' });
    await expect(world.newClient().headObject({ ...place, Key })).rejects.toMatchObject({ statusCode: 404 });
  });

  test('of zero bytes is uploaded', async () => {
    const FilePath = await world.pick('empty', '');
    await expect(newClient().sliceUploadFile({ ...place, Key, FilePath })).resolves.toMatchObject({ Key });
    await expectStored(Buffer.alloc(0));
  });

  test('from memory goes in parts too', async () => {
    const Body = world.realm.evaluate(`new Uint8Array(${2 * mebibyte + 5}).fill(7).buffer`) as ArrayBuffer;
    await newClient().sliceUploadFile({ ...place, Key, Body });
    expect(countOf(names(), 'UploadPart')).toBe(3);
    await expectStored(Buffer.alloc(2 * mebibyte + 5, 7));
  });

  test('of two tasks for the same key arrives whole', async () => {
    const cos = newClient();
    const FilePath = await pick();
    await Promise.all([1, 2].map(() => cos.sliceUploadFile({ ...place, Key, FilePath })));
    await expectStored();
    expect(await unfinished()).toBe(0);
  });
});
