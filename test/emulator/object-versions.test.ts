import { createHash } from 'node:crypto';
import { testHost, xmlText, xmlTexts, type RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';
import { listVersions, putVersions, setVersioning, versionOf } from './helpers/versions';

let emulator: TestEmulator['emulator'];
let client: RawClient;
beforeEach(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterEach(() => emulator.close());

const get = (key: string, versionId?: string) => client.send({ key, query: versionId ? { versionId } : {} });
const remove = (key: string, versionId?: string) =>
  client.send({ method: 'DELETE', key, query: versionId ? { versionId } : {} });
const ids = async (key: string) => (await listVersions(client, { prefix: key })).versions.map(({ id }) => id);

test('a bucket that never had versioning knows no versions', async () => {
  expect((await client.put('a', 'one')).headers['x-cos-version-id']).toBeUndefined();
  await client.put('a', 'two');
  expect((await listVersions(client)).versions).toEqual([{ key: 'a', id: 'null', isLatest: true, isMarker: false }]);
  const removed = await remove('a');
  expect([removed.status, removed.headers['x-cos-delete-marker']]).toEqual([204, undefined]);
  expect((await listVersions(client)).versions).toEqual([]);
  expect((await client.send({ method: 'DELETE' })).status).toBe(204);
});

describe('enabled', () => {
  beforeEach(() => setVersioning(client, 'Enabled'));

  test('every way to upload makes a version and tells its id', async () => {
    const begin = await client.send({ method: 'POST', key: 'a', query: { uploads: '' }, body: '' });
    const uploadId = xmlText(begin.text, 'UploadId') ?? '';
    const part = await client.send({ method: 'PUT', key: 'a', query: { partNumber: '1', uploadId }, body: 'parts' });
    const list = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.etag}</ETag></Part></CompleteMultipartUpload>`;
    const made = [
      await client.put('a', 'put'),
      await client.send({ method: 'POST', key: 'a', query: { uploadId }, body: list }),
      await client.put('a', '', { 'x-cos-copy-source': `${testHost}/a`, 'x-cos-metadata-directive': 'Replaced' }),
    ].map(versionOf);
    expect(new Set(made).size).toBe(3);
    expect(await ids('a')).toEqual([...made].reverse());
    expect((await get('a', made[0])).text).toBe('put');
    expect((await get('a', made[1])).text).toBe('parts');
    expect((await get('a')).headers['x-cos-version-id']).toBe(made[2]);
  });

  test('what was there before is the version null', async () => {
    await setVersioning(client, 'Suspended');
    await client.put('a', 'before');
    await setVersioning(client, 'Enabled');
    const [after = ''] = await putVersions(client, 'a', ['after']);
    expect(await ids('a')).toEqual([after, 'null']);
    expect((await get('a', 'null')).text).toBe('before');
  });

  test('deleting sets a marker; the object is gone, its versions are not', async () => {
    const [first = ''] = await putVersions(client, 'a', ['one']);
    const removed = await remove('a');
    const marker = versionOf(removed);
    expect([removed.status, removed.headers['x-cos-delete-marker']]).toEqual([204, 'true']);
    for (const method of ['GET', 'HEAD']) {
      const gone = await client.send({ method, key: 'a' });
      expect([gone.status, gone.headers['x-cos-delete-marker']]).toEqual([404, 'true']);
      const named = await client.send({ method, key: 'a', query: { versionId: marker } });
      expect([named.status, named.headers['x-cos-delete-marker']]).toEqual([405, 'true']);
    }
    expect((await get('a')).code).toBe('NoSuchKey');
    expect((await get('a', marker)).code).toBe('MethodNotAllowed');
    expect((await get('a', first)).text).toBe('one');
    expect(xmlTexts((await client.send({})).text, 'Key')).toEqual([]);
  });

  test('deleting the marker brings the object back, also into the listing', async () => {
    await putVersions(client, 'a', ['one', 'two']);
    const marker = versionOf(await remove('a'));
    const removed = await remove('a', marker);
    expect([removed.headers['x-cos-delete-marker'], versionOf(removed)]).toEqual(['true', marker]);
    expect((await get('a')).text).toBe('two');
    expect(xmlTexts((await client.send({})).text, 'Key')).toEqual(['a']);
  });

  test('a version is deleted for good, and the next one becomes the object', async () => {
    const [first = '', second = ''] = await putVersions(client, 'a', ['one', 'two']);
    const removed = await remove('a', second);
    expect([versionOf(removed), removed.headers['x-cos-delete-marker']]).toEqual([second, undefined]);
    expect((await get('a')).text).toBe('one');
    expect(await get('a', second)).toMatchObject({ status: 404, code: 'NoSuchVersion' });
    await remove('a', first);
    expect((await get('a')).code).toBe('NoSuchKey');
    expect(await ids('a')).toEqual([]);
  });

  test('several markers on one key, also where there never was an object', async () => {
    const markers = [versionOf(await remove('none')), versionOf(await remove('none'))];
    expect((await listVersions(client)).versions).toEqual([
      { key: 'none', id: markers[1], isLatest: true, isMarker: true },
      { key: 'none', id: markers[0], isLatest: false, isMarker: true },
    ]);
  });

  test('an old version could not be copied onto its object, the way to bring it back', async () => {
    const [first = ''] = await putVersions(client, 'a', ['one', 'two']);
    const copied = await client.put('a', '', { 'x-cos-copy-source': `${testHost}/a?versionId=${first}` });
    expect(copied.status).toBe(200);
    expect((await get('a')).text).toBe('one');
    expect(await ids('a')).toHaveLength(3);
    const same = await client.put('a', '', { 'x-cos-copy-source': `${testHost}/a` });
    expect(same.code).toBe('InvalidRequest');
  });

  test('a delete marker is no source of a copy', async () => {
    await putVersions(client, 'a', ['one']);
    const marker = versionOf(await remove('a'));
    expect(await client.put('b', '', { 'x-cos-copy-source': `${testHost}/a` })).toMatchObject({
      status: 404,
      code: 'NoSuchKey',
    });
    const named = await client.put('b', '', { 'x-cos-copy-source': `${testHost}/a?versionId=${marker}` });
    expect(named.status).toBe(400);
  });

  test('appendable objects take no part', async () => {
    const append = (position: number, body: string) =>
      client.send({ method: 'POST', key: 'log', query: { append: '', position: String(position) }, body });
    expect((await append(0, 'one')).headers['x-cos-version-id']).toBeUndefined();
    await append(3, 'two');
    expect((await get('log')).text).toBe('onetwo');
    expect(await ids('log')).toEqual(['null']);
    const [normal = ''] = await putVersions(client, 'log', ['normal']);
    expect(await ids('log')).toEqual([normal, 'null']);
    await remove('log');
    await append(0, 'new');
    expect((await ids('log')).filter((id) => id === 'null')).toHaveLength(1);
    expect((await get('log', 'null')).text).toBe('new');
  });

  test('a bucket is empty when its last version and marker are deleted', async () => {
    const [first = ''] = await putVersions(client, 'a', ['one']);
    const marker = versionOf(await remove('a'));
    expect(await client.send({ method: 'DELETE' })).toMatchObject({ status: 409, code: 'BucketNotEmpty' });
    await remove('a', first);
    expect((await client.send({ method: 'DELETE' })).code).toBe('BucketNotEmpty');
    await remove('a', marker);
    expect((await client.send({ method: 'DELETE' })).status).toBe(204);
  });
});

describe('suspended', () => {
  let first: string;
  beforeEach(async () => {
    await setVersioning(client, 'Enabled');
    [first = ''] = await putVersions(client, 'a', ['one']);
    await setVersioning(client, 'Suspended');
  });

  test('uploads replace the version null, do not tell it, and keep the others', async () => {
    for (const content of ['two', 'three'])
      expect((await client.put('a', content)).headers['x-cos-version-id']).toBeUndefined();
    expect(await ids('a')).toEqual(['null', first]);
    expect((await get('a', 'null')).text).toBe('three');
    expect((await get('a', first)).text).toBe('one');
  });

  test('deleting replaces the version null by a marker null', async () => {
    await client.put('a', 'two');
    const removed = await remove('a');
    expect([versionOf(removed), removed.headers['x-cos-delete-marker']]).toEqual(['null', 'true']);
    expect((await listVersions(client)).versions).toEqual([
      { key: 'a', id: first, isLatest: false, isMarker: false },
      { key: 'a', id: 'null', isLatest: true, isMarker: true },
    ]);
    await client.put('a', 'three');
    expect(await ids('a')).toEqual(['null', first]);
    await remove('a', 'null');
    expect((await get('a')).text).toBe('one');
  });
});

describe('DeleteMultipleObjects', () => {
  const removeAll = (list: string, quiet = false) => {
    const body = `<Delete><Quiet>${quiet}</Quiet>${list}</Delete>`;
    const headers = { 'content-md5': createHash('md5').update(body).digest('base64') };
    return client.send({ method: 'POST', query: { delete: '' }, body, headers });
  };
  const entry = (key: string, versionId?: string): string =>
    `<Object><Key>${key}</Key>${versionId === undefined ? '' : `<VersionId>${versionId}</VersionId>`}</Object>`;
  beforeEach(() => setVersioning(client, 'Enabled'));

  test('sets markers, deletes versions and markers, and names each', async () => {
    const [first = ''] = await putVersions(client, 'a', ['one', 'two']);
    await putVersions(client, 'b', ['x']);
    const marker = versionOf(await remove('b'));
    const { text } = await removeAll(entry('a', first) + entry('a') + entry('b', marker));
    const deleted = [...text.matchAll(/<Deleted>(.*?)<\/Deleted>/g)].map(([, inner = '']) =>
      ['Key', 'VersionId', 'DeleteMarker', 'DeleteMarkerVersionId'].map((name) => xmlText(inner, name)),
    );
    expect(deleted).toEqual([
      ['a', first, undefined, undefined],
      ['a', undefined, 'true', expect.stringMatching(/./)],
      ['b', marker, 'true', marker],
    ]);
    expect((await get('b')).text).toBe('x');
    expect((await get('a')).code).toBe('NoSuchKey');
  });

  test('quiet tells nothing, and does the same', async () => {
    await putVersions(client, 'a', ['one']);
    const { text } = await removeAll(entry('a'), true);
    expect(text).not.toContain('Deleted');
    expect((await get('a')).code).toBe('NoSuchKey');
  });

  test('an empty VersionId is none', async () => {
    await putVersions(client, 'a', ['one']);
    await removeAll(entry('a', ''));
    expect((await get('a')).headers['x-cos-delete-marker']).toBe('true');
  });

  test('objects before a wrong one were deleted although the request was refused', async () => {
    await putVersions(client, 'a', ['one']);
    expect((await removeAll(entry('a') + entry(''))).code).toBe('MalformedXML');
    expect((await get('a')).text).toBe('one');
  });
});
