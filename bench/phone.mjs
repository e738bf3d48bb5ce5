import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createWx, loadBundle, phoneOf } from './candidates.mjs';

export const place = { Bucket: 'bench-1250000000', Region: 'ap-guangzhou' };
export const mebibyte = 1024 * 1024;

/** A phone with one of the SDKs on it, and the emulator at a port. */
export function startPhone(bundle, port, options = {}) {
  const root = mkdtempSync(join(tmpdir(), 'cos-bench-'));
  const wx = createWx({ root: join(root, 'phone'), emulator: { port: Number(port) }, ...options });
  const { realm, COS } = loadBundle(wx, bundle);
  const phone = phoneOf(wx);
  const counts = { credentialCalls: 0 };
  const getAuthorization = (_options, callback) => {
    counts.credentialCalls += 1;
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
  };
  return {
    wx,
    realm,
    phone,
    counts,
    newClient: (more = {}) => new COS({ getAuthorization, ...more }),
    /** A file that the user picks: a new temporary path every time. */
    async pick(path) {
      phone.nextPick([path]);
      const { tempFilePaths } = await new Promise((success, fail) => wx.chooseImage({ success, fail }));
      return tempFilePaths[0];
    },
    async end() {
      await phone.dispose();
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A file whose blocks all differ, in a folder of its own. */
export function makeFile(bytes) {
  const folder = mkdtempSync(join(tmpdir(), 'cos-bench-file-'));
  const path = join(folder, 'file.bin');
  const file = openSync(path, 'w');
  const block = Buffer.alloc(mebibyte);
  for (let written = 0; written < bytes; written += mebibyte) {
    block.fill(written / mebibyte + 1);
    writeSync(file, block, 0, Math.min(mebibyte, bytes - written));
  }
  closeSync(file);
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** What some work took. The simulator runs in the same process, and costs the same for whoever is measured. */
export async function measure(work) {
  const delays = monitorEventLoopDelay({ resolution: 1 });
  const heldBefore = process.memoryUsage().arrayBuffers;
  let held = 0;
  const sampling = setInterval(() => (held = Math.max(held, process.memoryUsage().arrayBuffers - heldBefore)), 10);
  delays.enable();
  const cpu = process.cpuUsage();
  const started = performance.now();
  await work();
  const wallMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  delays.disable();
  clearInterval(sampling);
  return {
    wallMs,
    cpuMs: (user + system) / 1000,
    longestBlockMs: delays.max / 1e6,
    heldMegabytes: held / 1e6,
  };
}

/** The operations that reached the emulator, in order. */
export async function takeRequests(port) {
  const url = `http://127.0.0.1:${port}/_emulator/requests`;
  const { requests } = await (await fetch(url)).json();
  await fetch(url, { method: 'DELETE' });
  return requests;
}
