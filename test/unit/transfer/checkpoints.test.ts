import type { Clock } from '../../../src/base/clock';
import type { KeyValueStore } from '../../../src/host/key-value-store';
import { Checkpoints, type Checkpoint } from '../../../src/transfer/checkpoints';

let nowMs = 0;
const clock: Clock = { now: () => nowMs, random: () => 0, after: () => () => undefined };

function createStore() {
  const values = new Map<string, string>();
  let writes = 0;
  const storage: KeyValueStore = {
    get: (key) => values.get(key),
    set: (key, value) => {
      writes += 1;
      values.set(key, value);
    },
    remove: (key) => void values.delete(key),
  };
  return { storage, values, countWrites: () => writes, sizeBytes: () => [...values.values()].join('').length };
}

const etag = 'd41d8cd98f00b204e9800998ecf8427e';
const withParts = (count: number): Checkpoint => ({
  uploadId: 'u'.repeat(64),
  identity: `1-${etag}`,
  partBytes: 1048576,
  parts: new Map(Array.from({ length: count }, (_, n) => [n + 1, { etag, crc64: '18446744073709551615' }])),
});

test('what is saved is found, by another object too', () => {
  const { storage } = createStore();
  const checkpoint = withParts(3);
  new Checkpoints(storage, clock, 50).save('a', checkpoint, 10);
  expect(new Checkpoints(storage, clock, 50).find('a')).toEqual(checkpoint);
  expect(new Checkpoints(storage, clock, 50).find('b')).toBeUndefined();
});

test('all records together stay below 1 MB: the oldest go first', () => {
  const { storage, sizeBytes } = createStore();
  const checkpoints = new Checkpoints(storage, clock, 50);
  for (let n = 0; n < 20; n += 1) checkpoints.save(`large-${n}`, withParts(2000), 2000);
  expect(sizeBytes()).toBeLessThanOrEqual(1024 * 1024);
  expect(checkpoints.find('large-0')).toBeUndefined();
  expect(checkpoints.find('large-19')?.parts.size).toBe(2000);
});

test('even one upload of 10,000 parts has a record, and it fits', () => {
  const { storage, sizeBytes } = createStore();
  const checkpoints = new Checkpoints(storage, clock, 50);
  checkpoints.save('huge', withParts(10_000), 10_000);
  expect(sizeBytes()).toBeLessThanOrEqual(1024 * 1024);
  expect(checkpoints.find('huge')?.parts.size).toBe(10_000);
});

test('there are no more records than UploadIdCacheLimit', () => {
  const { storage, values } = createStore();
  const checkpoints = new Checkpoints(storage, clock, 2);
  for (const id of ['a', 'b', 'c']) checkpoints.save(id, withParts(1), 10);
  expect([...values.keys()].filter((key) => key.startsWith('cos-upload:'))).toEqual(['cos-upload:b', 'cos-upload:c']);
});

test('long records are written once a second, and at the end', () => {
  const { storage, countWrites } = createStore();
  const checkpoints = new Checkpoints(storage, clock, 50);
  checkpoints.save('long', withParts(1), 5000);
  const first = countWrites();
  for (let n = 0; n < 100; n += 1) checkpoints.save('long', withParts(n), 5000);
  expect(countWrites()).toBe(first);
  nowMs += 1000;
  checkpoints.save('long', withParts(200), 5000);
  checkpoints.save('long', withParts(201), 5000, true);
  expect(countWrites()).toBe(first + 2);
  expect(checkpoints.find('long')?.parts.size).toBe(201);
});

test('what is forgotten leaves nothing', () => {
  const { storage, values } = createStore();
  const checkpoints = new Checkpoints(storage, clock, 50);
  checkpoints.save('a', withParts(1), 10);
  checkpoints.forget('a');
  expect([...values.values()]).toEqual(['[]']);
});

test('a storage that throws is as good as none', () => {
  const fail = (): never => {
    throw new Error('full');
  };
  const checkpoints = new Checkpoints({ get: fail, set: fail, remove: fail }, clock, 50);
  checkpoints.save('a', withParts(1), 10);
  checkpoints.forget('a');
  expect(checkpoints.find('a')).toBeUndefined();
});
