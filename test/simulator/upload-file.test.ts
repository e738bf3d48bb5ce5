import { truncateSync } from 'node:fs';
import busboy from 'busboy';
import type { UploadProgress } from '../../simulator';
import type { Received } from './support/peer';
import { closeHosts, failure, outcome, pickFile, startHost } from './support/host';

interface Result {
  data: unknown;
  statusCode: number;
  header?: Record<string, string>;
  errMsg: string;
}

interface Part {
  name: string;
  value: Buffer;
  fileName?: string;
  type?: string;
}

const url = 'https://bucket-125.cos.ap-guangzhou.myqcloud.com/';

afterEach(closeHosts);

/** The parts in their order, as a form parser that is not ours reads them. */
function parseForm({ headers, body }: Received): Promise<Part[]> {
  return new Promise((resolve, reject) => {
    const parts: Part[] = [];
    const parser = busboy({ headers });
    parser.on('field', (name, value) => parts.push({ name, value: Buffer.from(value) }));
    parser.on('file', (name, stream, { filename, mimeType }) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => parts.push({ name, value: Buffer.concat(chunks), fileName: filename, type: mimeType }));
    });
    parser.on('close', () => resolve(parts)).on('error', reject);
    parser.end(body);
  });
}

test('sends the fields first and the file last, under the name of the temporary file', async () => {
  const host = await startHost({}, (_received, response) => response.writeHead(204, { ETag: '"e"' }).end());
  const content = Buffer.from(Array.from({ length: 700_001 }, (_value, index) => index % 253));
  const filePath = await pickFile(host, content, '猫.jpg');
  const formData = { key: 'dir/猫.jpg', success_action_status: 200 };
  const result = await outcome<Result>((callbacks) =>
    host.wx.uploadFile({
      url,
      filePath,
      name: 'file',
      formData,
      header: { 'X-A': 'b', 'Content-Type': 'no' },
      ...callbacks,
    }),
  );
  const [received] = host.peer.received as [Received];
  const parts = await parseForm(received);
  expect(received.method).toBe('POST');
  expect(received.headers['x-a']).toBe('b');
  expect(parts.map(({ name }) => name)).toEqual(['key', 'success_action_status', 'file']);
  expect(parts[0]!.value.toString()).toBe('dir/猫.jpg');
  expect(parts[2]!.fileName).toBe(filePath.slice('wxfile://'.length));
  expect(parts[2]!.type).toBe('image/jpeg');
  expect(parts[2]!.value.equals(content)).toBe(true);
  expect(result).toMatchObject({ statusCode: 204, data: '', header: { ETag: '"e"' }, errMsg: 'uploadFile:ok' });
  expect(host.phone.stats.fileBytesRead).toBe(content.length);
});

test('an empty file is uploaded', async () => {
  const host = await startHost();
  const filePath = await pickFile(host, '');
  const result = await outcome<Result>((callbacks) =>
    host.wx.uploadFile({ url, filePath, name: 'file', ...callbacks }),
  );
  expect(result.data).toBe('ok');
  expect((await parseForm(host.peer.received[0]!))[0]!.value).toHaveLength(0);
});

test('data is always a string, JSON included', async () => {
  const host = await startHost({}, (_received, response) => response.end('{"a":1}'));
  const filePath = await pickFile(host, 'x');
  const result = await outcome<Result>((callbacks) =>
    host.wx.uploadFile({ url, filePath, name: 'file', ...callbacks }),
  );
  expect(result.data).toBe('{"a":1}');
});

