import { place, startWorld, type World } from '../helpers/world';

let world: World;
const keys = ['list/ a ', 'list/a&b', 'list/a+b%20c', 'list/\u0001', 'list/中文', 'list/z'].concat(
  Array.from({ length: 20 }, (_, n) => `list/n/${n + 10}`),
);
beforeAll(async () => {
  world = await startWorld();
  const cos = world.newClient();
  await Promise.all(keys.map((Key) => cos.putObject({ ...place, Key, Body: 'x' })));
});
afterAll(() => world.close());
beforeEach(() => void world.takeRequests());
afterEach(() => world.emulator.faults.clear());

const goOn = (): boolean => true;
const sorted = (list: string[]) => [...list].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

test('all objects, page by page, every key exactly as it is', async () => {
  const found: string[] = [];
  const result = await world.newClient().listAllObjects({ ...place, Prefix: 'list/', MaxKeys: 4 }, ({ Contents }) => {
    found.push(...Contents.map(({ Key }) => Key));
  });
  expect(found).toEqual(sorted(keys));
  expect(result).toEqual({ Pages: Math.ceil(keys.length / 4), IsComplete: true });
});

test('folders of a listing with a Delimiter are decoded too', async () => {
  const pages: unknown[] = [];
  const params = { ...place, Prefix: 'list/', Delimiter: '/' };
  await world.newClient().listAllObjects(params, (page) => pages.push(page));
  expect(pages).toMatchObject([{ Prefix: 'list/', Delimiter: '/', CommonPrefixes: [{ Prefix: 'list/n/' }] }]);
  expect(pages[0]).not.toHaveProperty('EncodingType');
});

test('the next page is asked for when the app is done with this one', async () => {
  let pages = 0;
  const waits: (() => void)[] = [];
  const listing = world.newClient().listAllObjects({ ...place, Prefix: 'list/n/', MaxKeys: 10 }, () => {
    pages += 1;
    return new Promise<void>((resolve) => waits.push(resolve));
  });
  while (waits.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect([pages, world.takeRequests().length]).toEqual([1, 1]);
  waits[0]?.();
  while (waits.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
  waits[1]?.();
  await expect(listing).resolves.toEqual({ Pages: 2, IsComplete: true });
});

test('false ends the listing', async () => {
  const result = await world
    .newClient()
    .listAllObjects({ ...place, Prefix: 'list/', MaxKeys: 5 }, () => Promise.resolve(false));
  expect(result).toEqual({ Pages: 1, IsComplete: false });
});

test('an error of the app, and one of COS, end the listing', async () => {
  const cos = world.newClient();
  const bug = new Error('bug');
  await expect(cos.listAllObjects({ ...place }, () => Promise.reject(bug))).rejects.toBe(bug);
  world.emulator.faults.add({ operation: 'GetBucket', status: 403, code: 'AccessDenied' });
  await expect(cos.listAllObjects({ ...place }, () => true)).rejects.toMatchObject({ code: 'AccessDenied' });
});

const listingOf = (inner: string): string =>
  `<ListBucketResult><IsTruncated>true</IsTruncated>${inner}</ListBucketResult>`;

test('a page without NextMarker goes on after its last key', async () => {
  const body = listingOf('<Contents><Key>list/a%26b</Key></Contents>');
  world.emulator.faults.add({ operation: 'GetBucket', body });
  const pages: string[][] = [];
  await world.newClient().listAllObjects({ ...place, Prefix: 'list/', Delimiter: '/' }, ({ Contents }) => {
    pages.push(Contents.map(({ Key }) => Key));
  });
  expect(pages[0]).toEqual(['list/a&b']);
  expect(pages[1]).toEqual(['list/a+b%20c', 'list/z', 'list/中文']);
});

test.each([
  ['has no marker', ''],
  ['names the same marker again', '<NextMarker>list/a</NextMarker>'],
])('a listing is not read round and round where the next page %s', async (_what, marker) => {
  world.emulator.faults.add({ operation: 'GetBucket', body: listingOf(marker), times: 5 });
  const listing = world.newClient().listAllObjects({ ...place, Marker: 'list/a' }, goOn);
  await expect(listing).rejects.toMatchObject({ code: 'InvalidResponse' });
  expect(world.takeRequests()).toHaveLength(1);
});

test('all versions and delete markers', async () => {
  const cos = world.newClient();
  await cos.putBucketVersioning({ ...place, VersioningConfiguration: { Status: 'Enabled' } });
  const Key = 'versions/中 &';
  for (const Body of ['1', '2', '3']) await cos.putObject({ ...place, Key, Body });
  await cos.deleteObject({ ...place, Key });
  await cos.putBucketVersioning({ ...place, VersioningConfiguration: { Status: 'Suspended' } });
  const found: string[] = [];
  const result = await cos.listAllObjectVersions({ ...place, Prefix: 'versions/', MaxKeys: 1 }, (page) => {
    found.push(
      ...page.Versions.map((one) => `${one.Key} version`),
      ...page.DeleteMarkers.map((one) => `${one.Key} marker`),
    );
  });
  expect(found).toEqual([`${Key} marker`, `${Key} version`, `${Key} version`, `${Key} version`]);
  expect(result).toEqual({ Pages: 4, IsComplete: true });
});

test('uploads and parts', async () => {
  const cos = world.newClient();
  const uploads: string[] = [];
  for (const Key of ['up/中 1', 'up/2', 'up/3']) uploads.push((await cos.multipartInit({ ...place, Key })).UploadId);
  const found: string[] = [];
  await cos.listAllUploads({ ...place, Prefix: 'up/', MaxUploads: 1 }, ({ Upload }) =>
    found.push(...Upload.map(({ Key }) => Key)),
  );
  expect(found).toEqual(['up/2', 'up/3', 'up/中 1']);
  const target = { ...place, Key: 'up/中 1', UploadId: uploads[0]! };
  for (const PartNumber of [1, 2, 3]) await cos.multipartUpload({ ...target, PartNumber, Body: 'x' });
  const parts: string[] = [];
  await cos.listAllParts({ ...target, MaxParts: 2 }, (page) => {
    parts.push(...page.Part.map((part) => `${page.Key} ${part.PartNumber}`));
  });
  expect(parts).toEqual(['up/中 1 1', 'up/中 1 2', 'up/中 1 3']);
});

test.each([
  ['no params', [undefined, goOn]],
  ['no callback', [{ ...place }]],
  ['no bucket', [{ Region: 'ap-guangzhou' }, goOn]],
])('bad input is refused: %s', async (_what, args) => {
  const list = world.newClient().listAllObjects as (...given: unknown[]) => Promise<unknown>;
  await expect(list(...args)).rejects.toMatchObject({ code: 'InvalidArgument' });
  expect(world.takeRequests()).toEqual([]);
});
