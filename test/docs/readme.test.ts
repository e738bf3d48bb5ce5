import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startWorld } from '../helpers/world';

const root = join(__dirname, '../..');
const read = (name: string): string => readFileSync(join(root, name), 'utf8');
const codeOf = (text: string): string[] =>
  [...text.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, , code = '']) => code);
/** Comments and printed words are translated; everything else must be the same. */
const withoutWords = (code: string): string =>
  code
    .replace(/(\/\/|#) .*/g, '')
    .replace(/'(stored at|已存到)'/g, '')
    .replace(/ +$/gm, '');

test('both languages have the same sections and the same code', () => {
  const [english, chinese] = [read('README.md'), read('README.zh-CN.md')];
  const depths = (text: string) => [...text.matchAll(/^(#+) /gm)].map(([, depth]) => depth);
  expect(depths(chinese)).toEqual(depths(english));
  expect(codeOf(chinese).map(withoutWords)).toEqual(codeOf(english).map(withoutWords));
});

test.each(['README.md', 'README.zh-CN.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])(
  '%s links to what exists',
  (name) => {
    const links = [...read(name).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);
    for (const link of links) expect(() => readFileSync(join(root, link))).not.toThrow();
  },
);

test('every method that the README names exists', async () => {
  const world = await startWorld();
  const section =
    /## What works today\n([\s\S]*?)\nComing from/.exec(read('README.md'))?.[1]?.replace('COS.getAuthorization', '') ??
    '';
  const names = [...section.matchAll(/\b(?:get|put|post|head|delete|options|append|multipart|request)[A-Z]?\w*/g)].map(
    ([name]) => name,
  );
  expect(names.length).toBeGreaterThan(20);
  const cos = world.newClient() as unknown as Record<string, unknown>;
  for (const name of names) expect([name, typeof cos[name]]).toEqual([name, 'function']);
  await world.close();
});

/** Everything but progress is the end. */
const hasEnded = (printed: unknown[][]): boolean =>
  printed.some(([first]) => typeof first !== 'string' || !first.endsWith('%'));

test.each(['README.md', 'README.zh-CN.md'])('the quick start of %s uploads the picked image', async (name) => {
  const world = await startWorld({
    emulator: { buckets: [{ Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou' }] },
  });
  const quickStart = codeOf(read(name)).find((code) => code.includes('wx.chooseImage')) ?? '';
  const printed: unknown[][] = [];
  const log = (...words: unknown[]): void => void printed.push(words);
  // The reader's own server is the STS endpoint of the emulator.
  const send = world.wx.request.bind(world.wx);
  const toServer = (options: { url: string }) => ({
    ...options,
    url: options.url.replace('https://example.com/sts', `${world.emulator.url}/_emulator/sts`),
  });
  const wx = Object.assign(Object.create(world.wx) as typeof world.wx, {
    request: (options: { url: string }) => send(toServer(options)),
  });
  world.phone.nextPick([world.phone.realPath(await world.pick('cat.jpg', 'a cat'))]);
  const run = world.realm.evaluate(`(function (require, wx, console) { ${quickStart}\n })`) as (
    ...args: unknown[]
  ) => void;
  run(() => world.COS, wx, { log, error: log });
  for (let turn = 0; turn < 500 && !hasEnded(printed); turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(printed.pop()).toContain('examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com/photos/cat.jpg');
  expect(world.takeRequests().map(({ operation, status }) => [operation, status])).toEqual([['PostObject', 200]]);
  await world.close();
});
