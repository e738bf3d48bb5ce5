import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundler, ConsumerProject, node10, node16, packageName as name } from './consumer-project';

const root = join(__dirname, '../..');

/** Ways of importing, each as its users write it; the expected errors prove that the types are not `any`. */
const importing = `
import COS, { COS as Named, CosError, isCosError, type CosOptions } from '${name}';
const options: CosOptions = { SecretId: 'id', SecretKey: 'key' };
const cos: COS = new COS(options);
const same: typeof COS = Named;
export async function read(): Promise<string | undefined> {
  const listing = await cos.getBucket({ Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou' });
  return listing.Contents[0]?.Key;
}
export const describe = (error: unknown): string | number | undefined => (isCosError(error) ? error.code : undefined);
export const isOurs = (error: unknown): boolean => error instanceof CosError;
export const version: string = same.version;
// @ts-expect-error a bucket is text
void cos.getBucket({ Bucket: 1, Region: 'ap-guangzhou' });
`;
const requiringTyped = `
import COS = require('${name}');
const cos: COS = new COS({ SecretId: 'id', SecretKey: 'key' });
export const error = new COS.CosError({ code: 'X', message: 'x' } as never);
export type Options = COS.CosOptions;
void cos.getBucket({ Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou' });
// @ts-expect-error a bucket is text
void cos.getBucket({ Bucket: 1, Region: 'ap-guangzhou' });
`;
const requiringPlain = `
const COS = require('${name}');
const { CosError } = COS;
const cos = new COS({ SecretId: 'id', SecretKey: 'key' });
module.exports = [CosError, cos.getBucket({ Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou' })];
// @ts-expect-error a bucket is text
cos.getBucket({ Bucket: 1, Region: 'ap-guangzhou' });
`;
const standIns = `
import { startEmulator } from '${name}/emulator';
import { createWx } from '${name}/simulator';
export const started: ReturnType<typeof startEmulator> = startEmulator();
export const wx = createWx({ root: '/tmp/phone' });
// @ts-expect-error the folder is text
createWx({ root: 1 });
`;

const project = new ConsumerProject(['@types/node', 'undici-types']);
afterAll(() => project.remove());

describe('a TypeScript project without any other typings', () => {
  it.each([
    ['node10', { ...node10, esModuleInterop: true }],
    ['node10 without esModuleInterop', { ...node10, esModuleInterop: false }],
    ['bundler', { ...bundler, esModuleInterop: true }],
    ['bundler without esModuleInterop', { ...bundler, esModuleInterop: false }],
    ['node16', node16],
  ])('imports class, error, guard and types (%s)', (_title, options) => {
    expect(project.compile('importing.ts', importing, options)).toEqual([]);
  });

  it('imports them into an ES module on Node', () => {
    expect(project.compile('importing.mts', importing, node16)).toEqual([]);
  });

  it.each([
    ['node10', node10],
    ['node16', node16],
  ])('requires the class (%s)', (_title, options) => {
    expect(project.compile('requiring.ts', requiringTyped, options)).toEqual([]);
  });
});

describe('plain JavaScript in an editor', () => {
  it('sees the class, its options and its methods behind require', () => {
    expect(
      project.compile('requiring-plain.js', requiringPlain, { ...node10, ...project.nodeTypes, skipLibCheck: true }),
    ).toEqual([]);
  });
});

describe('a Node project', () => {
  it.each([
    ['node10', { ...node10, esModuleInterop: true }],
    ['bundler', bundler],
    ['node16', node16],
  ])('imports emulator and simulator with types (%s)', (_title, options) => {
    expect(project.compile('stand-ins.ts', standIns, { ...options, ...project.nodeTypes })).toEqual([]);
  });

  const runModule = (code: string): string =>
    execFileSync(process.execPath, ['--input-type=module', '--eval', code], { cwd: project.folder, encoding: 'utf8' });

  it('imports default and named exports into an ES module', () => {
    const printed = runModule(`
      import COS, { COS as Named, CosError, isCosError } from '${name}';
      console.log(COS === Named, typeof CosError, typeof isCosError, COS.version);`);
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(printed.trim()).toBe(`true function function ${version}`);
  });

  it('imports emulator and simulator', () => {
    const printed = runModule(`
      import { startEmulator } from '${name}/emulator';
      import { createWx } from '${name}/simulator';
      console.log(typeof startEmulator, typeof createWx);`);
    expect(printed.trim()).toBe('function function');
  });
});
