// Uploads files one after the other and a few at a time, and prints what it took. Arguments: bundle, emulator port, files, bytes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createWx, loadBundle, phoneOf } from './candidates.mjs';

const [file, port, files, bytes] = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), 'cos-bench-'));
const wx = createWx({ root, emulator: { port: Number(port) } });
const { realm, COS } = loadBundle(wx, file);
let credentialCalls = 0;
const cos = new COS({
  getAuthorization(_options, callback) {
    credentialCalls += 1;
    wx.request({
      url: `http://127.0.0.1:${port}/_emulator/sts`,
      method: 'POST',
      data: {},
      success: ({ data: { credentials, startTime, expiredTime } }) =>
        callback({
          TmpSecretId: credentials.tmpSecretId,
          TmpSecretKey: credentials.tmpSecretKey,
          SecurityToken: credentials.sessionToken,
          StartTime: startTime,
          ExpiredTime: expiredTime,
        }),
    });
  },
});
const Body = realm.evaluate(`new ArrayBuffer(${Number(bytes)})`);
const delays = monitorEventLoopDelay({ resolution: 1 });
delays.enable();
const cpu = process.cpuUsage();
const started = performance.now();
const place = { Bucket: 'bench-1250000000', Region: 'ap-guangzhou' };
const uploads = Array.from({ length: Number(files) }, (_, index) => cos.putObject({ ...place, Key: `${index}`, Body }));
await Promise.all(uploads);
const wallMs = performance.now() - started;
const { user, system } = process.cpuUsage(cpu);
delays.disable();
await phoneOf(wx).dispose();
rmSync(root, { recursive: true, force: true });
console.log(
  JSON.stringify({ wallMs, cpuMs: (user + system) / 1000, longestBlockMs: delays.max / 1e6, credentialCalls }),
);
