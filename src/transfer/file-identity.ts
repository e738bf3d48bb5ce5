import { neverStops } from '../base/signal';
import { Md5 } from '../digest/md5';
import { digestFile, readFile } from './local-file';
import type { TransferContext } from './transfer-context';

const sampleBytes = 1024 * 1024;
const maxRemembered = 100;

/**
 * What a file is, whatever its path: its size, and its MD5 where the platform computes that natively. Elsewhere
 * (plugins) the first, the middle and the last megabyte stand for the whole: hashing all of it without JIT takes minutes.
 */
export async function identifyFile(
  path: string,
  sizeBytes: number,
  { host, hashing }: TransferContext,
): Promise<string> {
  const digest = await digestFile(host.files, path);
  if (digest) return `${sizeBytes}-${digest}`;
  const md5 = new Md5();
  const last = Math.max(0, sizeBytes - sampleBytes);
  for (const start of [0, Math.floor(last / 2), last]) {
    const sample = await readFile(host.files, path, start, Math.min(sampleBytes, sizeBytes));
    await hashing.update(md5, sample, neverStops);
  }
  return `${sizeBytes}-${md5.digest()}-sampled`;
}

/** Files that were identified already, so that a resumed task does not read its file again. */
export class Identities {
  private readonly known = new Map<string, Promise<string>>();

  remember(stamp: string, identify: () => Promise<string>): Promise<string> {
    const before = this.known.get(stamp);
    if (before) return before;
    const identity = identify();
    this.known.set(stamp, identity);
    identity.catch(() => this.known.delete(stamp));
    if (this.known.size > maxRemembered) this.known.delete(this.known.keys().next().value as string);
    return identity;
  }
}
