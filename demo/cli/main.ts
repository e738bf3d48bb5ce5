import { rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type COS from '../../src';
import { deliver, type Delivery } from './deliver';
import { openUrl } from './open-url';
import { startPhone, type Phone } from './phone';
import { makeSampleFiles } from './sample-files';
import { openTarget, type Target } from './target';
import { bold, dim, formatBytes, green, print, red } from './terminal';

/** A picker of WeChat takes at most nine files at a time. */
const filesPerPick = 9;
/** Where `npm run emulator` keeps its data too: what was uploaded here is served there. */
const dataFolder = resolve('.cos-emulator');
/** The disk of the simulated phone, and the samples that its user picks. */
const phoneFolder = resolve('.cos-phone');
/** URLs are long: a few show what they look like. */
const shownUrls = 2;

async function main(paths: string[]): Promise<number> {
  await rm(phoneFolder, { recursive: true, force: true });
  const files = paths.length > 0 ? await checkFiles(paths) : await makeSampleFiles(join(phoneFolder, 'samples'));
  const target = await openTarget(process.env, dataFolder);
  const phone = startPhone(join(phoneFolder, 'disk'), target);
  try {
    print(bold(`Files of a mini program user, through the SDK, into ${target.title}`));
    print();
    const deliveries = await deliverAll(phone, target, files);
    await showBucket(phone.cos, target);
    const failures = await showUrls(phone.cos, target, deliveries);
    return summarize(deliveries, target) || Math.min(failures, 1);
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

async function deliverAll(phone: Phone, target: Target, files: string[]): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const method of ['uploadFile', 'postObject', 'putObject'] as const) {
    for (let first = 0; first < files.length; first += filesPerPick) {
      // One after the other, so that each progress bar has its line.
      for (const file of await phone.pick(files.slice(first, first + filesPerPick))) {
        deliveries.push(await deliver(phone, target, method, file));
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

/** Prints signed URLs, each opened once. Answers how many failed. */
async function showUrls(cos: COS, target: Target, deliveries: Delivery[]): Promise<number> {
  const { Bucket, Region, browserDomain } = target;
  print();
  print(bold('Signed URLs for a browser'));
  let failures = 0;
  for (const { Key, size } of deliveries.slice(0, shownUrls)) {
    const url = cos.getObjectUrl({ Bucket, Region, Key, ...(browserDomain ? { Domain: browserDomain } : {}) });
    const { statusCode, bytes } = await openUrl(url);
    const isOpen = statusCode === 200 && bytes === size;
    if (!isOpen) failures += 1;
    print(`  ${isOpen ? green('✓') : red(`✗ ${statusCode}`)} ${Key}`);
    print(`    ${url}`);
  }
  if (target.emulator) {
    const { port } = target.emulator;
    print(dim(`  To open them, keep the emulator running: npm run emulator -- --port ${port}`));
  }
  return failures;
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
