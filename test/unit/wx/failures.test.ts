import { toFileFailure, toTransportFailure } from '../../../src/wx/failures';

/** Texts that phones are known to report; base libraries before 2.24.0 give no errno. */
const failures: [kind: string, errMsg: string, errno?: number][] = [
  ['domain', 'request:fail url not in domain list'],
  ['domain', 'uploadFile:fail url not in domain list:example.com', 600002],
  ['interrupted', 'request:fail interrupted'],
  ['interrupted', 'request:fail createRequestTask:fail:interrupted'],
  ['interrupted', 'request:fail:network interrupted error', 600003],
  ['timeout', 'request:fail timeout'],
  ['timeout', 'request:fail 请求超时', 5],
  ['timeout', 'request:fail The request timed out.'],
  ['offline', 'request:fail errcode:10011 cronet_error_code:0 error_msg:network change, cancel all task', 600001],
  ['offline', 'request:fail unknow host error'],
  ['offline', 'request:fail 似乎已断开与互联网的连接。'],
  ['offline', 'request:fail -202:net::ERR_CERT_AUTHORITY_INVALID', 600001],
  ['busy', 'uploadFile:fail createUploadTask:fail exceed max upload connection count 10'],
  ['busy', 'request:fail', 600007],
  ['rejected', 'request:fail invalid url', 600009],
  ['rejected', 'request:fail convert native buffer parameter fail. native buffer exceed size limit.', 602300],
  ['rejected', 'downloadFile:fail exceed max file size', 603301],
  ['file', 'uploadFile:fail createUploadTask:fail file not found'],
  ['offline', 'something that nobody has seen'],
];

// Every row gets its third column: jest takes a missing argument for a `done` callback.
test.each(failures.map(([kind, errMsg, errno]) => [kind, errMsg, errno] as const))(
  '%s: %s (errno %p)',
  (kind, errMsg, errno) => {
    expect(toTransportFailure({ errMsg, ...(errno === undefined ? {} : { errno }) })).toMatchObject({ kind, errMsg });
  },
);

test('errno wins over the text', () => {
  expect(toTransportFailure({ errMsg: 'request:fail timeout', errno: 600003 }).kind).toBe('interrupted');
});

test.each([
  ['missing', { errCode: 1300002, errMsg: 'fail' }],
  ['missing', { errMsg: 'readFile:fail no such file or directory "wxfile://tmp"' }],
  ['denied', { errCode: 1300013, errMsg: 'fail' }],
  ['denied', { errMsg: 'unlink:fail permission denied' }],
  ['full', { errCode: 1300202, errMsg: 'fail' }],
  ['full', { errMsg: 'writeFile:fail the maximum size of the file storage limit is exceeded' }],
  ['other', { errCode: 1300201, errMsg: 'system error' }],
  ['other', {}],
])('a file is %s: %j', (kind, failure) => {
  expect(toFileFailure(failure).kind).toBe(kind);
});
