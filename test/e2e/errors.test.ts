import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CosError, OutgoingRequest } from '../../src';
import { createInstantClock } from '../helpers/instant-clock';
import { place, startWorld, type World } from '../helpers/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
afterEach(() => world.emulator.faults.clear());

const fail = async (work: Promise<unknown>): Promise<CosError> => {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  // The test that calls this expects an error of the SDK.
  return error as CosError;
};

test('an answer of COS is told with all that it says', async () => {
  const error = await fail(world.newClient().getObject({ ...place, Key: 'none' }));
  expect(error).toBeInstanceOf(world.realm.evaluate('Error'));
  expect(error).toMatchObject({
    name: 'CosError',
    code: 'NoSuchKey',
    statusCode: 404,
    method: 'GET',
    url: `https://${place.Bucket}.cos.${place.Region}.myqcloud.com/none`,
    RequestId: expect.any(String),
    isRetryable: false,
    error: {
      Code: 'NoSuchKey',
      Message: expect.any(String),
      Resource: expect.any(String),
      RequestId: error.RequestId,
      TraceId: expect.any(String),
    },
    headers: { 'x-cos-request-id': error.RequestId },
  });
  expect(error.message).toContain(error.RequestId);
  expect(error.message).toContain('There is no object none');
});

test('a missing bucket and a HEAD without a body are told', async () => {
  const cos = world.newClient();
  const other = { ...place, Bucket: 'other-1250000000' };
  expect(await fail(cos.getBucket(other))).toMatchObject({
    code: 'NoSuchBucket',
    message: expect.stringContaining('no bucket other-1250000000'),
  });
  expect(await fail(cos.headBucket(other))).toMatchObject({
    code: 'NotFound',
    statusCode: 404,
    message: expect.stringContaining('other-1250000000'),
  });
});

describe('without an answer', () => {
  const newImpatient = () => world.newClient({ ChunkRetryTimes: 0, WaitForNetwork: false });
  const upload = { ...place, Key: 'a', Body: 'x' };

  test('offline', async () => {
    world.phone.goOffline();
    const error = await fail(newImpatient().putObject(upload));
    world.phone.goOnline();
    expect(error).toMatchObject({
      code: 'NetworkError',
      isRetryable: true,
      error: expect.stringMatching(/^request:fail/),
    });
    expect(error.statusCode).toBeUndefined();
    expect(error.message).toContain('check the network');
  });

  test('in the background', async () => {
    world.phone.enterBackground();
    const error = await fail(newImpatient().putObject(upload));
    world.phone.enterForeground();
    expect(error).toMatchObject({ code: 'Interrupted', isRetryable: true });
  });

  test('in time', async () => {
    world.emulator.faults.add({ operation: 'PutObject', delayMs: 3000 });
    const error = await fail(world.newClient({ ChunkRetryTimes: 0, Timeout: 30 }).putObject(upload));
    expect(error).toMatchObject({ code: 'Timeout', isRetryable: true });
  });
});

test.each([
  ['putObject', 'request'],
  ['postObject', 'uploadFile'],
  ['getObject', 'downloadFile'],
] as const)('a domain that is not whitelisted is named with its list (%s)', async (method, list) => {
  const strict = await startWorld({ phone: { domains: { request: [], uploadFile: [], downloadFile: [] } } });
  const cos = strict.newClient();
  const FilePath = await strict.pick('a.txt', 'x');
  const Output = `${strict.wx.env.USER_DATA_PATH}/a`;
  const error = await fail(cos[method]({ ...place, Key: 'a', FilePath, Output }));
  expect(error).toMatchObject({ code: 'DomainNotAllowed', isRetryable: false });
  expect(error.message).toContain(`https://${place.Bucket}.cos.${place.Region}.myqcloud.com to the ${list} domains`);
  await strict.close();
});

