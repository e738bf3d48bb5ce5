import type { AuthorizationRequest, CosOptions } from '../../src';
import { createInstantClock } from '../helpers/instant-clock';
import { place, startWorld, type World } from '../helpers/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
beforeEach(() => void world.takeRequests());

type Answer = (options: AuthorizationRequest) => unknown;

/** A client whose getAuthorization calls back with what `answer` gives, and how often it was asked. */
function clientThatAsks(answer: Answer, options: CosOptions = {}) {
  const asked: AuthorizationRequest[] = [];
  const cos = world.newClient({
    ...options,
    getAuthorization: (request, callback) => {
      asked.push(request);
      callback(answer(request) as string);
    },
  });
  return { cos, asked };
}

const head = { ...place, Key: 'some' };
beforeAll(() => world.newClient().putObject({ ...head, Body: 'x' }));

test('temporary keys are asked for once, whatever the number of concurrent requests, and used until they expire', async () => {
  const { cos, asked } = clientThatAsks(() => world.issueKeys());
  await Promise.all(Array.from({ length: 20 }, () => cos.headObject(head)));
  await cos.headObject(head);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({
    Bucket: place.Bucket,
    Region: place.Region,
    Method: 'HEAD',
    Key: 'some',
    Pathname: '/some',
    Scope: [{ action: 'name/cos:HeadObject', bucket: place.Bucket, region: place.Region, prefix: 'some' }],
  });
});

test('keys that are about to expire are renewed before they are used', async () => {
  const { cos, asked } = clientThatAsks(() => world.issueKeys({ durationSeconds: 30 }));
  await cos.headObject(head);
  await cos.headObject(head);
  expect(asked).toHaveLength(2);
});

test('keys with ScopeLimit serve their own scope only', async () => {
  const { cos, asked } = clientThatAsks(() => ({ ...world.issueKeys(), ScopeLimit: true }));
  await Promise.all([cos.headObject(head), cos.headObject(head), cos.getObject(head)]);
  await cos.headObject(head);
  expect(asked.map(({ Scope }) => Scope[0]?.action).sort()).toEqual(['name/cos:GetObject', 'name/cos:HeadObject']);
});

test.each(['text', 'object'])('a signature made elsewhere is used as it is (%s)', async (form) => {
  const { SecretId, SecretKey } = { SecretId: world.emulator.secretId, SecretKey: world.emulator.secretKey };
  const { cos, asked } = clientThatAsks(({ Method, Pathname, Query, Headers }) => {
    const Authorization = world.COS.getAuthorization({ SecretId, SecretKey, Method, Key: Pathname, Query, Headers });
    return form === 'text' ? Authorization : { Authorization };
  });
  await Promise.all([cos.headObject(head), cos.headObject(head)]);
  const FilePath = await world.pick('signed.txt', 'signed');
  await cos.postObject({ ...place, Key: 'signed.txt', FilePath });
  expect((await cos.getObject({ ...place, Key: 'signed.txt' })).Body).toBe('signed');
  expect(asked).toHaveLength(4);
});

test('getAuthorization may return a promise, and getSTS is the same', async () => {
  const promised = world.newClient({ getAuthorization: () => Promise.resolve(world.issueKeys()) });
  expect((await promised.headObject(head)).statusCode).toBe(200);
  const sts = new world.COS({ getSTS: (_options, callback) => callback(world.issueKeys()) });
  expect((await sts.headObject(head)).statusCode).toBe(200);
});

test('keys and token in the options are used as they are', async () => {
  const { TmpSecretId, TmpSecretKey, SecurityToken } = world.issueKeys();
  const cos = new world.COS({ SecretId: TmpSecretId, SecretKey: TmpSecretKey, SecurityToken });
  expect((await cos.headObject(head)).statusCode).toBe(200);
});

