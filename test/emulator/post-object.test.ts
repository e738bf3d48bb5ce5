import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { formType, signForm, writeForm, type FormPart, type PolicyOptions } from './helpers/form';
import {
  authorize,
  currentKeyTime,
  testBucket,
  testHost,
  xmlText,
  type RawClient,
  type RawKeys,
  type RawResponse,
} from './helpers/raw-client';
import { patternBytes, startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;
let keys: RawKeys;

beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
  keys = { secretId: emulator.secretId, secretKey: emulator.secretKey };
});
afterAll(() => emulator.close());
afterEach(async () => {
  emulator.setClockOffset(0);
  expect(await readdir(join(emulator.dataDir, 'incoming'))).toEqual([]);
});

function post(parts: readonly FormPart[], headers: Record<string, string> = {}): Promise<RawResponse> {
  return client.send({
    method: 'POST',
    keys: false,
    headers: { 'content-type': formType, ...headers },
    body: writeForm(parts),
  });
}

function postSigned(
  fields: readonly [string, string][],
  options: PolicyOptions = {},
  file: Buffer | string = 'file content',
): Promise<RawResponse> {
  return post([...fields, ...signForm(keys, options), { file }]);
}

describe('a form with policy', () => {
  test('stores the file with the attributes of the fields', async () => {
    const content = patternBytes(300_000);
    const answer = await postSigned(
      [
        ['key', 'form/照片.jpg'],
        ['Content-Type', 'image/jpeg'],
        ['Cache-Control', 'no-cache'],
        ['x-cos-meta-a', '名'],
        ['x-cos-storage-class', 'STANDARD_IA'],
        ['acl', 'public-read'],
        ['x-cos-grant-read', 'id="100000000011"'],
        ['x-cos-server-side-encryption', 'AES256'],
        ['Content-MD5', createHash('md5').update(content).digest('base64')],
      ],
      {
        conditions: [
          { bucket: testBucket },
          ['starts-with', '$key', 'form/'],
          ['eq', '$acl', 'public-read'],
          { 'Content-Type': 'image/jpeg' },
          ['content-length-range', 300_000, 300_000],
        ],
      },
      content,
    );
    expect(answer.status).toBe(204);
    expect(answer.body).toHaveLength(0);
    expect(answer.headers.etag).toBe(`"${createHash('md5').update(content).digest('hex')}"`);
    expect(answer.headers['x-cos-hash-crc64ecma']).toMatch(/^\d+$/);
    expect(answer.headers.location).toBe(`http://${testHost}/form/${encodeURIComponent('照片.jpg')}`);
    const got = await client.send({ key: 'form/照片.jpg', keys: false });
    expect(got.body.equals(content)).toBe(true);
    expect(got.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'no-cache',
      'x-cos-storage-class': 'STANDARD_IA',
      'x-cos-server-side-encryption': 'AES256',
    });
    expect(Buffer.from(got.headers['x-cos-meta-a'] as string, 'latin1').toString()).toBe('名');
  });

  test('the type of the file part is ignored', async () => {
    await postSigned([['key', 'form/plain']]);
    expect((await client.get('form/plain')).headers['content-type']).toBe('application/octet-stream');
  });

  test('${filename} is the name of the file', async () => {
    const parts: FormPart[] = [
      ['key', 'form/${filename}'],
      ...signForm(keys, { conditions: [['starts-with', '$key', 'form/中']] }),
    ];
    expect((await post([...parts, { file: 'x', fileName: '中 $& 文.txt' }])).status).toBe(204);
    expect((await client.get('form/中 $& 文.txt')).text).toBe('x');
  });

  test('an empty file', async () => {
    expect((await postSigned([['key', 'form/empty']], {}, '')).status).toBe(204);
    expect((await client.get('form/empty')).body).toHaveLength(0);
  });

  test('success_action_status and success_action_redirect', async () => {
    const answers = async (value: string) =>
      postSigned([
        ['key', 'form/s'],
        ['success_action_status', value],
      ]);
    expect((await answers('200')).status).toBe(200);
    expect((await answers('204')).status).toBe(204);
    expect((await answers('418')).status).toBe(204);
    const created = await answers('201');
    expect(created.status).toBe(201);
    expect(xmlText(created.text, 'Bucket')).toBe(testBucket);
    expect(xmlText(created.text, 'Key')).toBe('form/s');
    expect(xmlText(created.text, 'ETag')).toBe('&quot;d10b4c3ff123b26dc068d43a8bef2d23&quot;');
    expect(xmlText(created.text, 'Location')).toBe(`http://${testHost}/form/s`);
    const redirected = await postSigned([
      ['key', 'form/s'],
      ['success_action_status', '200'],
      ['success_action_redirect', 'https://example.com/done?a=1'],
    ]);
    expect(redirected.status).toBe(303);
    expect(redirected.headers.location).toBe(
      `https://example.com/done?a=1&bucket=${testBucket}&key=form%2Fs&etag=%22d10b4c3ff123b26dc068d43a8bef2d23%22`,
    );
  });

  test('temporary keys need PostObject, not PutObject', async () => {
    const issue = (action: string): RawKeys => {
      const policy = {
        statement: [{ effect: 'allow' as const, action, resource: `qcs::cos:*:uid/1250000000:${testBucket}/form/*` }],
      };
      const { credentials } = emulator.issueCredentials({ policy });
      return {
        secretId: credentials.tmpSecretId,
        secretKey: credentials.tmpSecretKey,
        token: credentials.sessionToken,
      };
    };
    const send = (key: string, temporary: RawKeys) => post([['key', key], ...signForm(temporary), { file: 'x' }]);
    expect((await send('form/t', issue('name/cos:PostObject'))).status).toBe(204);
    expect((await send('other/t', issue('name/cos:PostObject'))).code).toBe('AccessDenied');
    expect((await send('form/t', issue('name/cos:PutObject'))).code).toBe('AccessDenied');
    const withoutToken = { ...issue('name/cos:PostObject'), token: undefined };
    expect((await send('form/t', withoutToken)).code).toBe('InvalidAccessKeyId');
  });
});

