import { randomBytes } from 'node:crypto';
import { place, startWorld, type World } from '../helpers/world';

const mebibyte = 1024 * 1024;
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => void world.takeRequests());
afterEach(() => world.emulator.faults.clear());

const operations = () => world.takeRequests().map(({ operation }) => operation);

async function readBack(Key: string): Promise<Buffer> {
  const { Body } = await world.newClient().getObject({ ...place, Key, DataType: 'arraybuffer' });
  return Buffer.from(Body as ArrayBuffer);
}

test('a file goes up in parts and arrives byte for byte', async () => {
  const content = randomBytes(5 * mebibyte + 1);
  const FilePath = await world.pick('video.mp4', content);
  const progress: number[] = [];
  const result = await world.newClient().sliceUploadFile({
    ...place,
    Key: 'video.mp4',
    FilePath,
    onProgress: ({ loaded }) => progress.push(loaded),
  });
  expect(result).toMatchObject({ statusCode: 200, Key: 'video.mp4', Bucket: place.Bucket });
  expect(result.ETag).toMatch(/^"[\da-f]{32}-6"$/);
  expect(operations().filter((name) => name === 'UploadPart')).toHaveLength(6);
  expect(content.equals(await readBack('video.mp4'))).toBe(true);
});
