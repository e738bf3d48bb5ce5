import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type COS from '../../src';
import type { PostObjectParams, PutObjectParams } from '../../src';
import { dim, formatBytes, green, pad, ProgressLine, red } from './terminal';

/** A file as `wx.chooseImage` and its kin hand it to a mini program. */
export interface ChosenFile {
  /** Where the file really lies, to compare with. */
  original: string;
  name: string;
  /** Temporary path of the mini program. */
  tempFilePath: string;
}

export interface Delivery {
  Key: string;
  size: number;
  isIntact: boolean;
}

type Method = 'postObject' | 'putObject';

const digestOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Uploads one file, reads it back, and compares every byte. */
export async function deliver(
  cos: COS,
  place: { Bucket: string; Region: string },
  method: Method,
  file: ChosenFile,
): Promise<Delivery> {
  const content = readFileSync(file.original);
  const Key = `npm-start/${method}/${file.name}`;
  const line = new ProgressLine(`${pad(method, 11)} ${pad(file.name, 22)} ${pad(formatBytes(content.length), 9)}`);
  const started = performance.now();
  const params: PostObjectParams & PutObjectParams = {
    ...place,
    Key,
    FilePath: file.tempFilePath,
    onProgress: ({ percent }) => line.update(percent),
  };
  const { ETag } = await cos[method](params);
  const seconds = (performance.now() - started) / 1000;
  const { Body } = await cos.getObject({ ...place, Key, DataType: 'arraybuffer' });
  const received = typeof Body === 'string' ? Buffer.from(Body) : new Uint8Array(Body);
  const isIntact = digestOf(received) === digestOf(content);
  const speed = `${formatBytes(content.length / seconds)}/s`;
  const verdict = isIntact ? green('✓ read back, identical') : red('✗ differs');
  line.end(`${verdict}  ${pad(`${seconds.toFixed(2)} s`, 7)} ${pad(speed, 12)} ${dim(`ETag ${ETag}`)}`);
  return { Key, size: content.length, isIntact };
}