describe('a policy that does not hold', () => {
  test.each<[string, unknown, number, string]>([
    ['another bucket', { bucket: 'other-1250000000' }, 403, 'AccessDenied'],
    ['another key', ['eq', '$key', 'p/2'], 403, 'AccessDenied'],
    ['another prefix', ['starts-with', '$key', 'q/'], 403, 'AccessDenied'],
    ['a field that is not in the form', ['starts-with', '$Content-Type', ''], 403, 'AccessDenied'],
    ['too large a file', ['content-length-range', 0, 5], 400, 'EntityTooLarge'],
    ['too small a file', ['content-length-range', 50, 500], 400, 'EntityTooSmall'],
    ['an unknown operator', ['like', '$key', 'p'], 400, 'InvalidPolicyDocument'],
    ['a value that is no text', { key: 5 }, 400, 'InvalidPolicyDocument'],
    ['a range that is none', ['content-length-range', 'a', 'b'], 400, 'InvalidPolicyDocument'],
  ])('%s', async (_name, condition, status, code) => {
    const answer = await postSigned([['key', 'p/1']], { conditions: [condition] });
    expect([answer.status, answer.code]).toEqual([status, code]);
    expect((await client.get('p/1')).status).toBe(404);
  });

  test.each<[string, PolicyOptions, number, string]>([
    ['no JSON', { text: 'nonsense' }, 400, 'InvalidPolicyDocument'],
    ['a JSON text', { text: '"text"' }, 400, 'InvalidPolicyDocument'],
    ['no expiration', { text: '{"conditions":[]}' }, 400, 'InvalidPolicyDocument'],
    ['no conditions', { text: '{"expiration":"2099-01-01T00:00:00Z"}' }, 400, 'InvalidPolicyDocument'],
    [
      'none of the mandatory conditions',
      { text: '{"expiration":"2099-01-01T00:00:00Z","conditions":[]}' },
      400,
      'InvalidPolicyDocument',
    ],
    ['expired', { expiration: '2020-01-01T00:00:00Z' }, 403, 'AccessDenied'],
    ['key time expired', { keyTime: currentKeyTime(-2000) }, 403, 'AccessDenied'],
    ['key time in the future', { keyTime: currentKeyTime(2000) }, 403, 'RequestTimeTooSkewed'],
    ['no signature', { omit: ['q-signature'] }, 403, 'AccessDenied'],
    ['no policy', { omit: ['policy'] }, 400, 'InvalidPolicyDocument'],
  ])('%s', async (_name, options, status, code) => {
    const answer = await postSigned([['key', 'p/1']], options);
    expect([answer.status, answer.code]).toEqual([status, code]);
  });

  test('a wrong secret, told with the text that was signed', async () => {
    const answer = await post([['key', 'p/1'], ...signForm({ ...keys, secretKey: 'wrong' }), { file: 'x' }]);
    expect([answer.status, answer.code]).toEqual([403, 'SignatureDoesNotMatch']);
    expect(xmlText(answer.text, 'StringToSign')).toMatch(/^[0-9a-f]{40}$/);
  });

  test('a changed q-ak or q-key-time', async () => {
    const change = (name: string, value: string): Promise<RawResponse> => {
      const fields = signForm(keys).map(([field, old]): [string, string] => [field, field === name ? value : old]);
      return post([['key', 'p/1'], ...fields, { file: 'x' }]);
    };
    expect((await change('q-ak', 'AKIDnobody')).code).toBe('InvalidAccessKeyId');
    expect((await change('q-key-time', currentKeyTime(-100))).code).toBe('SignatureDoesNotMatch');
  });
});

