import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import busboy from 'busboy';
import type { PostObjectParams } from '../../src';
import { place, startWorld, type World } from '../helpers/world';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

type Fields = Record<string, string>;

/** A server in place of COS that writes down the fields of each form. */
async function startRecorder(): Promise<{ server: Server; port: number; forms: Fields[]; order: string[][] }> {
  const forms: Fields[] = [];
  const order: string[][] = [];
  const read = (request: IncomingMessage): Promise<void> =>
    new Promise((resolve) => {
      const fields: Fields = {};
      const names: string[] = [];
      const form = busboy({ headers: request.headers });
      form.on('field', (name, value) => {
        fields[name] = value;
        names.push(name);
      });
      form.on('file', (name, file) => {
        names.push(name);
        file.resume();
      });
      form.on('close', () => {
        forms.push(fields);
        order.push(names);
        resolve();
      });
      request.pipe(form);
    });
  const server = createServer((request, response) => {
    void read(request).then(() => response.writeHead(200, { 'x-cos-request-id': 'r', etag: '"e"' }).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on TCP has an address with a port.
  return { server, port: (server.address() as AddressInfo).port, forms, order };
}

test('what COS documents as form fields travels as form fields, the file last', async () => {
  const recorder = await startRecorder();
  const other = await startWorld({ phone: { emulator: { port: recorder.port } } });
  const cos = other.newClient({ SecretId: 'AKIDid', SecretKey: 'key', SecurityToken: 'token' });
  const params: Omit<PostObjectParams, 'Bucket' | 'Region' | 'FilePath'> = {
    Key: '照片/a b.jpg',
    ACL: 'public-read',
    GrantRead: 'id="1"',
    GrantReadAcp: 'id="2"',
    GrantWriteAcp: 'id="3"',
    GrantFullControl: 'id="4"',
    StorageClass: 'STANDARD_IA',
    TrafficLimit: 819200,
    ForbidOverwrite: 'true',
    MimeLimit: 'image/*',
    PicOperations: '{"is_pic_info":1}',
    ServerSideEncryption: 'cos/kms',
    SSEKMSKeyId: 'kms',
    SSEContext: 'e30=',
    CacheControl: 'max-age=1',
    ContentDisposition: 'inline',
    ContentEncoding: 'identity',
    Expires: 'Thu, 01 Jan 2037 00:00:00 GMT',
    'x-cos-meta-who': 'me',
    Headers: { 'x-cos-tagging': 'a=b' },
  };
  const FilePath = await other.pick('a.jpg', 'x');
  expect(await cos.postObject({ ...place, ...params, FilePath })).toMatchObject({ ETag: '"e"', statusCode: 200 });
  expect(recorder.forms[0]).toMatchObject({
    key: '照片/a b.jpg',
    success_action_status: '200',
    acl: 'public-read',
    'x-cos-grant-read': 'id="1"',
    'x-cos-grant-read-acp': 'id="2"',
    'x-cos-grant-write-acp': 'id="3"',
    'x-cos-grant-full-control': 'id="4"',
    'x-cos-storage-class': 'STANDARD_IA',
    'x-cos-traffic-limit': '819200',
    'x-cos-forbid-overwrite': 'true',
    'x-cos-mime-limit': 'image/*',
    'Pic-Operations': '{"is_pic_info":1}',
    'x-cos-server-side-encryption': 'cos/kms',
    'x-cos-server-side-encryption-cos-kms-key-id': 'kms',
    'x-cos-server-side-encryption-context': 'e30=',
    'Cache-Control': 'max-age=1',
    'Content-Disposition': 'inline',
    'Content-Encoding': 'identity',
    'Content-Type': 'image/jpeg',
    Expires: 'Thu, 01 Jan 2037 00:00:00 GMT',
    'x-cos-meta-who': 'me',
    'x-cos-tagging': 'a=b',
    'x-cos-security-token': 'token',
    'q-sign-algorithm': 'sha1',
    'q-ak': 'AKIDid',
  });
  expect(recorder.order[0]?.pop()).toBe('file');
  await other.close();
  recorder.server.close();
});

test('what is stored has the attributes that were asked for', async () => {
  const cos = world.newClient();
  const FilePath = await world.pick('a.txt', 'attributes');
  const Key = 'attributes.txt';
  await cos.postObject({
    ...place,
    Key,
    FilePath,
    CacheControl: 'max-age=9',
    StorageClass: 'STANDARD_IA',
    'x-cos-meta-who': 'me',
  });
  expect((await cos.headObject({ ...place, Key })).headers).toMatchObject({
    'content-type': 'text/plain',
    'cache-control': 'max-age=9',
    'x-cos-storage-class': 'STANDARD_IA',
    'x-cos-meta-who': 'me',
  });
  await expect(cos.postObject({ ...place, Key, FilePath, ForbidOverwrite: 'true' })).rejects.toMatchObject({
    statusCode: 409,
  });
});

test('the signature holds for this key and this size only', async () => {
  const other = await startWorld();
  const uploadFile = other.wx.uploadFile.bind(other.wx);
  const sent: Fields[] = [];
  other.wx.uploadFile = (options) => {
    sent.push({ ...(options.formData as Fields) });
    return uploadFile(options);
  };
  const cos = other.newClient();
  const url = `https://${place.Bucket}.cos.${place.Region}.myqcloud.com/`;
  const filePath = await other.pick('a.txt', 'mine');
  await cos.postObject({ ...place, Key: 'mine.txt', FilePath: filePath });
  const replay = (formData: Fields, path: string): Promise<number> =>
    new Promise((resolve, reject) => {
      uploadFile({
        url,
        filePath: path,
        name: 'file',
        formData,
        success: ({ statusCode }) => resolve(statusCode),
        fail: ({ errMsg }) => reject(new Error(errMsg)),
      });
    });
  const [form = {}] = sent;
  expect(await replay(form, filePath)).toBe(200);
  expect(await replay({ ...form, key: 'yours.txt' }, filePath)).toBe(403);
  expect(await replay(form, await other.pick('b.txt', 'much longer'))).toBeGreaterThanOrEqual(400);
  await other.close();
});

test.each([{ noUploadResponseHeader: true }, { singleProgressEvent: true }, { headerCase: 'upper' }] as const)(
  'a phone with %j still gets ETag, and progress that ends at the size',
  async (quirks) => {
    const odd = await startWorld({ phone: { quirks } });
    const cos = odd.newClient({ ProgressInterval: 0 });
    const loaded: number[] = [];
    const FilePath = await odd.pick('a.bin', Buffer.alloc(500_000));
    const { ETag } = await cos.postObject({
      ...place,
      Key: 'a',
      FilePath,
      onProgress: (event) => void loaded.push(event.loaded),
    });
    expect(ETag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(loaded[loaded.length - 1]).toBe(500_000);
    expect([...loaded].sort((a, b) => a - b)).toEqual(loaded);
    await odd.close();
  },
);

test('an empty file arrives', async () => {
  const cos = world.newClient();
  const FilePath = await world.pick('empty', '');
  await cos.postObject({ ...place, Key: 'empty', FilePath });
  expect((await cos.headObject({ ...place, Key: 'empty' })).headers['content-length']).toBe('0');
});
