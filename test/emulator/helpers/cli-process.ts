import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Bundles the command line program as the package ships it; returns its path. */
export async function buildCli(): Promise<string> {
  const outfile = join(await mkdtemp(join(tmpdir(), 'cos-emulator-cli-')), 'cos-emulator.js');
  await build({
    entryPoints: ['emulator/cli.ts'],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

export interface CliProcess {
  readonly child: ChildProcess;
  readonly port: number;
  readonly output: () => string;
  /** Sends a signal and waits for the end; the exit code, or the signal that ended it. */
  stop(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** Starts the program and waits until it says where it listens. */
export async function startCli(cli: string, args: readonly string[]): Promise<CliProcess> {
  const child = spawn(process.execPath, [cli, '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = waitForEnd(child);
  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    const onData = (chunk: Buffer): void => {
      output += chunk.toString();
      const match = /Address\s+http:\/\/127\.0\.0\.1:(\d+)/.exec(output);
      if (match) resolve(Number(match[1]));
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    void ended.then((code) => reject(new Error(`The emulator ended with ${code}: ${output}`)));
  });
  const stop = async (signal: NodeJS.Signals): Promise<number | NodeJS.Signals> => {
    child.kill(signal);
    return ended;
  };
  return { child, port, output: () => output, stop };
}

/** Runs the program to its end. */
export async function runCli(
  cli: string,
  args: readonly string[],
): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await waitForEnd(child);
  return { code, stdout, stderr };
}

function waitForEnd(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL')));
}
