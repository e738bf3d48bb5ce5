import { helpText, readCommandLine } from './cli-options';
import { startEmulator, type Emulator } from './emulator';
import type { EmulatorOptions } from './options';

const exitCodes = { failed: 1, usage: 2 };

async function main(): Promise<void> {
  // Whoever read the output may end first (`cos-emulator | head`); the server goes on without a reader.
  process.stdout.on('error', () => undefined);
  const request = readCommandLine(process.argv.slice(2));
  if (request.kind === 'help') {
    process.stdout.write(helpText);
  } else if (request.kind === 'mistake') {
    process.stderr.write(`cos-emulator: ${request.message}\n\n${helpText}`);
    process.exitCode = exitCodes.usage;
  } else {
    await run(request.options);
  }
}

async function run(options: EmulatorOptions): Promise<void> {
  try {
    const emulator = await startEmulator(options);
    stopOnSignals(emulator);
    process.stdout.write(startText(emulator, options));
  } catch (error) {
    process.stderr.write(`cos-emulator: ${explain(error, options)}\n`);
    process.exitCode = exitCodes.failed;
  }
}

function stopOnSignals(emulator: Emulator): void {
  const stop = (): void => {
    process.stdout.write('\nStopped. The data is kept.\n');
    void emulator.close();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function startText(emulator: Emulator, options: EmulatorOptions): string {
  const buckets = (options.buckets ?? []).map(({ Bucket, Region }) => `${Bucket} in ${Region}`);
  const [first] = options.buckets ?? [];
  const example = first && `http://${first.Bucket}.cos.${first.Region}.localhost:${emulator.port}/`;
  return `A local COS is running.

  Address     ${emulator.url}
  Data        ${emulator.dataDir}
  Buckets     ${buckets.join(', ')}
  SecretId    ${emulator.secretId}
  SecretKey   ${emulator.secretKey}
  Temporary   ${emulator.url}/_emulator/sts  (POST or GET: temporary keys, as from STS)
  Faults      ${emulator.url}/_emulator/faults

Requests go to that address over plain HTTP with the bucket's own host name in the Host header:
  ${first ? `Host: ${first.Bucket}.cos.${first.Region}.myqcloud.com` : 'Host: <bucket>.cos.<region>.myqcloud.com'}
${example ? `Browsers and curl reach the first bucket as ${example}\n` : ''}Other COS SDKs: use ${emulator.url} as the HTTP proxy and http: as the protocol.

Ctrl+C stops it.
`;
}

function explain(error: unknown, { port = 0 }: EmulatorOptions): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') return `Port ${port} is in use. Choose another with --port.`;
  if ('code' in error && error.code === 'EACCES') return `Not permitted: ${error.message}`;
  return error.message;
}

void main();
