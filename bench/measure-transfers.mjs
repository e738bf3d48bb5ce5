// One scenario of `scenarios` with one bundle, in a process of its own. Arguments: scenario, bundle, emulator port.
import { setTimeout as wait } from 'node:timers/promises';
import { makeFile, mebibyte, measure, place, startPhone, takeRequests } from './phone.mjs';

const [scenario, bundle, port] = process.argv.slice(2);
const isOurs = bundle.includes('miniprogram_dist');
const latency = { latencyMs: 30 };

/** The incumbent answers callbacks and promises alike; a wrong method name would hang. */
const upload = (cos, params) => cos.sliceUploadFile({ ...place, ...params });

async function withFile(bytes, options, work) {
  const file = makeFile(bytes);
  const phone = startPhone(bundle, port, options);
  try {
    const FilePath = await phone.pick(file.path);
    // Picked files were written some time ago.
    await wait(1100);
    return await work(phone, FilePath, file);
  } finally {
    await phone.end();
    file.remove();
  }
}

const inParts = (megabytes, options, more = {}) =>
  withFile(megabytes * mebibyte, options, async (phone, FilePath) => {
    const cos = phone.newClient(more);
    // Credentials and the clock are settled before.
    await cos.putObject({ ...place, Key: 'warm', Body: 'x' });
    return measure(() => upload(cos, { Key: 'parts', FilePath }));
  });

const small = (options, more) =>
  withFile(200 * 1024, options, async (phone, FilePath) => {
    const cos = phone.newClient(more);
    const files = Array.from({ length: 100 }, (_, index) => ({ ...place, Key: `small-${index}`, FilePath }));
    const result = await measure(() => cos.uploadFiles({ files, SliceSize: mebibyte }));
    return { ...result, credentialCalls: phone.counts.credentialCalls };
  });

/** Half of an upload, then the app is gone; what the next one reads and sends. */
const resume = (isSamePath) =>
  withFile(200 * mebibyte, {}, async (phone, FilePath, file) => {
    const first = phone.newClient({ ProgressInterval: 10 });
    let taskId;
    await new Promise((halfway) => {
      const onProgress = ({ percent }) => percent >= 0.5 && halfway();
      upload(first, { Key: 'resumed', FilePath, onProgress, onTaskReady: (id) => (taskId = id) }).catch(
        () => undefined,
      );
    });
    first.pauseTask(taskId);
    await wait(500);
    const path = isSamePath ? FilePath : await phone.pick(file.path);
    await takeRequests(port);
    const readBefore = phone.phone.stats.fileBytesRead;
    const result = await measure(() => upload(phone.newClient(), { Key: 'resumed', FilePath: path }));
    const parts = (await takeRequests(port)).filter(({ operation }) => operation === 'UploadPart');
    const sent = parts.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0);
    const readMegabytes = (phone.phone.stats.fileBytesRead - readBefore - sent) / 1e6;
    return { wallMs: result.wallMs, sentMegabytes: sent / 1e6, readAgainMegabytes: readMegabytes };
  });

const queuedFiles = () =>
  withFile(10 * mebibyte, {}, async (phone, FilePath) => {
    const cos = phone.newClient();
    await cos.putObject({ ...place, Key: 'warm', Body: 'x' });
    const puts = () =>
      Array.from({ length: 60 }, (_, index) => cos.putObject({ ...place, Key: `queued-${index}`, FilePath }));
    return measure(() => Promise.all(puts()));
  });

const countRequests = () =>
  withFile(5 * mebibyte, {}, async (phone, FilePath) => {
    const cos = phone.newClient();
    await cos.putObject({ ...place, Key: 'warm', Body: 'x' });
    await takeRequests(port);
    await upload(cos, { Key: `count-${isOurs}`, FilePath });
    const requests = (await takeRequests(port)).map(({ operation }) => operation);
    // Looking for an earlier upload runs beside the first request and delays nothing.
    const beside = isOurs ? requests.filter((name) => name === 'ListMultipartUploads').length : 0;
    return { requests: requests.length, onTheCriticalPath: requests.length - beside };
  });

/** A list on a page that is redrawn from every event, and a network without time. */
const manyTasks = () =>
  withFile(1, {}, async (phone) => {
    const answer = {
      statusCode: 200,
      header: { etag: '"c4ca4238a0b923820dcc509a6f75849b"' },
      data: '',
      errMsg: 'request:ok',
    };
    phone.wx.request = ({ success, complete }) => {
      setImmediate(() => {
        success?.(answer);
        complete?.(answer);
      });
      return { abort() {}, onHeadersReceived() {}, offHeadersReceived() {} };
    };
    const keys = { SecretId: 'AKIDexample', SecretKey: 'example', getAuthorization: undefined };
    const cos = phone.newClient({ ...keys, UploadCheckContentMd5: false });
    let rows = 0;
    cos.on('list-update', ({ list }) => (rows += list.length));
    const result = await measure(() =>
      Promise.all(
        Array.from({ length: 10000 }, (_, index) => cos.putObject({ ...place, Key: `t${index}`, Body: '1' })),
      ),
    );
    return { ...result, rowsTold: rows };
  });

/** The physical limit: PUTs of the same bytes by the platform's own call, as many at a time. */
const barePuts = (options, lanes) =>
  withFile(200 * mebibyte, options, async (phone, FilePath) => {
    const fs = phone.wx.getFileSystemManager();
    const cos = phone.newClient();
    await cos.putObject({ ...place, Key: 'warm', Body: 'x' });
    const url = cos.getObjectUrl({ ...place, Key: 'bare', Sign: true, Method: 'PUT', Expires: 900 });
    const numbers = Array.from({ length: 200 }, (_, index) => index);
    const read = (position) =>
      new Promise((success, fail) =>
        fs.readFile({ filePath: FilePath, position: position * mebibyte, length: mebibyte, success, fail }),
      );
    const put = (data) =>
      new Promise((success, fail) =>
        phone.wx.request({ url, method: 'PUT', data, success, fail, header: { 'content-type': '' } }),
      );
    return measure(() =>
      Promise.all(
        Array.from({ length: lanes }, async () => {
          for (let next = numbers.shift(); next !== undefined; next = numbers.shift())
            await put((await read(next)).data);
        }),
      ),
    );
  });

const auto = isOurs ? { ChunkParallelLimit: 'auto' } : {};
const autoFiles = isOurs ? { FileParallelLimit: 'auto' } : {};
const scenarios = {
  '60 files x 10 MB in the queue, putObject': queuedFiles,
  '200 MB in parts, no latency': () => inParts(200, {}),
  '200 MB in parts, 30 ms latency, 3 lanes': () => inParts(200, latency),
  "200 MB in parts, 30 ms latency, 'auto'": () => inParts(200, latency, auto),
  'bare PUTs of 200 x 1 MB, no latency, 3 lanes': () => barePuts({}, 3),
  'bare PUTs of 200 x 1 MB, 30 ms latency, 3 lanes': () => barePuts(latency, 3),
  '100 files x 200 KB, 30 ms latency': () => small(latency, {}),
  "100 files x 200 KB, 30 ms latency, 'auto'": () => small(latency, autoFiles),
  'requests for 5 parts': countRequests,
  'resume of 200 MB at half, same path': () => resume(true),
  'resume of 200 MB at half, picked again': () => resume(false),
  'queue of 10,000 tiny tasks with a listener': manyTasks,
  '50 MB in parts': () => inParts(50, {}),
};

const result = await scenarios[scenario]();
console.log(JSON.stringify(result));
process.exit(0);
