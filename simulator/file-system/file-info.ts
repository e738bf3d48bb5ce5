import { createHash } from 'node:crypto';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import type { Device } from '../device';
import { fileFailure } from '../errors';
import type { FileWork } from './file-failures';
import { onFile } from './file-failures';

const ALGORITHMS = ['md5', 'sha1', 'sha256'];

export interface FileInfoParams {
  filePath: string;
  digestAlgorithm?: string;
}

export interface FileInfo {
  size: number;
  digest: string;
}

/** Size and digest, in lower-case hex, of a whole file. */
export function getFileInfo(device: Device, params: FileInfoParams): FileWork<FileInfo> {
  const { real, path } = device.disk.locate(params.filePath, 'filePath');
  const algorithm = params.digestAlgorithm ?? 'md5';
  if (!ALGORITHMS.includes(algorithm)) throw fileFailure('invalidArgument', `digestAlgorithm "${algorithm}"`);
  const measure = (): number => {
    const stats = statSync(real);
    if (stats.isDirectory()) throw fileFailure('directoryTarget', `"${path}"`);
    return stats.size;
  };
  return onFile(path, {
    now: () => ({ size: measure(), digest: createHash(algorithm).update(readFileSync(real)).digest('hex') }),
    later: async () => {
      const size = measure();
      const hash = createHash(algorithm);
      for await (const chunk of createReadStream(real, { highWaterMark: 512 * 1024 })) hash.update(chunk as Buffer);
      return { size, digest: hash.digest('hex') };
    },
  });
}
