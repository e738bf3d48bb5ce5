import { request as sendPlain } from 'node:http';
import type { CosOptions } from '../../src';
import { Bucket, place, Region, startWorld, type World } from '../helpers/world';

const host = `${Bucket}.cos.${Region}.myqcloud.com`;
let world: World;
beforeAll(async () => {
  world = await startWorld({ emulator: { buckets: [{ Bucket, Region, accelerate: true }] } });
  await world.newClient().putObject({ ...place, Key: 'a 文.txt', Body: 'text' });
});
afterAll(() => world.close());
beforeEach(() => void world.takeRequests());

/** Opens a URL with nothing but what it holds. */
function open(
  url: string,
  method = 'GET',
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string; type?: string }> {
  const { host: Host, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: world.emulator.port,
      method,
      path: pathname + search,
      headers: { Host, ...headers },
    };
    sendPlain(options, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += String(chunk)));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body, type: response.headers['content-type'] }),
      );
    })
      .on('error', reject)
      .end(method === 'PUT' ? 'put by url' : undefined);
  });
}

describe('getObjectUrl', () => {
  const asked = { ...place, Key: 'a 文.txt' };

  test('signs for anybody', async () => {
    expect(await open(world.newClient().getObjectUrl(asked))).toMatchObject({ status: 200, body: 'text' });
  });

  test('signs overridden response headers, which cannot be changed', async () => {
    const url = world
      .newClient()
      .getObjectUrl({ ...asked, Query: { 'response-content-type': 'text/x-mine; charset=utf-8' } });
    expect(await open(url)).toMatchObject({ status: 200, type: 'text/x-mine; charset=utf-8' });
    expect((await open(url.replace('x-mine', 'x-yours'))).status).toBe(403);
  });

  test('signs other methods', async () => {
    const url = world.newClient().getObjectUrl({ ...asked, Key: 'put', Method: 'PUT' });
    expect((await open(url, 'PUT')).status).toBe(200);
    expect((await open(url, 'DELETE')).status).toBe(403);
  });

  test('expires', async () => {
    const url = world.newClient().getObjectUrl({ ...asked, Expires: 60 });
    world.emulator.setClockOffset(120_000);
    expect((await open(url)).status).toBe(403);
    world.emulator.setClockOffset(0);
  });

  test('is bare without Sign and where the keys must be asked for first', async () => {
    const bare = `https://${host}/a%20%E6%96%87.txt`;
    expect(world.newClient().getObjectUrl({ ...asked, Sign: false })).toBe(bare);
    const cos = world.newClient({ getAuthorization: (_options, callback) => callback(world.issueKeys()) });
    expect(cos.getObjectUrl(asked)).toBe(bare);
    const Url = await new Promise<string>(
      (resolve) => void cos.getObjectUrl(asked, (_error, data) => resolve(data?.Url ?? '')),
    );
    expect(Url).toContain('x-cos-security-token=');
    expect(await open(Url)).toMatchObject({ status: 200, body: 'text' });
    expect(await open(cos.getObjectUrl(asked))).toMatchObject({ status: 200 });
  });

  test('carries a signature that was made elsewhere', async () => {
    const { secretId: SecretId, secretKey: SecretKey } = world.emulator;
    const cos = world.newClient({
      getAuthorization: ({ Method, Pathname, Query, Headers }) =>
        world.COS.getAuthorization({ SecretId, SecretKey, Method, Key: Pathname, Query, Headers }),
    });
    const Url = await new Promise<string>(
      (resolve) => void cos.getObjectUrl(asked, (_error, data) => resolve(data?.Url ?? '')),
    );
    expect(await open(Url)).toMatchObject({ status: 200, body: 'text' });
  });

  test('tells a failure of getAuthorization through the callback', async () => {
    const cos = world.newClient({ getAuthorization: () => Promise.reject(new Error('no')) });
    const error = await new Promise((resolve) => void cos.getObjectUrl(asked, resolve));
    expect(error).toMatchObject({ code: 'CredentialsError' });
  });
});

