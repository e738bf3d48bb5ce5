import type { RawClient } from './helpers/raw-client';
import { patternBytes, startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

describe('ranges', () => {
  const content = patternBytes(300_000);
  beforeAll(() => client.put('ranged', content));

  test.each<[string, number, number]>([
    ['bytes=0-0', 0, 1],
    ['bytes=0-', 0, 300_000],
    ['bytes=131071-131073', 131_071, 131_074],
    ['bytes=299999-400000', 299_999, 300_000],
    ['bytes=-5', 299_995, 300_000],
    ['bytes=-400000', 0, 300_000],
  ])('%s', async (range, start, end) => {
    const answer = await client.get('ranged', { range });
    expect(answer.status).toBe(206);
    expect(answer.headers['content-range']).toBe(`bytes ${start}-${end - 1}/300000`);
    expect(answer.headers['content-length']).toBe(String(end - start));
    expect(answer.body.equals(content.subarray(start, end))).toBe(true);
  });

  test.each(['bytes=300000-', 'bytes=-0'])('%s is not satisfiable', async (range) => {
    const answer = await client.get('ranged', { range });
    expect([answer.status, answer.code, answer.headers['content-range']]).toEqual([
      416,
      'InvalidRange',
      'bytes */300000',
    ]);
  });

  test.each(['bytes=5-1', 'lines=1-2', 'bytes=a-b', 'bytes=0-1,3-4'])('%s is ignored', async (range) => {
    const answer = await client.get('ranged', { range });
    expect([answer.status, answer.body.length]).toEqual([200, 300_000]);
  });
});

describe('conditions', () => {
  const past = 'Thu, 01 Jan 2015 00:00:00 GMT';
  const future = 'Fri, 01 Jan 2100 00:00:00 GMT';
  const etag = '"900150983cd24fb0d6963f7d28e17f72"';
  beforeAll(() => client.put('conditional', 'abc'));

  test.each<[Record<string, string>, number]>([
    [{ 'if-match': etag }, 200],
    [{ 'if-match': '*' }, 200],
    [{ 'if-match': '"other"' }, 412],
    [{ 'if-none-match': etag }, 304],
    [{ 'if-none-match': `"other", ${etag}` }, 304],
    [{ 'if-none-match': '"other"' }, 200],
    [{ 'if-modified-since': future }, 304],
    [{ 'if-modified-since': past }, 200],
    [{ 'if-modified-since': 'nonsense' }, 200],
    [{ 'if-unmodified-since': past }, 412],
    [{ 'if-unmodified-since': future }, 200],
    [{ 'if-match': etag, 'if-unmodified-since': past }, 200],
    [{ 'if-none-match': '"other"', 'if-modified-since': future }, 200],
  ])('%j', async (headers, status) => {
    const got = await client.get('conditional', headers);
    expect(got.status).toBe(status);
    expect((await client.send({ method: 'HEAD', key: 'conditional', headers })).status).toBe(status);
    if (status === 412) expect(got.code).toBe('PreconditionFailed');
    if (status === 304) expect([got.body.length, got.headers.etag]).toEqual([0, etag]);
  });
});
