import { place, startWorld, type World } from '../helpers/world';

const hourMs = 3_600_000;
let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

test.each([2 * hourMs, -2 * hourMs])(
  'a phone whose clock is %i ms off uploads after one correction',
  async (offsetMs) => {
    world.emulator.setClockOffset(offsetMs);
    const cos = world.newClient();
    expect((await cos.putObject({ ...place, Key: 'a', Body: 'x' })).statusCode).toBe(200);
    expect(Math.abs(cos.options.SystemClockOffset - offsetMs)).toBeLessThan(5000);
    expect(world.takeRequests().map(({ status }) => status)).toEqual([403, 200]);
    await cos.headObject({ ...place, Key: 'a' });
    expect(world.takeRequests()).toHaveLength(1);
  },
);

test('with CorrectClockSkew off a wrong clock stays an error', async () => {
  world.emulator.setClockOffset(2 * hourMs);
  const cos = world.newClient({ CorrectClockSkew: false });
  await expect(cos.putObject({ ...place, Key: 'a', Body: 'x' })).rejects.toMatchObject({ statusCode: 403 });
  expect(world.takeRequests()).toHaveLength(1);
  expect(cos.options.SystemClockOffset).toBe(0);
});

test('a known SystemClockOffset is used from the first request', async () => {
  world.emulator.setClockOffset(2 * hourMs);
  const cos = world.newClient({ SystemClockOffset: 2 * hourMs });
  await cos.putObject({ ...place, Key: 'a', Body: 'x' });
  expect(world.takeRequests().map(({ status }) => status)).toEqual([200]);
});

test('temporary keys with their own times work at once, and are kept though the phone thinks they have expired', async () => {
  world.emulator.setClockOffset(-2 * hourMs);
  let asked = 0;
  const cos = world.newClient({
    getAuthorization: (_options, callback) => {
      asked += 1;
      callback(world.issueKeys());
    },
  });
  await cos.putObject({ ...place, Key: 'a', Body: 'x' });
  await cos.headObject({ ...place, Key: 'a' });
  await cos.headObject({ ...place, Key: 'a' });
  expect(world.takeRequests().map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(asked).toBe(1);
});

test('requests that begin together on a phone with a wrong clock are all corrected', async () => {
  world.emulator.setClockOffset(2 * hourMs);
  const cos = world.newClient();
  const calls = ['a', 'b', 'c'].map((Key) => cos.putObject({ ...place, Key, Body: 'x' }));
  await expect(Promise.all(calls)).resolves.toHaveLength(3);
});