describe('progress', () => {
  async function progressOf(quirks: object): Promise<UploadProgress[]> {
    const host = await startHost({ quirks });
    const filePath = await pickFile(host, Buffer.alloc(3_000_000));
    const events: UploadProgress[] = [];
    await outcome<Result>((callbacks) => {
      const task = host.wx.uploadFile({ url, filePath, name: 'file', ...callbacks });
      const removed = (): void => void events.splice(0);
      task.onProgressUpdate((event) => events.push(event));
      task.onProgressUpdate(removed);
      task.offProgressUpdate(removed);
    });
    return events;
  }

  test('grows to 100 percent of the body, which is more than the file', async () => {
    const events = await progressOf({});
    const sent = events.map(({ totalBytesSent }) => totalBytesSent);
    expect(events.length).toBeGreaterThan(5);
    expect(sent).toEqual([...sent].sort((a, b) => a - b));
    expect(events.at(-1)).toMatchObject({ progress: 100 });
    expect(events.at(-1)!.totalBytesExpectedToSend).toBeGreaterThan(3_000_000);
    expect(events.at(-1)!.totalBytesSent).toBe(events.at(-1)!.totalBytesExpectedToSend);
    expect(events.every(({ progress }) => Number.isInteger(progress))).toBe(true);
  });

  test('is a single event on some phones', async () => {
    expect(await progressOf({ singleProgressEvent: true })).toMatchObject([{ progress: 100 }]);
  });
});

describe('response headers', () => {
  async function upload(quirks: object) {
    const host = await startHost({ quirks }, (_received, response) => response.setHeader('ETag', '"e"').end());
    const filePath = await pickFile(host, 'x');
    const told: unknown[] = [];
    const result = await outcome<Result>((callbacks) => {
      host.wx.uploadFile({ url, filePath, name: 'file', ...callbacks }).onHeadersReceived((event) => told.push(event));
    });
    return { result, told };
  }

  test('are in the result, undocumented, and told by the task without a status', async () => {
    const { result, told } = await upload({});
    expect(result.header).toMatchObject({ ETag: '"e"' });
    expect(told).toEqual([{ header: expect.objectContaining({ ETag: '"e"' }) as object }]);
  });

  test('can be missing in the result', async () => {
    const { result, told } = await upload({ noUploadResponseHeader: true });
    expect(result).not.toHaveProperty('header');
    expect(told).toHaveLength(1);
  });

  test('can be missing everywhere', async () => {
    const { told } = await upload({ noHeadersReceived: true });
    expect(told).toEqual([]);
  });
});

describe('refuses', () => {
  test.each([
    ['a missing file', 'wxfile://tmp_missing.jpg', 'uploadFile:fail createUploadTask:fail file not found'],
    ['a folder', 'wxfile://usr', 'uploadFile:fail createUploadTask:fail file not found'],
    ['a path of the computer', '/etc/passwd', 'uploadFile:fail permission denied "/etc/passwd"'],
    [
      'no path',
      undefined,
      'uploadFile:fail parameter error: parameter.filePath should be String instead of Undefined;',
    ],
  ])('%s', async (_name, filePath, errMsg) => {
    const { wx, peer } = await startHost();
    const error = await failure((callbacks) =>
      wx.uploadFile({ url, filePath: filePath as string, name: 'file', ...callbacks }),
    );
    expect(error.errMsg).toBe(errMsg);
    expect(peer.received).toHaveLength(0);
  });

  test('a file that becomes shorter while it is sent', async () => {
    const host = await startHost();
    const filePath = await pickFile(host, Buffer.alloc(40_000_000));
    const error = await failure((callbacks) => {
      const task = host.wx.uploadFile({ url, filePath, name: 'file', ...callbacks });
      task.onProgressUpdate(({ totalBytesSent }) => {
        if (totalBytesSent < 20_000_000) truncateSync(host.phone.realPath(filePath), 1000);
      });
    });
    expect(error.errMsg).toBe('uploadFile:fail file changed while it was uploaded');
    expect(host.peer.received).toHaveLength(0);
  });
});

test('an answer before the body was read is the result', async () => {
  const host = await startHost();
  const { createServer } = await import('node:net');
  const server = createServer((socket) => {
    socket.once('data', () => socket.write('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno'));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const early = await startHost({ emulator: { port: (server.address() as import('node:net').AddressInfo).port } });
  const filePath = await pickFile(early, Buffer.alloc(50_000_000));
  const result = await outcome<Result>((callbacks) =>
    early.wx.uploadFile({ url, filePath, name: 'file', ...callbacks }),
  );
  expect(result).toMatchObject({ statusCode: 403, data: 'no' });
  await early.phone.dispose();
  await new Promise((resolve) => server.close(resolve));
  await host.close();
});
