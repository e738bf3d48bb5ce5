import { Agent, request as httpRequest } from 'node:http';
import { readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { authorize, exchange, testBucket, testHost, type RawClient } from './helpers/raw-client';
import { formType, signForm, writeForm } from './helpers/form';
import { patternBytes, startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

test('a reader gets the whole old object while it is overwritten and removed', async () => {
  const old = patternBytes(3_000_000, 1);
  await client.put('replaced', old);
  emulator.faults.add({ operation: 'GetObject', key: 'replaced', bandwidthBytesPerSecond: 10_000_000 });
  const reading = client.get('replaced');
  await new Promise((resolve) => setTimeout(resolve, 60));
  await client.put('replaced', patternBytes(3_000_000, 2));
  await client.send({ method: 'DELETE', key: 'replaced' });
  expect((await reading).body.equals(old)).toBe(true);
});

test('simultaneous overwrites leave exactly one of the contents', async () => {
  const contents = Array.from({ length: 6 }, (_, seed) => patternBytes(200_000, seed));
  const puts = contents.map((content) => client.put('contended-put', content));
  const reads = Array.from({ length: 6 }, () => client.get('contended-put'));
  const answers = [...(await Promise.all(reads)), await Promise.all(puts).then(() => client.get('contended-put'))];
  for (const answer of answers.filter(({ status }) => status === 200)) {
    expect(contents.some((content) => content.equals(answer.body))).toBe(true);
  }
  expect(answers.at(-1)!.status).toBe(200);
});

test('an upload that is cut off leaves no object and no file', async () => {
  await new Promise<void>((resolve) => {
    const headers: Record<string, string> = { host: testHost, 'content-length': '1000000' };
    headers['authorization'] = authorize({ method: 'PUT', path: '/cut', query: [], headers }, emulator);
    const socket = connect(emulator.port, '127.0.0.1');
    const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`PUT /cut HTTP/1.1\r\n${fields.join('')}\r\n`);
    socket.write(Buffer.alloc(300_000), () => setTimeout(() => socket.destroy(), 50));
    socket.on('close', () => resolve());
  });
  await waitFor(() => emulator.requests.some(({ key, status }) => key === 'cut' && status === 0));
  expect((await client.get('cut')).status).toBe(404);
  expect(await readdir(join(emulator.dataDir, 'incoming'))).toEqual([]);
});

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('the request log tells what was asked and answered', async () => {
  emulator.clearRequests();
  await client.put('logged', 'abc', { 'x-cos-meta-a': '1' });
  await client.get('unlogged');
  expect(emulator.requests).toMatchObject([
    {
      operation: 'PutObject',
      method: 'PUT',
      bucket: testBucket,
      region: 'ap-guangzhou',
      key: 'logged',
      status: 200,
      bodyBytes: 3,
      identity: 'root',
      headers: { 'x-cos-meta-a': '1', host: testHost },
    },
    { operation: 'GetObject', key: 'unlogged', status: 404, code: 'NoSuchKey', bodyBytes: 0 },
  ]);
});

test('an answer before the body keeps the connection usable', async () => {
  const answer = await client.send({ method: 'PUT', key: 'big', body: Buffer.alloc(2_000_000), keys: false });
  expect(answer.code).toBe('AccessDenied');
  expect((await exchange(emulator.port, { method: 'GET', path: '/', headers: { host: testHost } })).status).toBe(403);
});

test('a large form that is refused does not block the next request on the same connection', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = writeForm([
    ['key', 'refused'],
    ...signForm({ secretId: emulator.secretId, secretKey: 'x' }),
    { file: Buffer.alloc(5_000_000) },
  ]);
  const sendOn = (method: string, headers: Record<string, string>, content?: Buffer): Promise<number> =>
    new Promise((resolve, reject) => {
      const request = httpRequest(
        { agent, host: '127.0.0.1', port: emulator.port, method, path: '/', headers },
        (response) => {
          response.resume().on('end', () => resolve(response.statusCode!));
        },
      );
      request.on('error', reject).end(content);
    });
  const formHeaders = { host: testHost, 'content-type': formType, 'content-length': String(body.length) };
  expect(await sendOn('POST', formHeaders, body)).toBe(403);
  expect(await sendOn('GET', { host: testHost })).toBe(403);
  expect(await sendOn('PUT', { host: testHost, 'content-length': String(body.length) }, body)).toBe(403);
  expect(await sendOn('GET', { host: testHost })).toBe(403);
  agent.destroy();
});