describe('a proxy that answers in place of COS', () => {
  let proxy: Server;
  beforeAll(async () => {
    proxy = createServer((_request, response) =>
      response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Please log in</html>'),
    );
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => void proxy.close());

  test('is told from COS', async () => {
    // A server that listens on TCP has an address with a port.
    const { port } = proxy.address() as AddressInfo;
    const behind = await startWorld({ phone: { emulator: { port } } });
    const cos = behind.newClient({ Host: { clock: createInstantClock() } });
    const error = await fail(cos.headObject({ ...place, Key: 'a' }));
    expect(error).toMatchObject({ code: 'InvalidResponse', statusCode: 502, isRetryable: true });
    expect(error.message).toContain('not from COS');
    await behind.close();
  });
});

test('no secret shows in errors, logs and events', async () => {
  const keys = world.issueKeys({
    policy: { version: '2.0', statement: [{ effect: 'deny', action: ['name/cos:*'], resource: ['*'] }] },
  });
  const secrets = [keys.TmpSecretKey, keys.TmpSecretId, keys.SecurityToken, world.emulator.secretKey];
  const seen: unknown[] = [];
  const cos = world.newClient({ getAuthorization: (_options, callback) => callback(keys) });
  cos.on(
    'before-send',
    (outgoing: OutgoingRequest) => void seen.push({ ...outgoing, headers: { ...outgoing.headers } }),
  );
  const FilePath = await world.pick('a.txt', 'x');
  const Output = `${world.wx.env.USER_DATA_PATH}/secret`;
  const errors = [
    await fail(cos.putObject({ ...place, Key: 'a', Body: 'x' })),
    await fail(cos.postObject({ ...place, Key: 'a', FilePath })),
    await fail(cos.getObject({ ...place, Key: 'a', Output })),
    await fail(cos.request({ ...place, Url: `https://${place.Bucket}.ci.${place.Region}.myqcloud.com/jobs` })),
  ];
  for (const error of errors) {
    expect(error.name).toBe('CosError');
    const told = JSON.stringify([error.message, error.stack, error, error.cause, world.logs, seen]);
    for (const secret of secrets) expect(told.split(secret)).toHaveLength(1);
    expect(told).not.toMatch(/q-signature=[0-9a-f]/);
  }
});

describe('callbacks of the app', () => {
  test('that throw break nothing and are reported', async () => {
    const thrown: unknown[] = [];
    const other = await startWorld({ phone: { onUnhandled: (error) => void thrown.push(error) } });
    const cos = other.newClient();
    const explode = () => {
      throw new Error('the app is broken');
    };
    const result = await cos.putObject({ ...place, Key: 'a', Body: 'x', onProgress: explode }, explode);
    expect(result.statusCode).toBe(200);
    expect((await cos.headObject({ ...place, Key: 'a' })).statusCode).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(thrown).toHaveLength(2);
    await other.close();
  });

  test('are called once, beside the promise', async () => {
    const calls: unknown[][] = [];
    const cos = world.newClient();
    const promise = cos.headObject({ ...place, Key: 'none' }, (...args) => void calls.push(args));
    await expect(promise).rejects.toMatchObject({ statusCode: 404 });
    expect(calls).toMatchObject([[{ statusCode: 404 }]]);
  });
});

test('parameters of the caller are never changed', async () => {
  const cos = world.newClient();
  const freeze = <T extends object>(value: T): T => {
    Object.values(value).forEach((child: unknown) => {
      if (typeof child === 'object' && child !== null && !(child instanceof Uint8Array)) freeze(child);
    });
    return Object.freeze(value);
  };
  await cos.putObject(freeze({ ...place, Key: '/a', Body: 'x', Headers: { 'x-cos-meta-a': 'b' }, Query: {} }));
  const { UploadId } = await cos.multipartInit(freeze({ ...place, Key: 'm' }));
  const { ETag } = await cos.multipartUpload(freeze({ ...place, Key: 'm', UploadId, PartNumber: 1, Body: 'x' }));
  await cos.multipartComplete(
    freeze({ ...place, Key: 'm', UploadId, Parts: [{ PartNumber: 1, ETag: ETag.replace(/"/g, '') }] }),
  );
  await cos.deleteMultipleObject(freeze({ ...place, Objects: [{ Key: '/a' }], Quiet: true }));
});

test('a listener of before-send changes headers and URL, and the request is signed as it leaves it', async () => {
  const cos = world.newClient();
  cos.on('before-send', (outgoing: OutgoingRequest) => {
    outgoing.headers['x-cos-meta-added'] = 'yes';
    outgoing.url = outgoing.url.replace('/first', '/second');
  });
  await cos.putObject({ ...place, Key: 'first', Body: 'x' });
  const { headers } = await world.newClient().headObject({ ...place, Key: 'second' });
  expect(headers['x-cos-meta-added']).toBe('yes');
});
