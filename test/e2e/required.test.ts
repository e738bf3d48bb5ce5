import { Bucket, place, Region, startWorld, type World } from '../helpers/world';

const mebibyte = 1024 * 1024;
let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

describe('getRequiredDomains', () => {
  const origin = `https://${Bucket}.cos.${Region}.myqcloud.com`;
  const domainsOf = (options: object, params: object = {}) =>
    world.newClient(options).getRequiredDomains({ ...place, ...params });

  test.each([
    ['as they are by default', {}, {}, [origin], [origin]],
    [
      'with the second domain',
      { AutoSwitchHost: true },
      {},
      [origin, `https://${Bucket}.cos.${Region}.tencentcos.cn`],
      [origin, `https://${Bucket}.cos.${Region}.tencentcos.cn`],
    ],
    [
      'with acceleration',
      { UseAccelerate: true },
      {},
      [`https://${Bucket}.cos.accelerate.myqcloud.com`, origin],
      [`https://${Bucket}.cos.accelerate.myqcloud.com`],
    ],
    [
      'with a domain of your own',
      { Domain: '{Bucket}.example.com' },
      {},
      [`https://${Bucket}.example.com`],
      [`https://${Bucket}.example.com`],
    ],
    [
      'with getService',
      { ServiceDomain: 'service.example.com' },
      { Service: true },
      [origin, 'https://service.example.com'],
      [origin],
    ],
    [
      'with data processing',
      {},
      { DataProcessing: true },
      [origin, `https://${Bucket}.ci.${Region}.myqcloud.com`],
      [origin],
    ],
  ])('%s', (_what, options, params, request, others) => {
    expect(domainsOf(options, params)).toEqual({ request, uploadFile: others, downloadFile: others });
  });

  test('bad parameters throw', () => {
    expect(() => domainsOf({}, { Bucket: 'x' })).toThrow('Bucket should format as "test-1250000000".');
    expect(() => domainsOf({}, { Region: 'cos.ap-guangzhou' })).toThrow('param Region should not be start with "cos."');
    expect(() => world.newClient().getRequiredDomains(undefined as never)).toThrow('missing param Bucket');
  });

  test('they are all that a phone needs', async () => {
    const { request, uploadFile, downloadFile } = domainsOf({});
    const strict = await startWorld({ phone: { domains: { request, uploadFile, downloadFile } } });
    const FilePath = await strict.pick('a', 'a');
    const cos = strict.newClient();
    await cos.uploadFile({ ...place, Key: 'a', FilePath });
    await cos.downloadFile({ ...place, Key: 'a' });
    await strict.close();
  });
});

