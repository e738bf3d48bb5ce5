import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const mebibyte = 1024 * 1024;

/** A JPEG of one pixel's header with noise behind it: as large as a photo, and as little compressible. */
const photo = (): Buffer =>
  Buffer.concat([
    Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex'),
    randomBytes(2.4 * mebibyte),
    Buffer.from('ffd9', 'hex'),
  ]);

/** Files like those that people pick: a photo, a text with a Chinese name, nothing at all, and a video. */
export async function makeSampleFiles(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const contents: [name: string, content: Buffer | string][] = [
    ['photo.jpg', photo()],
    ['会议记录 第1版.txt', '你好，COS！\n'.repeat(200)],
    ['empty.dat', ''],
    ['video.mp4', randomBytes(20 * mebibyte)],
  ];
  const paths = contents.map(([name]) => join(folder, name));
  await Promise.all(contents.map(([name, content]) => writeFile(join(folder, name), content)));
  return paths;
}
