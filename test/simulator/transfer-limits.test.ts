import type { ServerResponse } from 'node:http';
import { closeHosts, failure, outcome, pickFile, startHost, until } from './support/host';

const url = 'https://a.b/c';

afterEach(closeHosts);

/** A server that answers only when told to. */
function holdAnswers() {
  const held: ServerResponse[] = [];
  return {
    held,
    answer: (_received: unknown, response: ServerResponse): void => void held.push(response),
    release: (): void => held.splice(0).forEach((response) => response.end('ok')),
  };
}

test('ten requests run, the eleventh waits for a free place', async () => {
  const { held, answer, release } = holdAnswers();
  const { wx, phone } = await startHost({}, answer);
  const all = Promise.all(Array.from({ length: 13 }, () => outcome((callbacks) => wx.request({ url, ...callbacks }))));
  expect(phone.stats).toMatchObject({ requestsInFlight: 10, requestsQueued: 3 });
  await until(() => held.length === 10);
  release();
  await until(() => held.length === 3);
  release();
  await all;
  expect(phone.stats).toMatchObject({ requestsInFlight: 0, requestsQueued: 0, maxRequestsInFlight: 10 });
});

test('a waiting request can be aborted and leaves the queue', async () => {
  const { held, answer, release } = holdAnswers();
  const { wx, phone } = await startHost({}, answer);
  const running = Array.from({ length: 10 }, () => outcome((callbacks) => wx.request({ url, ...callbacks })));
  const error = await failure((callbacks) => wx.request({ url, ...callbacks }).abort());
  expect(error.errMsg).toBe('request:fail abort');
  expect(phone.stats.requestsQueued).toBe(0);
  await until(() => held.length === 10);
  release();
  await Promise.all(running);
});

test('the eleventh request fails as 600007 on phones that do not queue', async () => {
  const { held, answer, release } = holdAnswers();
  const { wx } = await startHost({ quirks: { requestQueuesPastLimit: false } }, answer);
  const running = Array.from({ length: 10 }, () => outcome((callbacks) => wx.request({ url, ...callbacks })));
  expect(await failure((callbacks) => wx.request({ url, ...callbacks }))).toMatchObject({ errno: 600007 });
  await until(() => held.length === 10);
  release();
  await Promise.all(running);
});

test('the eleventh upload and download fail at once with the texts of phones', async () => {
  const { held, answer, release } = holdAnswers();
  const host = await startHost({}, answer);
  const { wx, phone } = host;
  const filePath = await pickFile(host, 'content');
  const uploads = Array.from({ length: 10 }, () =>
    outcome((callbacks) => wx.uploadFile({ url, filePath, name: 'file', ...callbacks })),
  );
  const downloads = Array.from({ length: 10 }, () => outcome((callbacks) => wx.downloadFile({ url, ...callbacks })));
  expect(await failure((callbacks) => wx.uploadFile({ url, filePath, name: 'file', ...callbacks }))).toEqual({
    errMsg: 'uploadFile:fail createUploadTask:fail exceed max upload connection count 10',
    errno: 600007,
  });
  expect(await failure((callbacks) => wx.downloadFile({ url, ...callbacks }))).toEqual({
    errMsg: 'downloadFile:fail exceed max download connection count 10',
    errno: 600007,
  });
  await until(() => held.length === 20);
  release();
  await Promise.all([...uploads, ...downloads]);
  expect(phone.stats).toMatchObject({ maxUploadsInFlight: 10, maxDownloadsInFlight: 10, uploadsInFlight: 0 });
});
