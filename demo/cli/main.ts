import { mkdir, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type COS from '../../src';
import { deliver, type ChosenFile, type Delivery } from './deliver';
import { startPhone } from './phone';
import { makeSampleFiles } from './sample-files';
import { openTarget, type Target } from './target';
import { bold, dim, formatBytes, green, print, red } from './terminal';

/** A picker of WeChat takes at most nine files at a time. */
const filesPerPick = 9;
const workFolder = resolve('.cos-emulator');

async function main(paths: string[]): Promise<number> {
  const files = paths.length > 0 ? await checkFiles(paths) : await makeSampleFiles(join(workFolder, 'samples'));
  await mkdir(workFolder, { recursive: true });
  const target = await openTarget(process.env, join(workFolder, 'data'));
  const phoneFolder = join(workFolder, 'phone');
  await rm(phoneFolder, { recursive: true, force: true });
  const phone = startPhone(phoneFolder, target);
  try {
    print(bold(`Files of a mini program user, through the SDK, into ${target.title}`));
    print();
    const deliveries = await deliverAll(phone.cos, target, (some) => phone.pick(some), files);
    await showBucket(phone.cos, target);
    showUrls(phone.cos, target, deliveries);
    return summarize(deliveries, target);
  } finally {
    await phone.close();
    await target.close();
  }
}

async function checkFiles(paths: string[]): Promise<string[]> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (!found?.isFile()) throw new Error(`${path} is not a file. Usage: npm start -- [file ...]`);
  }
  return paths.map((path) => resolve(path));
}

async function deliverAll(
  cos: COS,
  target: Target,
  pick: (paths: string[]) => Promise<ChosenFile[]>,
  files: string[],
): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const method of ['postObject', 'putObject'] as const) {
    for (let first = 0; first < files.length; first += filesPerPick) {
      // One after the other, so that each progress bar has its line.
      for (const file of await pick(files.slice(first, first + filesPerPick))) {
        deliveries.push(await deliver(cos, target, method, file));
      }
    }
  }
  return deliveries;
}

async function showBucket(cos: COS, { Bucket, Region }: Target): Promise<void> {
  const { Contents } = await cos.getBucket({ Bucket, Region, Prefix: 'npm-start/' });
  print();
  print(bold(`Bucket ${Bucket} now holds`));
  for (const { Key, Size, LastModified } of Contents) {
    print(`  ${formatBytes(Number(Size)).padStart(9)}  ${dim(LastModified)}  ${Key}`);
  }
}

function showUrls(cos: COS, target: Target, deliveries: Delivery[]): void {
  const { Bucket, Region } = target;
  print();
  print(bold('Signed URLs, good for 15 minutes'));
  if (target.emulator) {
    print(
      dim(`  The emulator answers them while it runs: npm run emulator -- --port 9000 --data ${target.whereabouts}`),
    );
  }
  for (const { Key } of deliveries.slice(0, 4))
    print(`  ${target.toBrowserUrl(cos.getObjectUrl({ Bucket, Region, Key }))}`);
}

function summarize(deliveries: Delivery[], target: Target): number {
  const intact = deliveries.filter(({ isIntact }) => isIntact).length;
  const bytes = deliveries.reduce((sum, { size }) => sum + size, 0);
  const text = `${intact} of ${deliveries.length} uploads (${formatBytes(bytes)}) came back byte for byte`;
  print();
  print(intact === deliveries.length ? green(`✓ ${text}`) : red(`✗ ${text}`));
  print(dim(`  The data lies in ${target.whereabouts}`));
  return intact === deliveries.length ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    print(red(`✗ ${error instanceof Error ? error.message : String(error)}`));
    process.exitCode = 1;
  },
);
