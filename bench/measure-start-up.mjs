// Prints the milliseconds that a bundle takes to be evaluated in a fresh realm. Arguments: bundle, runs.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createRealm, createWx, median, phoneOf } from './candidates.mjs';

const [file, runs] = process.argv.slice(2);
const root = mkdtempSync(join(tmpdir(), 'cos-bench-'));
const wx = createWx({ root });
const times = [];
for (let run = 0; run < Number(runs); run += 1) {
  const realm = createRealm(wx);
  realm.globals.window = realm.globals;
  const started = performance.now();
  realm.require(file);
  times.push(performance.now() - started);
}
await phoneOf(wx).dispose();
rmSync(root, { recursive: true, force: true });
console.log(JSON.stringify(median(times)));
