import { parseArgs } from 'node:util';
import type { BucketOptions, EmulatorOptions } from './options';

/** What the command line asks for. */
export type CliRequest =
  | { readonly kind: 'start'; readonly options: EmulatorOptions }
  | { readonly kind: 'help' }
  | { readonly kind: 'mistake'; readonly message: string };

export const helpText = `cos-emulator: a local Tencent Cloud COS

Usage: cos-emulator [options]

  --port <number>          port on 127.0.0.1 (default 9000; 0: any free port)
  --data <folder>          where the data lies (default .cos-emulator)
  --bucket <name>@<region> make a bucket when it is absent; may be repeated
                           (default examplebucket-1250000000@ap-guangzhou)
  --secret-id <id>         SecretId of the root account
  --secret-key <key>       SecretKey of the root account
  --cors                   let browsers of every origin in
  --help                   this text
`;

const defaultPort = 9000;
const defaultBucket: BucketOptions = { Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou' };

class Mistake extends Error {}

export function readCommandLine(args: readonly string[]): CliRequest {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        bucket: { type: 'string', multiple: true },
        'secret-id': { type: 'string' },
        'secret-key': { type: 'string' },
        cors: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help' };
    return {
      kind: 'start',
      options: {
        port: values.port === undefined ? defaultPort : readPort(values.port),
        dataDir: requireText('--data', values.data ?? '.cos-emulator'),
        buckets: values.bucket?.map(readBucket) ?? [defaultBucket],
        secretId: values['secret-id'] === undefined ? undefined : requireText('--secret-id', values['secret-id']),
        secretKey: values['secret-key'] === undefined ? undefined : requireText('--secret-key', values['secret-key']),
        cors: values.cors ?? false,
      },
    };
  } catch (error) {
    const isMistake = error instanceof Mistake || (error instanceof TypeError && 'code' in error);
    if (!isMistake) throw error;
    return { kind: 'mistake', message: error.message };
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new Mistake(`--port must be a number from 0 to 65535, got "${text}"`);
  return port;
}

function readBucket(text: string): BucketOptions {
  const match = /^([a-z0-9-]+-\d+)@([a-z0-9-]+)$/.exec(text);
  if (!match?.[1] || !match[2]) {
    throw new Mistake(`--bucket must look like examplebucket-1250000000@ap-guangzhou, got "${text}"`);
  }
  return { Bucket: match[1], Region: match[2] };
}

function requireText(name: string, text: string): string {
  if (text.trim() === '') throw new Mistake(`${name} must not be empty`);
  return text;
}