describe('getRequiredActions', () => {
  /** A client whose temporary keys may do what `methods` need, but for one action. */
  function newLimitedClient(methods: string[], without?: string) {
    const { policy } = world.newClient().getRequiredActions(methods, { ...place, Prefix: 'mine/' });
    const statement = (policy?.statement ?? []).map((one) => ({
      ...one,
      // STS refuses an empty list.
      action: [...one.action.filter((action) => action !== without), 'name/cos:None'],
    }));
    const keys = world.issueKeys({ policy: { ...policy, statement } });
    return world.newClient({ getAuthorization: () => Promise.resolve(keys), ChunkRetryTimes: 0 });
  }
  type Client = ReturnType<typeof newLimitedClient>;
  const source = `${Bucket}.cos.${Region}.myqcloud.com/mine/large`;
  let FilePath: string;
  let UploadId: string;
  beforeAll(async () => {
    ({ UploadId } = await world.newClient().multipartInit({ ...place, Key: 'mine/up' }));
    FilePath = await world.pick('large', Buffer.alloc(2 * mebibyte + 1));
    await world.newClient().uploadFile({ ...place, Key: 'mine/large', FilePath });
  });

  const folder = { ...place, Prefix: 'mine/' };
  /** Rejects with the error of the first of those that failed. */
  const failed = (list: { error: Error | null }[]): Promise<unknown> => {
    const error = list.map((one) => one.error).find(Boolean);
    return error ? Promise.reject(error) : Promise.resolve();
  };
  const runs: [string, string, (cos: Client) => Promise<unknown>][] = [
    ['putObject', 'PutObject', (cos) => cos.putObject({ ...place, Key: 'mine/a', Body: 'x' })],
    ['postObject', 'PostObject', (cos) => cos.postObject({ ...place, Key: 'mine/a', FilePath })],
    ['sliceUploadFile', 'UploadPart', (cos) => cos.sliceUploadFile({ ...place, Key: 'mine/b', FilePath })],
    ['uploadFile', 'CompleteMultipartUpload', (cos) => cos.uploadFile({ ...place, Key: 'mine/c', FilePath })],
    ['getBucket', 'GetBucket', (cos) => cos.getBucket({ ...place, Prefix: 'mine/' })],
    ['listAllObjects', 'GetBucket', (cos) => cos.listAllObjects(folder, () => true)],
    ['listAllObjectVersions', 'GetBucketObjectVersions', (cos) => cos.listAllObjectVersions(folder, () => true)],
    ['listAllUploads', 'ListMultipartUploads', (cos) => cos.listAllUploads(folder, () => true)],
    ['listAllParts', 'ListParts', (cos) => cos.listAllParts({ ...place, Key: 'mine/up', UploadId }, () => true)],
    [
      'abortUploadTask',
      'ListMultipartUploads',
      (cos) => cos.abortUploadTask({ ...place, Level: 'file', Key: 'mine/none' }),
    ],
    [
      'abortUploadTask',
      'AbortMultipartUpload',
      (cos) => cos.abortUploadTask({ ...place, Key: 'mine/up', UploadId }).then(({ errorList }) => failed(errorList)),
    ],
    [
      'uploadFiles',
      'PostObject',
      (cos) =>
        cos
          .uploadFiles({ files: [{ ...place, Key: 'mine/d', FilePath }], SliceSize: 5 * mebibyte })
          .then(({ files }) => failed(files)),
    ],
    ['putObjectCopy', 'GetObject', (cos) => cos.putObjectCopy({ ...place, Key: 'mine/e', CopySource: source })],
    ['getService', 'GetService', (cos) => cos.getService()],
    [
      'sliceCopyFile',
      'PutObject',
      (cos) => cos.sliceCopyFile({ ...place, Key: 'mine/copy', CopySource: source, SliceSize: 1, ChunkSize: mebibyte }),
    ],
    ['downloadFile', 'GetObject', (cos) => cos.downloadFile({ ...place, Key: 'mine/large' })],
    [
      'deleteMultipleObject',
      'DeleteObject',
      (cos) => cos.deleteMultipleObject({ ...place, Objects: [{ Key: 'mine/a' }] }),
    ],
    [
      'putBucketCors',
      'PutBucketCORS',
      (cos) => cos.putBucketCors({ ...place, CORSRules: [{ AllowedOrigin: '*', AllowedMethod: 'GET' }] }),
    ],
  ];

  test.each(runs)('%s works with the policy, and without %s it says what is missing', async (method, action, run) => {
    await run(newLimitedClient([method]));
    const denied = await run(newLimitedClient([method], `name/cos:${action}`)).catch((error: unknown) => error);
    expect(JSON.stringify(denied) + String(denied)).toContain('AccessDenied');
    if (denied instanceof Error || method !== 'deleteMultipleObject')
      expect(String(denied)).toContain(`name/cos:${action}`);
  });

  test('a key outside of the prefix is denied', async () => {
    const cos = newLimitedClient(['putObject']);
    await expect(cos.putObject({ ...place, Key: 'other/a', Body: 'x' })).rejects.toMatchObject({
      code: 'AccessDenied',
    });
  });

  test('every method has its actions, each once', () => {
    const cos = world.newClient();
    const { actions } = cos.getRequiredActions([
      'putObject',
      'uploadFile',
      'uploadFiles',
      'getService',
      'putBucketAcl',
      'putObjectCopy',
    ]);
    expect(new Set(actions).size).toBe(actions.length);
    expect(actions).toEqual(
      expect.arrayContaining([
        'name/cos:PutObject',
        'name/cos:GetService',
        'name/cos:PutBucketACL',
        'name/cos:GetObject',
      ]),
    );
  });

  test('an unknown method is refused with the nearest one', () => {
    expect(() => world.newClient().getRequiredActions(['putObjct'])).toThrow('Did you mean "putObject"?');
  });

  test('the URL of an object needs what reading it needs', () => {
    expect(world.newClient().getRequiredActions(['getObjectUrl'])).toEqual({ actions: ['name/cos:GetObject'] });
  });

  test.each([
    ['putObject', 'should be an array'],
    [undefined, 'should be an array'],
    [[5], 'Unknown method "5".'],
  ])('bad input is refused: %j', (methods, message) => {
    expect(() => world.newClient().getRequiredActions(methods as never)).toThrow(message);
  });

  test('a scope without a bucket is refused', () => {
    expect(() => world.newClient().getRequiredActions(['putObject'], {} as never)).toThrow('missing param Bucket');
  });
});
