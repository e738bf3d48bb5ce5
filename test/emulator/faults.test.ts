import { createHash } from 'node:crypto';
import type { FaultRule } from '../../emulator';
import { formType, signForm, writeForm } from './helpers/form';
import { exchange, testHost, xmlText, type RawClient, type RawResponse } from './helpers/raw-client';
import { patternBytes, startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;
const mebibyte = 1024 * 1024;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
  await client.put('there', 'content');
});
afterAll(() => emulator.close());
beforeEach(() => emulator.clearRequests());
afterEach(() => emulator.faults.clear());

const reset = { code: 'ECONNRESET' };

describe('matching', () => {
  test('operation, key, method, bucket', async () => {
    const rules: FaultRule[] = [
      { operation: 'GetObject', status: 503, code: 'A' },
      { operation: ['HeadObject', 'DeleteObject'], key: 'there', status: 503, code: 'B' },
      { method: 'put', bucket: 'test-1250000000', status: 503, code: 'C' },
      { bucket: 'other-1250000000', status: 503, code: 'D', times: Infinity },
    ];
    const handles = rules.map((rule) => emulator.faults.add(rule));
    expect((await client.get('there')).code).toBe('A');
    expect((await client.send({ method: 'DELETE', key: 'elsewhere' })).status).toBe(204);
    expect((await client.send({ method: 'HEAD', key: 'there' })).status).toBe(503);
    expect((await client.put('x', 'x')).code).toBe('C');
    expect((await client.get('there')).status).toBe(200);
    expect(handles.map(({ hits }) => hits)).toEqual([1, 1, 1, 0]);
    expect((await client.get('there')).text).toBe('content');
  });

  test('skip and times count only matching requests', async () => {
    const fault = emulator.faults.add({
      operation: 'GetObject',
      skip: 1,
      times: 2,
      status: 500,
      code: 'InternalError',
    });
    const statuses: number[] = [];
    for (let index = 0; index < 5; index++) {
      await client.send({ method: 'HEAD', key: 'there' });
      statuses.push((await client.get('there')).status);
    }
    expect(statuses).toEqual([200, 500, 500, 200, 200]);
    expect(fault.hits).toBe(2);
  });

  test('for ever, until removed', async () => {
    const fault = emulator.faults.add({ operation: 'GetObject', times: Infinity, status: 500, code: 'InternalError' });
    for (let index = 0; index < 4; index++) expect((await client.get('there')).status).toBe(500);
    expect(emulator.faults.list().map(({ id }) => id)).toEqual([fault.id]);
    fault.remove();
    expect((await client.get('there')).status).toBe(200);
    expect(emulator.faults.list()).toEqual([]);
  });

  test('one part', async () => {
    const begun = await client.send({ method: 'POST', key: 'p', query: { uploads: '' }, body: '' });
    const uploadId = xmlText(begun.text, 'UploadId')!;
    emulator.faults.add({ operation: 'UploadPart', partNumber: 2, status: 503, code: 'SlowDown' });
    const send = (partNumber: string) =>
      client.send({ method: 'PUT', key: 'p', query: { partNumber, uploadId }, body: 'x' });
    expect((await send('1')).status).toBe(200);
    expect((await send('2')).code).toBe('SlowDown');
    expect((await send('2')).status).toBe(200);
  });

  test.each<[object, string]>([
    [{ stauts: 503 }, 'stauts'],
    [{ status: 42 }, 'status'],
    [{ code: 'SlowDown' }, 'status'],
    [{ reset: 'sometimes' }, 'reset'],
    [{ reset: { afterBytes: -1 } }, 'reset'],
    [{ delayMs: '5' }, 'delayMs'],
    [{ bandwidthBytesPerSecond: 0 }, 'bandwidth'],
  ])('the malformed rule %j is refused', (rule, problem) => {
    expect(() => emulator.faults.add(rule as FaultRule)).toThrow(problem);
  });
});

