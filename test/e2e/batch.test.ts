import { place, startWorld, type World } from '../helpers/world';

const mebibyte = 1024 * 1024;
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
afterEach(() => world.emulator.faults.clear());

test('many files: results in order, one progress for all, one callback per file', async () => {
  const cos = world.newClient({ ProgressInterval: 0 });
  const sizes = [10, 2 * mebibyte + 1, 0, 300];
  const files = [];
  for (const [n, size] of sizes.entries())
    files.push({
      ...place,
      Key: `batch/${n}`,
      FilePath: await world.pick(`${n}`, Buffer.alloc(size, n)),
      ContentType: 'a/b',
    });
  const finished: unknown[] = [];
  const progress: { loaded: number; total: number; percent: number }[] = [];
  const result = await cos.uploadFiles({
    files,
    SliceSize: mebibyte,
    onFileFinish: (error, data, options) => finished.push([error, data?.Key, options.Key]),
    onProgress: (event) => progress.push(event),
  });
  expect(result.files).toMatchObject(
    sizes.map((_size, Index) => ({
      error: null,
      data: { statusCode: 200, Key: `batch/${Index}`, ETag: expect.any(String) as string },
      options: {
        Index,
        ...place,
        Key: `batch/${Index}`,
        ContentType: 'a/b',
        TaskId: expect.stringMatching(/./) as string,
      },
    })),
  );
  expect(finished).toHaveLength(4);
  expect(finished).toContainEqual([null, 'batch/1', 'batch/1']);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(progress[progress.length - 1]).toMatchObject({ loaded: total, total, percent: 1 });
  const { Contents } = await cos.getBucket({ ...place, Prefix: 'batch/' });
  expect(Contents.map(({ Size }) => Number(Size))).toEqual(sizes);
});

test('a file that fails, one that is missing and one that is canceled do not hold up the others', async () => {
  const cos = world.newClient();
  world.emulator.faults.add({ operation: 'PostObject', key: 'no', status: 403, code: 'AccessDenied' });
  const FilePath = await world.pick('a', 'a');
  const { files } = await cos.uploadFiles({
    files: [
      { ...place, Key: 'missing', FilePath: 'wxfile://tmp_missing' },
      { ...place, Key: 'canceled', FilePath, onTaskReady: (id) => void cos.cancelTask(id) },
      { ...place, Key: 'fine', FilePath },
      { ...place, Key: '', FilePath },
    ],
  });
  expect(files.map(({ error }) => error?.code ?? null)).toEqual(['FileError', 'Canceled', null, 'InvalidArgument']);
});

test('no files are no error, and no list is one', async () => {
  const cos = world.newClient();
  await expect(cos.uploadFiles({ files: [] })).resolves.toEqual({ files: [] });
  await expect(cos.uploadFiles({} as never)).rejects.toMatchObject({ error: 'missing param files' });
});

test('the callback style gets the same result', async () => {
  const cos = world.newClient();
  const files = [{ ...place, Key: 'called', FilePath: await world.pick('a', 'a') }];
  const result = await new Promise(
    (resolve) => void cos.uploadFiles({ files }, (error, data) => resolve(error ?? data)),
  );
  expect(result).toMatchObject({ files: [{ error: null, options: { Index: 0 } }] });
});
