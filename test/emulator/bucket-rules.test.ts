import { createHash } from 'node:crypto';
import { contentMd5, documentOf, makeBucket, putConfiguration } from './helpers/bucket-configurations';
import type { RawClient } from './helpers/raw-client';
import { startTestEmulator, type TestEmulator } from './helpers/test-emulator';

let emulator: TestEmulator['emulator'];
let client: RawClient;
beforeAll(async () => {
  ({ emulator, client } = await startTestEmulator());
});
afterAll(() => emulator.close());

const put = async (subResource: string, xml: string, host?: string): Promise<[number, string | undefined]> => {
  const { status, code } = await putConfiguration(client, subResource, xml, host === undefined ? {} : { host });
  return [status, code];
};
const repeat = (count: number, write: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => write(index)).join('');

describe('tags of a bucket', () => {
  const tagging = (inner: string): string => `<Tagging><TagSet>${inner}</TagSet></Tagging>`;
  const tag = (key: string, value = 'v'): string => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`;
  const tags = (count: number): string => repeat(count, (index) => tag(`k${index}`));
  test.each<[string, string, number, string | undefined]>([
    ['fifty', tags(50), 204, undefined],
    ['fifty-one', tags(51), 400, 'InvalidTag'],
    ['none', '', 400, 'MalformedXML'],
    ['a key twice', tag('a') + tag('a'), 400, 'InvalidTag'],
    ['a key of 128 bytes', tag('k'.repeat(128)), 204, undefined],
    ['a key of 129 bytes', tag('k'.repeat(129)), 400, 'InvalidTag'],
    ['a key of 43 Chinese characters', tag('名'.repeat(43)), 400, 'InvalidTag'],
    ['an empty key', tag(''), 400, 'MalformedXML'],
    ['a value of 256 bytes', tag('k', 'v'.repeat(256)), 204, undefined],
    ['a value of 257 bytes', tag('k', 'v'.repeat(257)), 400, 'InvalidTag'],
  ])('%s', async (_name, inner, status, code) => {
    expect(await put('tagging', tagging(inner))).toEqual([status, code]);
  });
});

describe('rules of a lifecycle', () => {
  const rule = (inner: string): string => `<Rule><Status>Enabled</Status><Filter></Filter>${inner}</Rule>`;
  const expiry = (days: string): string => rule(`<Expiration><Days>${days}</Days></Expiration>`);
  const move = (to: string): string => `<Transition><Days>1</Days><StorageClass>${to}</StorageClass></Transition>`;
  const id = (name: string): string => rule(`<ID>${name}</ID>${move('ARCHIVE')}`);
  const date = '<Expiration><Date>2027-12-01T00:00:00+08:00</Date></Expiration>';
  const wrongDate = '<Expiration><Date>tomorrow</Date></Expiration>';
  test.each<[string, string, string | undefined]>([
    ['3650 days', expiry('3650'), undefined],
    ['3651 days', expiry('3651'), 'MalformedXML'],
    ['0 days', expiry('0'), 'MalformedXML'],
    ['a date', rule(date), undefined],
    ['a date that is none', rule(wrongDate), 'MalformedXML'],
    ['days and a date', rule(move('ARCHIVE') + date), 'InvalidArgument'],
    ['days and a date in different rules', rule(move('ARCHIVE')) + rule(date), undefined],
    ['nothing to do', rule(''), 'InvalidArgument'],
    ['a move to STANDARD', rule(move('STANDARD')), 'MalformedXML'],
    ['an ID twice', id('a') + id('a'), 'InvalidArgument'],
    ['an ID of 256 characters', id('i'.repeat(256)), 'MalformedXML'],
    ['1000 rules', repeat(1000, (index) => id(`r${index}`)), undefined],
    ['1001 rules', repeat(1001, (index) => id(`r${index}`)), 'InvalidArgument'],
    ['no rule', '', 'MalformedXML'],
  ])('%s', async (_name, rules, code) => {
    const answer = await put('lifecycle', `<LifecycleConfiguration>${rules}</LifecycleConfiguration>`);
    expect(answer).toEqual([code === undefined ? 200 : 400, code]);
  });
});

describe('replication', () => {
  const rule = (prefix: string): string =>
    `<Rule><Status>Enabled</Status><Prefix>${prefix}</Prefix><Destination><Bucket>qcs::cos:ap-beijing::to-1250000000</Bucket></Destination></Rule>`;
  const replication = (rules: string, role = 'qcs::cam::uin/1:uin/1'): string =>
    `<ReplicationConfiguration><Role>${role}</Role>${rules}</ReplicationConfiguration>`;
  const versioning = (status: string): string =>
    `<VersioningConfiguration><Status>${status}</Status></VersioningConfiguration>`;

  test('needs versioning that is enabled, not suspended', async () => {
    const host = await makeBucket(client, 'replicated');
    expect(await put('replication', replication(rule('a')), host)).toEqual([400, 'BucketVersionNotOpen']);
    await put('versioning', versioning('Suspended'), host);
    expect(await put('replication', replication(rule('a')), host)).toEqual([400, 'BucketVersionNotOpen']);
    await put('versioning', versioning('Enabled'), host);
    expect(await put('replication', replication(rule('a')), host)).toEqual([200, undefined]);
  });

  test.each<[string, string, string | undefined]>([
    ['prefixes that do not overlap', replication(rule('a/') + rule('b/')), undefined],
    ['a prefix twice', replication(rule('a/') + rule('a/')), 'InvalidArgument'],
    ['a prefix of another', replication(rule('logs/2026/') + rule('img/') + rule('logs/')), 'InvalidArgument'],
    ['everything and something', replication(rule('') + rule('a/')), 'InvalidArgument'],
    ['a role that is none', replication(rule('a'), 'somebody'), 'MalformedXML'],
  ])('%s', async (_name, xml, code) => {
    await put('versioning', versioning('Enabled'));
    expect(await put('replication', xml)).toEqual([code === undefined ? 200 : 400, code]);
  });
});

describe('a website', () => {
  const byCode = '<HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals>';
  const byPrefix = '<KeyPrefixEquals>docs/</KeyPrefixEquals>';
  const key = '<ReplaceKeyWith>404.html</ReplaceKeyWith>';
  const prefix = '<ReplaceKeyPrefixWith>documents/</ReplaceKeyPrefixWith>';
  const rule = (condition: string, redirect: string): string =>
    `<RoutingRule><Condition>${condition}</Condition><Redirect>${redirect}</Redirect></RoutingRule>`;
  const website = (rules: string, more = ''): string =>
    `<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument>${more}<RoutingRules>${rules}</RoutingRules></WebsiteConfiguration>`;
  test.each<[string, string, string | undefined]>([
    ['a code and a key', website(rule(byCode, key)), undefined],
    ['a prefix and a key', website(rule(byPrefix, key)), undefined],
    ['a prefix and a prefix', website(rule(byPrefix, prefix)), undefined],
    ['a code and a prefix', website(rule(byCode, prefix)), 'InvalidArgument'],
    ['both conditions', website(rule(byCode + byPrefix, key)), 'InvalidArgument'],
    ['no condition', website(rule('', key)), 'InvalidArgument'],
    ['both replacements', website(rule(byPrefix, key + prefix)), 'InvalidArgument'],
    ['no replacement', website(rule(byPrefix, '')), 'InvalidArgument'],
    ['a code that is no 4XX', website(rule(byCode.replace('404', '500'), key)), 'MalformedXML'],
    ['a redirect to http', website(rule(byCode, `<Protocol>http</Protocol>${key}`)), 'MalformedXML'],
    ['100 rules', website(repeat(100, () => rule(byCode, key))), undefined],
    ['101 rules', website(repeat(101, () => rule(byCode, key))), 'InvalidArgument'],
    ['no index', '<WebsiteConfiguration></WebsiteConfiguration>', 'MalformedXML'],
    ['more than 64 KB', website(rule(byCode, key)) + ' '.repeat(64 * 1024), 'XMLSizeLimit'],
  ])('%s', async (_name, xml, code) => {
    expect(await put('website', xml)).toEqual([code === undefined ? 200 : 400, code]);
  });
});

describe('CORS', () => {
  const rule = (origin: string, method = 'GET', more = ''): string =>
    `<CORSRule><AllowedOrigin>${origin}</AllowedOrigin><AllowedMethod>${method}</AllowedMethod>${more}</CORSRule>`;
  test.each<[string, string, string | undefined]>([
    ['every origin', rule('*'), undefined],
    ['an origin with two stars', rule('https://*.*.com'), 'MalformedXML'],
    ['a method that is not there', rule('*', 'PATCH'), 'MalformedXML'],
    ['every header exposed', rule('*', 'GET', '<ExposeHeader>*</ExposeHeader>'), 'MalformedXML'],
    ['100 rules', repeat(100, () => rule('*')), undefined],
    ['101 rules', repeat(101, () => rule('*')), 'InvalidArgument'],
  ])('%s', async (_name, rules, code) => {
    const answer = await put('cors', `<CORSConfiguration>${rules}</CORSConfiguration>`);
    expect(answer).toEqual([code === undefined ? 200 : 400, code]);
  });

  test('rules that were put decide on preflights at once, until they are deleted', async () => {
    const headers = { origin: 'https://a.example.com', 'access-control-request-method': 'GET' };
    const ask = async () => (await client.send({ method: 'OPTIONS', key: 'x', keys: false, headers })).status;
    await put('cors', `<CORSConfiguration>${rule('https://*.example.com')}</CORSConfiguration>`);
    expect(await ask()).toBe(200);
    await client.send({ method: 'DELETE', query: { cors: '' } });
    expect(await ask()).toBe(403);
  });
});

describe('custom domains', () => {
  const domains = (...names: string[]): string =>
    `<DomainConfiguration>${names.map((name) => `<DomainRule><Status>ENABLED</Status><Name>${name}</Name><Type>REST</Type></DomainRule>`).join('')}</DomainConfiguration>`;
  const numbered = (count: number): string =>
    domains(...Array.from({ length: count }, (_, index) => `n${index}.example.com`));

  test('the answer tells what belongs into the TXT record', async () => {
    const host = await makeBucket(client, 'domains');
    const { text } = await client.send({ host: 'service.cos.myqcloud.com' });
    const born = /<Name>domains-1250000000<\/Name>.*?<CreationDate>([^<]*)/.exec(text)?.[1] ?? '';
    const plain = `cosap-guangzhoudomains-1250000000${new Date(born).toUTCString()}`;
    const digest = createHash('md5').update(plain).digest('hex');
    const answer = await client.send({ host, query: { domain: '' } });
    expect(answer.headers['x-cos-domain-txt-verification']).toBe(`tencent-cloud-cos-verification=${digest}`);
    expect(documentOf(answer)).toBe('<DomainConfiguration></DomainConfiguration>');
  });

  test('twenty, not twenty-one', async () => {
    expect(await put('domain', numbered(20))).toEqual([200, undefined]);
    expect(await put('domain', numbered(21))).toEqual([400, 'InvalidArgument']);
    expect(await put('domain', domains('no domain'))).toEqual([400, 'MalformedXML']);
  });

  test('a domain of another bucket must be taken by force', async () => {
    const host = await makeBucket(client, 'second');
    await put('domain', domains('taken.example.com'));
    expect(await put('domain', domains('taken.example.com'), host)).toEqual([409, 'DomainConfigConflict']);
    const forced = domains('taken.example.com').replace('</Type>', '$&<ForcedReplacement>CNAME</ForcedReplacement>');
    expect(await put('domain', forced, host)).toEqual([200, undefined]);
    await client.send({ method: 'DELETE', host, query: { domain: '' } });
    expect(await put('domain', domains('taken.example.com'))).toEqual([200, undefined]);
  });
});

test('acceleration works from the moment when it is enabled until it is suspended', async () => {
  const accelerated = { host: 'test-1250000000.cos.accelerate.myqcloud.com', key: 'fast' };
  const accelerate = (status: string): string =>
    `<AccelerateConfiguration><Status>${status}</Status></AccelerateConfiguration>`;
  await client.put('fast', 'x');
  expect((await client.send(accelerated)).code).toBe('BucketAccelerateNotEnabled');
  await put('accelerate', accelerate('Enabled'));
  expect((await client.send(accelerated)).text).toBe('x');
  await put('accelerate', accelerate('Suspended'));
  expect((await client.send(accelerated)).code).toBe('BucketAccelerateNotEnabled');
});

test('logging ends with an empty document', async () => {
  const target = '<LoggingEnabled><TargetBucket>logs-1250000000</TargetBucket></LoggingEnabled>';
  await put('logging', `<BucketLoggingStatus>${target}</BucketLoggingStatus>`);
  const empty = '<BucketLoggingStatus></BucketLoggingStatus>';
  expect(await put('logging', empty)).toEqual([200, undefined]);
  expect(documentOf(await client.send({ query: { logging: '' } }))).toBe(empty);
});

test.each(['AES256', 'KMS'])('encryption by %s, and by nothing else', async (algorithm) => {
  const rule = (name: string): string =>
    `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${name}</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`;
  expect(await put('encryption', rule(algorithm))).toEqual([200, undefined]);
  expect(await put('encryption', rule('ROT13'))).toEqual([400, 'MalformedXML']);
});

test('the location is the region, for the owner only', async () => {
  const location = { query: { location: '' } };
  expect(documentOf(await client.send(location))).toBe('<LocationConstraint>ap-guangzhou</LocationConstraint>');
  expect((await client.send({ ...location, keys: false })).code).toBe('AccessDenied');
  const nowhere = 'none-1250000000.cos.ap-guangzhou.myqcloud.com';
  expect((await client.send({ ...location, host: nowhere })).code).toBe('NoSuchBucket');
});

test('characters that XML escapes come back as they were put', async () => {
  const xml =
    '<Tagging><TagSet><Tag><Key>&lt;a&gt; &amp; &quot;名&quot;</Key><Value> x </Value></Tag></TagSet></Tagging>';
  expect((await putConfiguration(client, 'tagging', xml, { headers: contentMd5(xml) })).status).toBe(204);
  expect(documentOf(await client.send({ query: { tagging: '' } }))).toBe(xml);
});
