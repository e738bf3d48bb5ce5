import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const emulator = join(__dirname, '../../node_dist/cos-emulator.js');
let dataDir: string;
beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'cos-programs-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const exitOf = (program: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => program.once('exit', resolve));

test('the built cos-emulator starts, says where it listens, answers and stops on SIGTERM', async () => {
  const program = spawn(process.execPath, [
    emulator,
    '--port',
    '0',
    '--data',
    dataDir,
    '--bucket',
    'a-1250000000@ap-guangzhou',
  ]);
  const output = await new Promise<string>((resolve) =>
    program.stdout.once('data', (text: Buffer) => resolve(String(text))),
  );
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? '';
  const sts = await fetch(`${address}/_emulator/sts`, { method: 'POST' });
  expect(await sts.json()).toMatchObject({ credentials: { tmpSecretId: expect.any(String) } });
  program.kill('SIGTERM');
  expect(await exitOf(program)).toBe(0);
});

test('the built cos-emulator refuses an option that it does not know', async () => {
  const program = spawn(process.execPath, [emulator, '--prot', '0']);
  const output = new Promise<string>((resolve) => program.stderr.once('data', (text: Buffer) => resolve(String(text))));
  expect(await exitOf(program)).not.toBe(0);
  expect(await output).toContain('--prot');
});
