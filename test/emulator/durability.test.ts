import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { DEFAULT_SECRET_ID, DEFAULT_SECRET_KEY, startEmulator } from '../../emulator';
import { buildCli, startCli } from './helpers/cli-process';
import { RawClient, testBucket, testHost, testRegion, xmlText, xmlTexts } from './helpers/raw-client';
import { patternBytes, startTestEmulator } from './helpers/test-emulator';

let cli: string;
let dataDir: string;

beforeAll(async () => {
  cli = await buildCli();
});
afterAll(() => rm(dirname(cli), { recursive: true }));
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cos-emulator-data-'));
});
afterEach(() => rm(dataDir, { recursive: true, maxRetries: 3 }));

const mebibyte = 1024 * 1024;
const start = () => startCli(cli, ['--data', dataDir, '--bucket', `${testBucket}@${testRegion}`]);
const clientOf = (port: number) => new RawClient({ port, secretId: DEFAULT_SECRET_ID, secretKey: DEFAULT_SECRET_KEY });

test('everything answered before a kill -9 is there after it, and nothing half', async () => {
  const first = await start();
  const client = clientOf(first.port);
  const content = patternBytes(3 * mebibyte);
  await client.put('whole 中', content, { 'x-cos-meta-a': '1' });
  await client.put('overwritten', 'old');
  await client.put('overwritten', 'new');
  await client.put('deleted', 'x');
  await client.send({ method: 'DELETE', key: 'deleted' });
  const begun = await client.send({ method: 'POST', key: 'parts', query: { uploads: '' }, body: '' });
  const uploadId = xmlText(begun.text, 'UploadId')!;
  const part = await client.send({ method: 'PUT', key: 'parts', query: { partNumber: '1', uploadId }, body: content });
  // Uploads in full flow when the process dies.
  const cut = Array.from({ length: 4 }, (_, index) =>
    client.put(`cut-${index}`, Buffer.alloc(40 * mebibyte)).catch(() => undefined),
  );
  while ((await readdir(join(dataDir, 'incoming'))).length < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  expect(await first.stop('SIGKILL')).toBe('SIGKILL');
  await Promise.all(cut);

  const second = await start();
  const again = clientOf(second.port);
  expect(await readdir(join(dataDir, 'incoming'))).toEqual([]);
  const listed = xmlTexts((await again.send({})).text, 'Key').filter((key) => !key.startsWith('cut-'));
  expect(listed).toEqual(['overwritten', 'whole 中']);
  const got = await again.get('whole 中');
  expect(got.body.equals(content)).toBe(true);
  expect(got.headers['x-cos-meta-a']).toBe('1');
  expect((await again.get('overwritten')).text).toBe('new');
  for (let index = 0; index < 4; index++) {
    const answer = await again.get(`cut-${index}`);
    expect(answer.status === 404 || answer.body.length === 40 * mebibyte).toBe(true);
  }
  const parts = await again.send({ key: 'parts', query: { uploadId } });
  expect(xmlTexts(parts.text, 'ETag')).toEqual([part.headers.etag!.replaceAll('"', '&quot;')]);
  const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.etag!}</ETag></Part></CompleteMultipartUpload>`;
  expect((await again.send({ method: 'POST', key: 'parts', query: { uploadId }, body })).status).toBe(200);
  expect((await again.get('parts')).body.equals(content)).toBe(true);
  expect(await second.stop('SIGTERM')).toBe(0);
}, 60_000);

test('temporary keys outlive a restart', async () => {
  const first = await startEmulator({ dataDir });
  const { credentials } = first.issueCredentials();
  await first.close();
  const second = await startEmulator({ dataDir, buckets: [{ Bucket: testBucket, Region: testRegion }] });
  const keys = {
    secretId: credentials.tmpSecretId,
    secretKey: credentials.tmpSecretKey,
    token: credentials.sessionToken,
  };
  expect((await new RawClient(second, keys).put('x', 'x')).status).toBe(200);
  await second.close();
  const other = await startEmulator({ dataDir, secretKey: 'another root key' });
  expect((await new RawClient(other, keys).get('x')).code).toBe('InvalidAccessKeyId');
  await other.close();
});

test('killed between the object and the removal of its upload: the upload is over, the object is whole', async () => {
  const first = await startTestEmulator({ dataDir });
  const begun = await first.client.send({ method: 'POST', key: 'merged', query: { uploads: '' }, body: '' });
  const uploadId = xmlText(begun.text, 'UploadId')!;
  const part = await first.client.send({
    method: 'PUT',
    key: 'merged',
    query: { partNumber: '1', uploadId },
    body: 'content',
  });
  const uploadFolder = join(dataDir, 'buckets', testBucket, 'uploads', uploadId);
  await cp(uploadFolder, join(dataDir, 'saved'), { recursive: true });
  const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.etag!}</ETag></Part></CompleteMultipartUpload>`;
  await first.client.send({ method: 'POST', key: 'merged', query: { uploadId }, body });
  await first.emulator.close();
  await cp(join(dataDir, 'saved'), uploadFolder, { recursive: true });

  const second = await startTestEmulator({ dataDir });
  const aborted = await second.client.send({ method: 'DELETE', key: 'merged', query: { uploadId } });
  expect(aborted.code).toBe('NoSuchUpload');
  expect((await second.client.get('merged')).text).toBe('content');
  await second.emulator.close();
});

