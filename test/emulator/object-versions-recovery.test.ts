import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashedName } from '../../emulator/storage/files';
import { testBucket, xmlTexts, type RawClient } from './helpers/raw-client';
import { startTestEmulator } from './helpers/test-emulator';
import { listVersions, putVersions, setVersioning, versionOf } from './helpers/versions';

/** What a process killed between two steps of a change leaves behind, and what the next start makes of it. */
let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cos-versions-'));
});
afterEach(() => rm(dataDir, { recursive: true, maxRetries: 3 }));

/** Runs the emulator on the folder; closes it again. */
async function withEmulator<T>(work: (client: RawClient) => Promise<T>): Promise<T> {
  const { emulator, client } = await startTestEmulator({ dataDir });
  try {
    return await work(client);
  } finally {
    await emulator.close();
  }
}

const pathOf = (kind: 'objects' | 'versions', key: string): string =>
  join(dataDir, 'buckets', testBucket, kind, hashedName(key));
const readFileOf = (kind: 'objects' | 'versions', key: string) => readFile(pathOf(kind, key), 'utf8');
const idsOf = async (client: RawClient) => (await listVersions(client)).versions.map(({ id }) => id);
const listedKeys = async (client: RawClient) => xmlTexts((await client.send({})).text, 'Key');
const prepare = (contents: readonly string[]) =>
  withEmulator(async (client) => {
    await setVersioning(client, 'Enabled');
    return putVersions(client, 'a', contents);
  });

test('versions, markers and their order survive a restart', async () => {
  const ids = await prepare(['one', 'two']);
  const marker = await withEmulator(async (client) => versionOf(await client.send({ method: 'DELETE', key: 'a' })));
  await withEmulator(async (client) => {
    expect(await idsOf(client)).toEqual([...ids].reverse().concat(marker));
    expect((await client.send({ key: 'a', query: { versionId: ids[0] ?? '' } })).text).toBe('one');
    expect((await client.get('a')).headers['x-cos-delete-marker']).toBe('true');
    expect(await listedKeys(client)).toEqual([]);
  });
});

test('killed before the new version was written: the old one is there once', async () => {
  const ids = await prepare(['one', 'two']);
  const [object, history] = [await readFileOf('objects', 'a'), await readFileOf('versions', 'a')];
  const { key, versions } = JSON.parse(history) as { key: string; versions: unknown[] };
  await writeFile(pathOf('versions', 'a'), JSON.stringify({ key, versions: [JSON.parse(object), ...versions] }));
  await withEmulator(async (client) => {
    expect(await idsOf(client)).toEqual([...ids].reverse());
    expect((await client.get('a')).text).toBe('two');
  });
});

test('killed before a deleted object was removed: it is deleted, and kept as a version', async () => {
  const ids = await prepare(['one']);
  const object = await readFileOf('objects', 'a');
  const marker = await withEmulator(async (client) => versionOf(await client.send({ method: 'DELETE', key: 'a' })));
  await writeFile(pathOf('objects', 'a'), object);
  await withEmulator(async (client) => {
    expect(await listedKeys(client)).toEqual([]);
    expect(await idsOf(client)).toEqual([...ids, marker]);
    expect((await client.send({ key: 'a', query: { versionId: ids[0] ?? '' } })).text).toBe('one');
  });
});

test('killed before an older version took the place of a deleted one: it takes it', async () => {
  const ids = await prepare(['one', 'two']);
  await rm(pathOf('objects', 'a'));
  for (let start = 0; start < 2; start++) {
    await withEmulator(async (client) => {
      expect(await listedKeys(client)).toEqual(['a']);
      expect(await idsOf(client)).toEqual(ids.slice(0, 1));
      expect((await client.get('a')).text).toBe('one');
    });
  }
});

test('data from before versioning opens, and becomes the version null', async () => {
  await withEmulator((client) => client.put('a', 'plain'));
  expect(await readFileOf('objects', 'a')).not.toContain('versionId');
  const ids = await prepare(['one']);
  await withEmulator(async (client) => {
    expect(await idsOf(client)).toEqual([...ids, 'null']);
    expect((await client.send({ key: 'a', query: { versionId: 'null' } })).text).toBe('plain');
  });
});

test('a delete of the version null lost its marker when killed before the object was removed', async () => {
  const object = await withEmulator(async (client) => {
    await setVersioning(client, 'Suspended');
    await client.put('a', 'two');
    const before = await readFileOf('objects', 'a');
    await client.send({ method: 'DELETE', key: 'a' });
    return before;
  });
  await writeFile(pathOf('objects', 'a'), object);
  await withEmulator(async (client) => {
    expect((await client.get('a')).headers['x-cos-delete-marker']).toBe('true');
    expect((await listVersions(client)).versions).toEqual([{ key: 'a', id: 'null', isLatest: true, isMarker: true }]);
  });
});
