// Compares this SDK with the incumbent on the simulator and the emulator (a process of its own): `npm run bench`.
// Runs alternate, medians of three; writes bench/results/latest.json.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { drawChart } from './chart.mjs';
import { candidates, median } from './candidates.mjs';

const here = (path) => new URL(path, import.meta.url).pathname;
const rounds = 3;
const upload = { files: 100, bytes: 200 * 1024 };
const transfers = [
  'requests for 5 parts',
  '60 files x 10 MB in the queue, putObject',
  '200 MB in parts, no latency',
  'bare PUTs of 200 x 1 MB, no latency, 3 lanes',
  '200 MB in parts, 30 ms latency, 3 lanes',
  'bare PUTs of 200 x 1 MB, 30 ms latency, 3 lanes',
  "200 MB in parts, 30 ms latency, 'auto'",
  '100 files x 200 KB, 30 ms latency',
  "100 files x 200 KB, 30 ms latency, 'auto'",
  'resume of 200 MB at half, same path',
  'resume of 200 MB at half, picked again',
  'queue of 10,000 tiny tasks with a listener',
];
const jitless = '50 MB in parts';

const measure = (script, args, flags = []) =>
  JSON.parse(execFileSync(process.execPath, [...flags, here(script), ...args.map(String)], { encoding: 'utf8' }));

function findFreePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function startEmulator() {
  const port = await findFreePort();
  const dataDir = mkdtempSync(join(tmpdir(), 'cos-bench-data-'));
  const options = ['--port', `${port}`, '--data', dataDir, '--bucket', 'bench-1250000000@ap-guangzhou'];
  const emulator = spawn(process.execPath, [here('../node_dist/cos-emulator.js'), ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve) => emulator.stdout.once('data', resolve));
  return {
    port,
    stop: () => {
      emulator.kill();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function medianOf(samples) {
  if (typeof samples[0] === 'number') return Number(median(samples).toFixed(2));
  const names = Object.keys(samples[0]);
  return Object.fromEntries(names.map((name) => [name, medianOf(samples.map((sample) => sample[name]))]));
}

/** Every candidate once per round, in turn, so that a busy machine slows all of them. */
function alternate(work) {
  const samples = Object.fromEntries(Object.keys(candidates).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, file] of Object.entries(candidates)) samples[name].push(work(file));
  }
  return Object.fromEntries(Object.entries(samples).map(([name, values]) => [name, medianOf(values)]));
}

const emulator = await startEmulator();
try {
  const results = {
    machine: `${cpus().length} x ${cpus()[0].model}, Node ${process.version}`,
    bundleBytes: alternate((file) => readFileSync(file).length),
    bundleGzipBytes: alternate((file) => gzipSync(readFileSync(file)).length),
    evaluationMs: alternate((file) => measure('measure-start-up.mjs', [file, 30])),
    evaluationJitlessMs: alternate((file) => measure('measure-start-up.mjs', [file, 30], ['--jitless'])),
    [`putObject ${upload.files} x ${upload.bytes} bytes`]: alternate((file) =>
      measure('measure-uploads.mjs', [file, emulator.port, upload.files, upload.bytes]),
    ),
    ...Object.fromEntries(
      transfers.map((scenario) => [
        scenario,
        alternate((file) => measure('measure-transfers.mjs', [scenario, file, emulator.port])),
      ]),
    ),
    [`${jitless}, --jitless`]: alternate((file) =>
      measure('measure-transfers.mjs', [jitless, file, emulator.port], ['--jitless']),
    ),
  };
  mkdirSync(here('results'), { recursive: true });
  writeFileSync(here('results/latest.svg'), drawChart(results));
  writeFileSync(here('results/latest.json'), `${JSON.stringify(results, null, 2)}\n`);
  console.log(JSON.stringify(results, null, 2));
} finally {
  emulator.stop();
}