test('leftovers of a killed process are removed, what is in use is not', async () => {
  const first = await startTestEmulator({ dataDir });
  await first.client.put('kept', 'kept');
  await first.emulator.close();
  const objects = join(dataDir, 'buckets', testBucket, 'objects');
  await writeFile(join(dataDir, 'incoming', 'half'), 'x');
  await writeFile(join(dataDir, 'blobs', 'orphan'), 'x');
  await writeFile(join(objects, 'half.json.tmp'), '{');
  await cp(join(dataDir, 'incoming'), join(dataDir, 'buckets', 'interrupted-1250000000'), { recursive: true });
  const second = await startTestEmulator({ dataDir });
  expect((await second.client.get('kept')).text).toBe('kept');
  const names = await readdir(dataDir, { recursive: true });
  expect(names.filter((name) => /half|orphan|interrupted/.test(name))).toEqual([]);
  await second.emulator.close();
});

test('a temporary data folder is removed on close, a given one is kept', async () => {
  const temporary = await startTestEmulator();
  await temporary.client.put('x', 'x');
  const path = temporary.emulator.dataDir;
  await temporary.emulator.close();
  await expect(readdir(path)).rejects.toMatchObject({ code: 'ENOENT' });
  const given = await startTestEmulator({ dataDir });
  await given.emulator.close();
  expect(await readdir(dataDir)).toContain('buckets');
});

test('buckets given again keep their objects and take the new settings', async () => {
  const first = await startTestEmulator({ dataDir });
  await first.client.put('x', 'x');
  await first.emulator.close();
  const buckets = [{ Bucket: testBucket, Region: testRegion, acl: 'public-read' }];
  const second = await startTestEmulator({ dataDir, buckets });
  expect((await second.client.send({ key: 'x', keys: false })).text).toBe('x');
  await second.emulator.close();
  const moved = startEmulator({ dataDir, buckets: [{ Bucket: testBucket, Region: 'ap-beijing' }] });
  await expect(moved).rejects.toThrow('ap-guangzhou');
  const badName = startEmulator({ dataDir, buckets: [{ Bucket: 'nameless', Region: 'ap-beijing' }] });
  await expect(badName).rejects.toThrow('bucket name');
});

// The peak of another process is known on Linux only.
const testOnLinux = platform() === 'linux' ? test : test.skip;

testOnLinux(
  'hundreds of megabytes stream through with little memory',
  async () => {
    const running = await start();
    const client = clientOf(running.port);
    await client.put('warm-up', Buffer.alloc(mebibyte));
    const before = await peakMemoryBytes(running.child.pid!);
    const sizeBytes = 300 * mebibyte;
    const put = await client.send({
      method: 'PUT',
      key: 'large',
      body: Readable.from(zeros(sizeBytes)),
      headers: { 'content-length': String(sizeBytes) },
    });
    expect(put.status).toBe(200);
    const got = await client.send({ key: 'large', countOnly: true });
    expect(Number(got.text)).toBe(sizeBytes);
    const copied = await client.send({
      method: 'PUT',
      key: 'copy',
      headers: { 'content-length': '0', 'x-cos-copy-source': `${testHost}/large` },
    });
    expect(copied.status).toBe(200);
    const growthBytes = (await peakMemoryBytes(running.child.pid!)) - before;
    expect(growthBytes).toBeLessThan(64 * mebibyte);
    await running.stop('SIGTERM');
  },
  120_000,
);

async function peakMemoryBytes(pid: number): Promise<number> {
  const match = /VmHWM:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'));
  return Number(match![1]) * 1024;
}

function* zeros(sizeBytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(mebibyte);
  for (let sent = 0; sent < sizeBytes; sent += piece.length) yield piece;
}