describe('answers', () => {
  test('an error with headers, before the work', async () => {
    emulator.faults.add({
      operation: 'PutObject',
      status: 503,
      code: 'SlowDown',
      message: 'Reduce',
      headers: { 'Retry-After': '7' },
    });
    const answer = await client.put('not-stored', 'x');
    expect([answer.status, answer.code, xmlText(answer.text, 'Message')]).toEqual([503, 'SlowDown', 'Reduce']);
    expect(answer.headers['retry-after']).toBe('7');
    expect(answer.headers['x-cos-request-id']).toBeTruthy();
    expect((await client.get('not-stored')).status).toBe(404);
    expect(emulator.requests[0]).toMatchObject({ operation: 'PutObject', status: 503, code: 'SlowDown' });
  });

  test('a status without a body, and a body of choice', async () => {
    emulator.faults.add({ operation: 'GetObject', status: 502 });
    emulator.faults.add({ operation: 'HeadObject', body: 'x', headers: { 'content-type': 'text/html' } });
    expect(await client.get('there')).toMatchObject({ status: 502, text: '' });
    expect((await client.send({ method: 'HEAD', key: 'there' })).headers['content-type']).toBe('text/html');
  });

  test('headers that are missing or added', async () => {
    emulator.faults.add({
      operation: 'PutObject',
      omitHeaders: ['x-cos-hash-crc64ecma', 'ETag'],
      headers: { 'x-added': '1' },
    });
    const answer = await client.put('omitted', 'x');
    expect(answer.status).toBe(200);
    expect([answer.headers['x-cos-hash-crc64ecma'], answer.headers.etag, answer.headers['x-added']]).toEqual([
      undefined,
      undefined,
      '1',
    ]);
  });

  test('a wrong ETag in header and XML, while the stored one is right', async () => {
    const right = createHash('md5').update('x').digest('hex');
    emulator.faults.add({ operation: ['PutObject', 'GetBucket'], wrongETag: true, times: 2 });
    const answer = await client.put('etag', 'x');
    expect(answer.headers.etag).toMatch(/^"[0-9a-f]{32}"$/);
    expect(answer.headers.etag).not.toBe(`"${right}"`);
    expect(xmlText((await client.send({ query: { prefix: 'etag' } })).text, 'ETag')).not.toContain(right);
    expect((await client.get('etag')).headers.etag).toBe(`"${right}"`);
  });

  test('200 with an error as body; the work is not done', async () => {
    emulator.faults.add({ operation: 'PutObjectCopy', okThenError: { code: 'InternalError', message: 'Try again' } });
    const headers = { 'x-cos-copy-source': `${testHost}/there`, 'content-length': '0' };
    const answer = await client.send({ method: 'PUT', key: 'copied', headers });
    expect([answer.status, answer.code, xmlText(answer.text, 'Message')]).toEqual([200, 'InternalError', 'Try again']);
    expect((await client.get('copied')).status).toBe(404);
    expect((await client.send({ method: 'PUT', key: 'copied', headers })).status).toBe(200);
  });

  test('an answer that is cut off', async () => {
    const content = patternBytes(500_000);
    await client.put('cut', content);
    emulator.faults.add({ operation: 'GetObject', key: 'cut', truncateAnswerAfterBytes: 200_000 });
    await expect(client.get('cut')).rejects.toMatchObject(reset);
    emulator.faults.add({ operation: 'GetObject', key: 'cut', truncateAnswerAfterBytes: 0 });
    await expect(client.get('cut')).rejects.toMatchObject(reset);
    expect((await client.get('cut')).body.equals(content)).toBe(true);
  });
});