describe('a form with an ordinary authorization for POST /', () => {
  const authorization = (): string =>
    authorize({ method: 'POST', path: '/', query: [], headers: { host: testHost } }, keys);

  test.each(['Signature', 'Authorization'])('in the field %s', async (name) => {
    const answer = await post([
      ['key', 'a/1'],
      [name, authorization()],
      ['success_action_status', '200'],
      { file: 'x' },
    ]);
    expect(answer.status).toBe(200);
    expect((await client.get('a/1')).text).toBe('x');
  });

  test('in the header', async () => {
    const answer = await post([['key', 'a/2'], { file: 'x' }], { authorization: authorization() });
    expect(answer.status).toBe(204);
  });

  test('with the token of temporary keys in the form', async () => {
    const { credentials } = emulator.issueCredentials();
    const temporary = { secretId: credentials.tmpSecretId, secretKey: credentials.tmpSecretKey };
    const Signature = authorize({ method: 'POST', path: '/', query: [], headers: { host: testHost } }, temporary);
    const fields: FormPart[] = [
      ['key', 'a/3'],
      ['Signature', Signature],
    ];
    expect((await post([...fields, { file: 'x' }])).code).toBe('InvalidAccessKeyId');
    expect((await post([...fields, ['x-cos-security-token', credentials.sessionToken], { file: 'x' }])).status).toBe(
      204,
    );
  });

  test('for another method, path or host', async () => {
    for (const [method, path, host] of [
      ['PUT', '/', testHost],
      ['POST', '/a', testHost],
      ['POST', '/', 'other.example.com'],
    ] as const) {
      const Signature = authorize({ method, path, query: [], headers: { host } }, keys);
      expect((await post([['key', 'a/4'], ['Signature', Signature], { file: 'x' }])).code).toBe(
        'SignatureDoesNotMatch',
      );
    }
  });
});

describe('a form that is wrong', () => {
  test('nobody signed it', async () => {
    const answer = await post([['key', 'w/1'], { file: 'x' }]);
    expect([answer.status, answer.code]).toEqual([403, 'AccessDenied']);
  });

  test.each<[string, FormPart[], string]>([
    ['no file', [['key', 'w/1']], 'IncorrectNumberOfFilesInPostRequest'],
    [
      'a file under another name',
      [['key', 'w/1'], { file: 'x', name: 'photo' }],
      'IncorrectNumberOfFilesInPostRequest',
    ],
    ['no key', [{ file: 'x' }], 'InvalidArgument'],
    ['an empty key', [['key', ''], { file: 'x' }], 'InvalidArgument'],
    ['too long a key', [['key', 'k'.repeat(851)], { file: 'x' }], 'KeyTooLong'],
  ])('%s', async (_name, parts, code) => {
    const answer = await post([...signForm(keys), ...parts]);
    expect([answer.status, answer.code]).toEqual([400, code]);
  });

  test.each<[string, FormPart[], string]>([
    ['two files', [{ file: 'x' }, { file: 'y' }], 'IncorrectNumberOfFilesInPostRequest'],
    ['a field after the file', [{ file: 'x' }, ['acl', 'private']], 'MalformedPOSTRequest'],
  ])('%s', async (_name, parts, code) => {
    const answer = await post([['key', 'w/2'], ...signForm(keys), ...parts]);
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect((await client.get('w/2')).status).toBe(404);
  });

  test.each<[string, [string, string], string]>([
    ['ACL', ['acl', 'everybody'], 'InvalidArgument'],
    ['storage class', ['x-cos-storage-class', 'CHEAP'], 'InvalidArgument'],
    ['traffic limit', ['x-cos-traffic-limit', '1'], 'InvalidArgument'],
    ['line break in a header', ['Cache-Control', 'a\r\nx-evil: 1'], 'InvalidArgument'],
    ['Content-MD5', ['Content-MD5', 'abc'], 'InvalidDigest'],
    ['digest', ['Content-MD5', 'AAAAAAAAAAAAAAAAAAAAAA=='], 'BadDigest'],
    ['redirect', ['success_action_redirect', 'nowhere'], 'InvalidArgument'],
  ])('a wrong %s', async (_name, field, code) => {
    const answer = await postSigned([['key', 'w/3'], field]);
    expect([answer.status, answer.code]).toEqual([400, code]);
    expect((await client.get('w/3')).status).toBe(404);
  });

  test('forbid-overwrite, in a field or in a header', async () => {
    await client.put('w/4', 'first');
    expect(
      (
        await postSigned([
          ['key', 'w/4'],
          ['x-cos-forbid-overwrite', 'true'],
        ])
      ).code,
    ).toBe('FileAlreadyExists');
    const answer = await post([['key', 'w/4'], ...signForm(keys), { file: 'x' }], { 'x-cos-forbid-overwrite': 'true' });
    expect([answer.status, answer.code]).toEqual([409, 'FileAlreadyExists']);
  });

  test('a body that ends early', async () => {
    const whole = writeForm([['key', 'w/5'], ...signForm(keys), { file: patternBytes(100_000) }]);
    const body = whole.subarray(0, whole.length - 40);
    const answer = await client.send({ method: 'POST', keys: false, headers: { 'content-type': formType }, body });
    expect([answer.status, answer.code]).toEqual([400, 'MalformedPOSTRequest']);
    expect((await client.get('w/5')).status).toBe(404);
  });

  test.each(['application/json', 'multipart/form-data'])('the content type %s', async (type) => {
    const answer = await post([['key', 'w/6'], { file: 'x' }], { 'content-type': type });
    expect([answer.status, answer.code]).toEqual([400, 'MalformedPOSTRequest']);
  });
});
