import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { Phone } from './phone';
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

/** `uploadFile` sends large files in parts. */
export type Method = 'uploadFile' | 'postObject' | 'putObject';

const digestOf = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Uploads one file, downloads it again, and compares every byte. */
export async function deliver(
  { cos, read }: Phone,
  place: { Bucket: string; Region: string },
  method: Method,
  file: ChosenFile,
): Promise<Delivery> {
  const content = readFileSync(file.original);
  const Key = `npm-start/${method}/${file.name}`;
  const line = new ProgressLine(`${pad(method, 11)} ${pad(file.name, 22)} ${pad(formatBytes(content.length), 9)}`);
  const started = performance.now();
  const { ETag } = await cos[method]({
    ...place,
    Key,
    FilePath: file.tempFilePath,
    onProgress: ({ percent }) => line.update(percent),
  });
  const seconds = (performance.now() - started) / 1000;
  const { FilePath } = await cos.downloadFile({ ...place, Key });
  const isIntact = digestOf(read(FilePath)) === digestOf(content);
  const speed = `${formatBytes(content.length / seconds)}/s`;
  const verdict = isIntact ? green('✓ read back, identical') : red('✗ differs');
  line.end(`${verdict}  ${pad(`${seconds.toFixed(2)} s`, 7)} ${pad(speed, 12)} ${dim(`ETag ${ETag}`)}`);
  return { Key, size: content.length, isIntact };
}