describe('connections', () => {
  test.each<[string, FaultRule['reset'], number]>([
    ['before the body', 'beforeBody', 0],
    ['after the body', 'afterBody', 300_000],
  ])('reset %s: nothing is stored', async (_name, when, bodyBytes) => {
    emulator.faults.add({ operation: 'PutObject', reset: when });
    await expect(client.put('reset', Buffer.alloc(300_000))).rejects.toThrow();
    expect((await client.get('reset')).status).toBe(404);
    expect(emulator.requests[0]).toMatchObject({ operation: 'PutObject', status: 0, bodyBytes });
  });

  test('reset while the body is read', async () => {
    emulator.faults.add({ operation: 'PutObject', reset: { afterBytes: 100_000 } });
    await expect(client.put('reset', Buffer.alloc(3_000_000))).rejects.toThrow();
    expect((await client.get('reset')).status).toBe(404);
    const [put] = emulator.requests;
    expect(put!.bodyBytes).toBeGreaterThanOrEqual(100_000);
    expect(put!.bodyBytes).toBeLessThan(1_000_000);
  });

  test('reset while a form is read', async () => {
    emulator.faults.add({ operation: 'PostObject', reset: { afterBytes: 10_000 } });
    const body = writeForm([['key', 'reset-form'], ...signForm(emulator), { file: Buffer.alloc(1_000_000) }]);
    const send = (): Promise<RawResponse> =>
      client.send({ method: 'POST', keys: false, headers: { 'content-type': formType }, body });
    await expect(send()).rejects.toThrow();
    expect((await client.get('reset-form')).status).toBe(404);
    expect((await send()).status).toBe(204);
  });

  test('a lost answer: the work is done', async () => {
    emulator.faults.add({ operation: 'PutObject', reset: 'afterWork' });
    await expect(client.put('lost', 'stored')).rejects.toMatchObject(reset);
    expect((await client.get('lost')).text).toBe('stored');
    expect(emulator.requests[0]).toMatchObject({ operation: 'PutObject', status: 0, bodyBytes: 6 });
  });

  test('a lost answer to Complete', async () => {
    const begun = await client.send({ method: 'POST', key: 'lost-parts', query: { uploads: '' }, body: '' });
    const uploadId = xmlText(begun.text, 'UploadId')!;
    const part = await client.send({
      method: 'PUT',
      key: 'lost-parts',
      query: { partNumber: '1', uploadId },
      body: 'x',
    });
    const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.etag!}</ETag></Part></CompleteMultipartUpload>`;
    emulator.faults.add({ operation: 'CompleteMultipartUpload', reset: 'afterWork' });
    const complete = () => client.send({ method: 'POST', key: 'lost-parts', query: { uploadId }, body });
    await expect(complete()).rejects.toMatchObject(reset);
    expect((await complete()).code).toBe('NoSuchUpload');
    expect((await client.get('lost-parts')).text).toBe('x');
  });
});

describe('content', () => {
  test('a byte is flipped on the way to the disk, though Content-MD5 was right', async () => {
    emulator.faults.add({ operation: ['PutObject', 'UploadPart', 'PostObject'], corruptStoredByte: true });
    const sent = patternBytes(100_000);
    const md5 = createHash('md5').update(sent).digest();
    const answer = await client.put('corrupt', sent, { 'content-md5': md5.toString('base64') });
    expect(answer.status).toBe(200);
    const { body, headers } = await client.get('corrupt');
    expect(body[0]).toBe(sent[0]! ^ 0xff);
    expect(body.subarray(1).equals(sent.subarray(1))).toBe(true);
    expect(answer.headers.etag).toBe(`"${createHash('md5').update(body).digest('hex')}"`);
    expect(answer.headers['x-cos-hash-crc64ecma']).toBe(headers['x-cos-hash-crc64ecma']);
    const intact = await client.put('corrupt', sent);
    expect(intact.headers.etag).toBe(`"${md5.toString('hex')}"`);
    expect(intact.headers['x-cos-hash-crc64ecma']).not.toBe(answer.headers['x-cos-hash-crc64ecma']);
  });
});

describe('time', () => {
  test('a delay is before the answer', async () => {
    emulator.faults.add({ operation: 'GetObject', delayMs: 150, status: 500, code: 'InternalError' });
    const start = process.hrtime.bigint();
    expect((await client.get('there')).code).toBe('InternalError');
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeGreaterThanOrEqual(145);
  });

  test.each(['GetObject', 'PutObject'])('the bandwidth of %s', async (operation) => {
    const content = patternBytes(60_000);
    await client.put('slow', content);
    emulator.faults.add({ operation, bandwidthBytesPerSecond: 300_000 });
    const start = process.hrtime.bigint();
    if (operation === 'GetObject') expect((await client.get('slow')).body.equals(content)).toBe(true);
    else expect((await client.put('slow', content)).status).toBe(200);
    // 200 ms at that speed; no upper bound, because machines may be busy.
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeGreaterThanOrEqual(180);
  });

  test('closing does not wait for delays', async () => {
    const other = await startTestEmulator();
    other.emulator.faults.add({ delayMs: 60_000 });
    const waiting = other.client.get('x').catch((error: unknown) => error);
    while (other.emulator.faults.list()[0]!.hits === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await other.emulator.close();
    expect(await waiting).toMatchObject(reset);
    await other.emulator.close();
  });

  test('a slow merge answers 200 and whitespace first', async () => {
    const begin = async (key: string): Promise<() => Promise<RawResponse>> => {
      const begun = await client.send({ method: 'POST', key, query: { uploads: '' }, body: '' });
      const uploadId = xmlText(begun.text, 'UploadId')!;
      const part = await client.send({
        method: 'PUT',
        key,
        query: { partNumber: '1', uploadId },
        body: Buffer.alloc(mebibyte),
      });
      const body = `<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>${part.headers.etag!}</ETag></Part></CompleteMultipartUpload>`;
      return () => client.send({ method: 'POST', key, query: { uploadId }, body });
    };
    const complete = await begin('slow-merge');
    emulator.faults.add({ operation: 'CompleteMultipartUpload', slowMergeMs: 100, times: 2 });
    const [first, second] = await Promise.all([complete(), complete()]);
    const texts = [first.text, second.text].sort();
    expect([first.status, second.status]).toEqual([200, 200]);
    expect(texts.every((text) => /^ +<\?xml/.test(text))).toBe(true);
    expect(texts.some((text) => text.includes('<CompleteMultipartUploadResult>'))).toBe(true);
    expect(texts.some((text) => text.includes('<Code>NoSuchUpload</Code>'))).toBe(true);
    expect((await client.get('slow-merge')).body).toHaveLength(mebibyte);
  });
});

describe('administration over HTTP', () => {
  async function admin(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; json: Record<string, unknown> }> {
    const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    const answer = await exchange(
      emulator.port,
      { method, path, headers: { host: `localhost:${emulator.port}` } },
      text,
    );
    return { status: answer.status, json: JSON.parse(answer.text) as Record<string, unknown> };
  }

  test('faults: add, list, remove one, remove all', async () => {
    const added = await admin('POST', '/_emulator/faults', {
      operation: 'GetObject',
      status: 503,
      code: 'SlowDown',
      times: -1,
    });
    expect(added).toEqual({
      status: 200,
      json: { id: expect.any(String), hits: 0, rule: expect.objectContaining({ times: -1 }) },
    });
    expect((await client.get('there')).code).toBe('SlowDown');
    expect((await client.get('there')).code).toBe('SlowDown');
    const { json } = await admin('GET', '/_emulator/faults');
    expect(json['faults']).toMatchObject([{ id: added.json['id'], hits: 2 }]);
    expect((await admin('DELETE', `/_emulator/faults/${String(added.json['id'])}`)).status).toBe(200);
    expect((await client.get('there')).status).toBe(200);
    expect((await admin('DELETE', '/_emulator/faults/99')).status).toBe(404);
    emulator.faults.add({ status: 500, code: 'X', times: Infinity });
    expect((await admin('GET', '/_emulator/faults')).json['faults']).toMatchObject([{ rule: { times: -1 } }]);
    await admin('DELETE', '/_emulator/faults');
    expect(emulator.faults.list()).toEqual([]);
  });

  test('the clock', async () => {
    expect((await admin('PUT', '/_emulator/clock', { offsetMs: 3_600_000 })).json).toMatchObject({
      offsetMs: 3_600_000,
    });
    expect(Math.abs(Date.parse((await client.get('there')).headers.date!) - Date.now() - 3_600_000)).toBeLessThan(
      10_000,
    );
    await admin('PUT', '/_emulator/clock', { offsetMs: 0 });
    expect((await admin('GET', '/_emulator/clock')).json).toMatchObject({ offsetMs: 0 });
    expect((await admin('PUT', '/_emulator/clock', { offset: 1 })).status).toBe(400);
  });

  test('requests', async () => {
    await client.get('there');
    expect((await admin('GET', '/_emulator/requests')).json['requests']).toMatchObject([
      { operation: 'GetObject', key: 'there' },
    ]);
    await admin('DELETE', '/_emulator/requests');
    expect(emulator.requests).toEqual([]);
  });

  test('the overview tells no secret', async () => {
    const answer = await admin('GET', '/');
    expect(answer.json).toMatchObject({ name: 'cos-emulator', buckets: [{ Bucket: 'test-1250000000' }] });
    expect(JSON.stringify(answer.json)).not.toContain(emulator.secretKey);
  });

  test.each<[string, string, unknown, number]>([
    ['POST', '/_emulator/faults', { nonsense: 1 }, 400],
    ['POST', '/_emulator/faults', '{', 400],
    ['POST', '/_emulator/faults', undefined, 400],
    ['GET', '/_emulator/unknown', undefined, 404],
    ['PUT', '/_emulator/faults', {}, 404],
    ['GET', '/elsewhere', undefined, 404],
  ])('%s %s %j -> %i', async (method, path, body, status) => {
    const answer = await admin(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.json).toEqual({ error: { Code: expect.any(String), Message: expect.any(String) } });
  });

  test('a bucket host does not reach it', async () => {
    expect(
      (await client.send({ method: 'POST', rawPath: '/_emulator/faults', key: '_emulator/faults', body: '{}' })).status,
    ).toBe(405);
  });
});

test('a request log of limited length forgets the oldest', async () => {
  const other = await startTestEmulator({ requestLogLimit: 3 });
  for (const key of ['1', '2', '3', '4', '5']) await other.client.get(key);
  expect(other.emulator.requests.map(({ key }) => key)).toEqual(['3', '4', '5']);
  await other.emulator.close();
});
