import type { CosOptions } from '../../src';
import { createInstantClock } from '../helpers/instant-clock';
import { place, startWorld, type World } from '../helpers/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.newClient().putObject({ ...place, Key: 'some', Body: 'some text' });
});
afterAll(() => world.close());
beforeEach(() => void world.takeRequests());
afterEach(() => world.emulator.faults.clear());

function newPatientClient(options: CosOptions = {}) {
  const clock = createInstantClock();
  return { cos: world.newClient({ ...options, Host: { clock } }), clock };
}

const get = { ...place, Key: 'some' };
const statuses = () => world.takeRequests().map(({ status }) => status);

test('a burst of 503 is waited for, longer each time', async () => {
  const { cos, clock } = newPatientClient();
  world.emulator.faults.add({ operation: 'GetObject', status: 503, code: 'SlowDown', times: 3 });
  expect((await cos.getObject(get)).Body).toBe('some text');
  expect(statuses()).toEqual([503, 503, 503, 200]);
  expect(clock.waitsMs).toEqual([400, 800, 1600]);
});

test.each(['beforeBody', 'afterBody', 'afterWork'] as const)('a connection reset %s is repeated', async (reset) => {
  const { cos } = newPatientClient();
  const fault = world.emulator.faults.add({ operation: 'PutObject', reset });
  const Key = `reset-${reset}`;
  await cos.putObject({ ...place, Key, Body: 'whole' });
  expect(fault.hits).toBe(1);
  expect((await cos.getObject({ ...place, Key })).Body).toBe('whole');
});

test('a connection reset in the middle of a large body is repeated', async () => {
  const { cos } = newPatientClient();
  world.emulator.faults.add({ operation: 'PutObject', reset: { afterBytes: 100_000 } });
  const Body = 'x'.repeat(2_000_000);
  await cos.putObject({ ...place, Key: 'large', Body });
  expect((await cos.getObject({ ...place, Key: 'large' })).Body).toBe(Body);
});

test('a form upload that breaks off is repeated', async () => {
  const { cos } = newPatientClient();
  const fault = world.emulator.faults.add({ operation: 'PostObject', reset: 'afterBody' });
  const FilePath = await world.pick('form.txt', 'from a form');
  await cos.postObject({ ...place, Key: 'form.txt', FilePath });
  expect(fault.hits).toBe(1);
  expect((await cos.getObject({ ...place, Key: 'form.txt' })).Body).toBe('from a form');
});

test('a truncated answer is asked for again', async () => {
  const { cos } = newPatientClient();
  world.emulator.faults.add({ operation: 'GetBucket', truncateAnswerAfterBytes: 40 });
  expect((await cos.getBucket({ ...place, Prefix: 'some' })).Contents).toHaveLength(1);
});

test('Retry-After is obeyed', async () => {
  const { cos, clock } = newPatientClient();
  world.emulator.faults.add({ operation: 'GetObject', status: 503, code: 'SlowDown', headers: { 'Retry-After': '7' } });
  await cos.getObject(get);
  expect(clock.waitsMs).toEqual([7000]);
});

test('a fault that does not pass is given up within the budget', async () => {
  const { cos, clock } = newPatientClient({ RetryBudget: 3000 });
  world.emulator.faults.add({ operation: 'GetObject', status: 500, code: 'InternalError', times: Infinity });
  await expect(cos.getObject(get)).rejects.toMatchObject({ code: 'InternalError', statusCode: 500, isRetryable: true });
  expect(clock.waitsMs.reduce((sum, waitMs) => sum + waitMs, 0)).toBeLessThanOrEqual(3000);
  expect(statuses().length).toBeGreaterThan(3);
});

test('ChunkRetryTimes: 0 means one attempt', async () => {
  const { cos } = newPatientClient({ ChunkRetryTimes: 0 });
  world.emulator.faults.add({ operation: 'GetObject', status: 503, code: 'SlowDown' });
  await expect(cos.getObject(get)).rejects.toMatchObject({ code: 'SlowDown' });
  expect(statuses()).toEqual([503]);
});

test.each([400, 403, 404, 409, 412, 501])('an answer %i is final', async (status) => {
  const { cos } = newPatientClient();
  world.emulator.faults.add({ operation: 'PutObject', status, code: 'SomeCode', times: Infinity });
  await expect(cos.putObject({ ...place, Key: 'x', Body: 'x' })).rejects.toMatchObject({
    code: 'SomeCode',
    statusCode: status,
  });
  expect(statuses()).toEqual([status]);
});

test('an append whose answer is lost is not done twice', async () => {
  const { cos } = newPatientClient();
  world.emulator.faults.add({ operation: 'AppendObject', reset: 'afterWork' });
  const append = { ...place, Key: 'journal', Body: 'once', Position: 0 };
  await expect(cos.appendObject(append)).rejects.toMatchObject({ code: 'NetworkError' });
  expect((await cos.getObject({ ...place, Key: 'journal' })).Body).toBe('once');
});

test('status 200 with an Error in the body is an error', async () => {
  const { cos } = newPatientClient();
  const { UploadId } = await cos.multipartInit({ ...place, Key: 'merged' });
  const { ETag } = await cos.multipartUpload({ ...place, Key: 'merged', UploadId, PartNumber: 1, Body: 'part' });
  world.emulator.faults.add({ operation: 'CompleteMultipartUpload', okThenError: { code: 'AccessForbidden' } });
  const complete = { ...place, Key: 'merged', UploadId, Parts: [{ PartNumber: 1, ETag }] };
  await expect(cos.multipartComplete(complete)).rejects.toMatchObject({ code: 'AccessForbidden', statusCode: 200 });
});

test('a complete that keeps the connection alive with spaces is read', async () => {
  const { cos } = newPatientClient();
  const { UploadId } = await cos.multipartInit({ ...place, Key: 'slow' });
  const { ETag } = await cos.multipartUpload({ ...place, Key: 'slow', UploadId, PartNumber: 1, Body: 'part' });
  world.emulator.faults.add({ operation: 'CompleteMultipartUpload', slowMergeMs: 60 });
  const done = await cos.multipartComplete({
    ...place,
    Key: 'slow',
    UploadId,
    Parts: [{ PartNumber: 1, ETag: ETag.replace(/"/g, '') }],
  });
  expect(done).toMatchObject({ Key: 'slow', Location: `${place.Bucket}.cos.${place.Region}.myqcloud.com/slow` });
});