const keys = {
  TmpSecretId: 'i',
  TmpSecretKey: 'k',
  SecurityToken: 't',
  StartTime: 1700000000,
  ExpiredTime: 1700001800,
};
const nonsense: [answer: unknown, error: string][] = [
  [undefined, 'getAuthorization callback params format error.'],
  [null, 'getAuthorization callback params format error.'],
  [42, 'getAuthorization callback params format error.'],
  ['not a signature', 'getAuthorization callback params format error.'],
  [{ Authorization: '' }, 'getAuthorization callback params format error.'],
  [{}, 'getAuthorization callback params missing "TmpSecretId"'],
  [{ credentials: {} }, 'getAuthorization callback params missing "TmpSecretId"'],
  [{ ...keys, TmpSecretKey: '' }, 'getAuthorization callback params missing "TmpSecretKey"'],
  [{ ...keys, SecurityToken: undefined }, 'getAuthorization callback params missing "SecurityToken"'],
  [{ ...keys, ExpiredTime: undefined }, 'getAuthorization callback params missing "ExpiredTime"'],
  [{ ...keys, ExpiredTime: 1700001800000 }, 'getAuthorization callback params "ExpiredTime" should be 10 digits'],
  [{ ...keys, StartTime: 'now' }, 'getAuthorization callback params "StartTime" should be 10 digits'],
];

test.each(nonsense)('the answer %j is refused: %s', async (answer, error) => {
  const { cos } = clientThatAsks(() => answer);
  await expect(cos.headObject(head)).rejects.toMatchObject({ name: 'CosError', code: 'CredentialsError', error });
  expect(world.takeRequests()).toEqual([]);
});

test('getAuthorization that throws or rejects fails the request with its reason', async () => {
  const failing = [
    () => {
      throw new Error('server down');
    },
    () => Promise.reject(new Error('server down')),
    // What `wx.request` gives to `fail`.
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    () => Promise.reject({ errMsg: 'server down' }),
  ];
  for (const getAuthorization of failing) {
    const cos = world.newClient({ getAuthorization });
    await expect(cos.headObject(head)).rejects.toMatchObject({
      code: 'CredentialsError',
      message: expect.stringContaining('server down'),
    });
  }
});

test('getAuthorization that answers twice counts once', async () => {
  const cos = world.newClient({
    getAuthorization: (_options, callback) => {
      callback(world.issueKeys());
      callback('nonsense');
    },
  });
  expect((await cos.headObject(head)).statusCode).toBe(200);
});

test('getAuthorization that never answers is given up after AuthorizationTimeout', async () => {
  const cos = world.newClient({
    getAuthorization: () => undefined,
    AuthorizationTimeout: 40,
    Host: { clock: createInstantClock() },
  });
  await expect(cos.headObject(head)).rejects.toMatchObject({
    code: 'CredentialsError',
    message: expect.stringContaining('did not answer within 0.04 s'),
  });
});

test.each(['ExpiredToken', 'InvalidAccessKeyId', 'SignatureDoesNotMatch'])(
  'after %s fresh keys are asked for, once',
  async (code) => {
    const { cos, asked } = clientThatAsks(() => world.issueKeys());
    const once = world.emulator.faults.add({ operation: 'GetObject', status: 403, code });
    expect((await cos.getObject(head)).statusCode).toBe(200);
    expect([asked.length, once.hits]).toEqual([2, 1]);
    const always = world.emulator.faults.add({ operation: 'GetObject', status: 403, code, times: Infinity });
    await expect(cos.getObject(head)).rejects.toMatchObject({ code, statusCode: 403 });
    expect([asked.length, always.hits]).toEqual([3, 2]);
    always.remove();
  },
);

test('a policy that denies tells the missing action and the key', async () => {
  const { cos } = clientThatAsks(() =>
    world.issueKeys({
      policy: { version: '2.0', statement: [{ effect: 'allow', action: ['name/cos:GetObject'], resource: ['*'] }] },
    }),
  );
  await expect(cos.putObject({ ...place, Key: 'dir/mine.txt', Body: 'x' })).rejects.toMatchObject({
    code: 'AccessDenied',
    statusCode: 403,
    message: expect.stringContaining(`name/cos:PutObject on ${place.Bucket}/dir/mine.txt`),
  });
});

test('without any credentials the error says how to give them', async () => {
  const cos = new world.COS({});
  await expect(cos.headObject(head)).rejects.toMatchObject({
    code: 'CredentialsError',
    message: expect.stringContaining('getAuthorization'),
  });
});
