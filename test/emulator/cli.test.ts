import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DEFAULT_SECRET_ID, DEFAULT_SECRET_KEY } from '../../emulator';
import { buildCli, runCli, startCli } from './helpers/cli-process';
import { RawClient } from './helpers/raw-client';

let cli: string;
let folder: string;

beforeAll(async () => {
  cli = await buildCli();
  folder = await mkdtemp(join(tmpdir(), 'cos-emulator-data-'));
});
afterAll(async () => {
  await rm(dirname(cli), { recursive: true });
  await rm(folder, { recursive: true });
});

test('starts, says what one needs to know, works, and ends on SIGTERM and SIGINT', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const args = [
      '--data',
      join(folder, 'a'),
      '--bucket',
      'one-1250000000@ap-beijing',
      '--bucket',
      'two-1250000000@ap-shanghai',
    ];
    const running = await startCli(cli, args);
    for (const text of [
      DEFAULT_SECRET_ID,
      DEFAULT_SECRET_KEY,
      join(folder, 'a'),
      '/_emulator/sts',
      'one-1250000000.cos.ap-beijing.myqcloud.com',
    ]) {
      expect(running.output()).toContain(text);
    }
    const client = new RawClient({ port: running.port, secretId: DEFAULT_SECRET_ID, secretKey: DEFAULT_SECRET_KEY });
    const host = 'two-1250000000.cos.ap-shanghai.myqcloud.com';
    expect((await client.send({ method: 'PUT', host, key: 'x', body: 'x' })).status).toBe(200);
    expect(await running.stop(signal)).toBe(0);
    expect(running.output()).toContain('Stopped');
  }
});

test('keys of choice, and CORS', async () => {
  const args = ['--data', join(folder, 'b'), '--secret-id', 'AKIDmine', '--secret-key', 'mine', '--cors'];
  const running = await startCli(cli, args);
  const client = new RawClient({ port: running.port, secretId: 'AKIDmine', secretKey: 'mine' });
  const answer = await client.send({ host: 'service.cos.myqcloud.com', headers: { origin: 'http://a' } });
  expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, '*']);
  expect(answer.text).toContain('examplebucket-1250000000');
  await running.stop('SIGTERM');
});

test('it ends in order although nobody reads its output any more', async () => {
  const running = await startCli(cli, ['--data', join(folder, 'unread')]);
  running.child.stdout!.destroy();
  expect(await running.stop('SIGTERM')).toBe(0);
});

test('--help', async () => {
  const result = await runCli(cli, ['--help']);
  expect([result.code, result.stderr]).toEqual([0, '']);
  for (const option of ['--port', '--data', '--bucket', '--secret-id', '--secret-key', '--cors']) {
    expect(result.stdout).toContain(option);
  }
});

test.each<[string[], string]>([
  [['--port', 'x'], '--port'],
  [['--port', '70000'], '70000'],
  [['--bucket', 'nameless'], 'nameless'],
  [['--data', ''], '--data'],
  [['--secret-key', ' '], '--secret-key'],
  [['--unknown'], '--unknown'],
  [['stray'], 'stray'],
  [['--port'], '--port'],
])('%j is a mistake', async (args, named) => {
  const result = await runCli(cli, args);
  expect(result.code).toBe(2);
  expect(result.stdout).toBe('');
  expect(result.stderr).toMatch(/^cos-emulator: /);
  expect(result.stderr.split('\n')[0]).toContain(named);
});

test('a port in use', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const result = await runCli(cli, ['--port', String(port), '--data', join(folder, 'c')]);
  expect([result.code, result.stderr]).toEqual([
    1,
    `cos-emulator: Port ${port} is in use. Choose another with --port.\n`,
  ]);
  await new Promise((resolve) => server.close(resolve));
});

test('a folder with other files is refused and left alone', async () => {
  const foreign = await mkdtemp(join(folder, 'foreign-'));
  await writeFile(join(foreign, 'thesis.doc'), 'x');
  const result = await runCli(cli, ['--port', '0', '--data', foreign]);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('holds other files');
});

test('a folder that another emulator uses', async () => {
  const running = await startCli(cli, ['--data', join(folder, 'd')]);
  const result = await runCli(cli, ['--port', '0', '--data', join(folder, 'd')]);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain(`in use by another emulator (process ${running.child.pid!})`);
  await running.stop('SIGTERM');
});