test('getAuth gives the header for a request of one’s own', async () => {
  const Authorization = world.newClient().getAuth({ ...place, Method: 'GET', Key: 'a 文.txt' });
  expect(Authorization).toContain('q-header-list=host');
  const url = `https://${host}/${encodeURIComponent('a 文.txt')}`;
  expect(await open(url, 'GET', { Authorization })).toMatchObject({ status: 200, body: 'text' });
});

const hosts: [title: string, options: CosOptions, expected: string][] = [
  ['the standard host', {}, host],
  ['the acceleration host', { UseAccelerate: true }, `${Bucket}.cos.accelerate.myqcloud.com`],
  ['a template', { Domain: '{Bucket}.cos.{Region}.tencentcos.cn' }, `${Bucket}.cos.${Region}.tencentcos.cn`],
  ['a template of name and APPID', { Domain: 'https://{BucketName}-{AppId}.cos.{Region}.myqcloud.com/' }, host],
  [
    'a function',
    { Domain: ({ Bucket: name, Region: region }) => `${name}.cos.${region}.tencentcos.cn` },
    `${Bucket}.cos.${Region}.tencentcos.cn`,
  ],
];

test.each(hosts)('an object is reached through %s', async (_title, options, expected) => {
  await world.newClient(options).headObject({ ...place, Key: 'a 文.txt' });
  expect(world.takeRequests().map(({ status, headers }) => [status, headers['host']])).toEqual([[200, expected]]);
});

test('a Domain with http:// is called without TLS, as emulators need it', async () => {
  const Domain = `http://{Bucket}.cos.{Region}.localhost:${world.emulator.port}`;
  await world.newClient({ Domain }).headObject({ ...place, Key: 'a 文.txt' });
  expect(world.takeRequests()).toMatchObject([{ status: 200 }]);
});

test('settings of a bucket and the service have hosts of their own', async () => {
  const cos = world.newClient({ UseAccelerate: true });
  await cos.getService();
  await cos.getService({ Region });
  expect(world.takeRequests().map(({ headers }) => headers['host'])).toEqual([
    'service.cos.myqcloud.com',
    `cos.${Region}.myqcloud.com`,
  ]);
});

test('AutoSwitchHost goes to the second domain when the first cannot be reached', async () => {
  world.emulator.faults.add({ operation: 'HeadObject', reset: 'beforeBody' });
  await world.newClient({ AutoSwitchHost: true }).headObject({ ...place, Key: 'a 文.txt' });
  const reached = world.takeRequests().filter(({ status }) => status === 200);
  expect(reached.map(({ headers }) => headers['host'])).toEqual([`${Bucket}.cos.${Region}.tencentcos.cn`]);
});

test('request reaches data processing with its own token header, and any call of COS', async () => {
  const cos = world.newClient({ getAuthorization: (_options, callback) => callback(world.issueKeys()) });
  const Url = `https://${Bucket}.ci.${Region}.myqcloud.com/jobs?a=b`;
  await cos.request({ ...place, Url, Method: 'POST', Body: { Tag: 'x' } }).catch(() => undefined);
  const [ci] = world.takeRequests();
  expect(ci?.headers).toMatchObject({ 'x-ci-security-token': expect.any(String), 'content-type': 'application/json' });
  const listing = await cos.request({ ...place, Query: { prefix: 'a' } });
  expect(listing).toMatchObject({ statusCode: 200, ListBucketResult: { Name: Bucket } });
  const raw = await cos.request({ ...place, Query: { prefix: 'a' }, RawBody: true });
  expect(raw.Body).toContain('<ListBucketResult>');
  expect((await cos.request({ ...place, Action: 'uploads' })).ListMultipartUploadsResult).toBeDefined();
  expect(await cos.request({ ...place, Key: 'by-request', Method: 'PUT', Body: 'x' })).toMatchObject({
    statusCode: 200,
  });
});
