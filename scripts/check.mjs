// `npm run check`: every part is an npm script of its own; two run at a time, and only what fails is shown in full.
import { spawn } from 'node:child_process';

const PARALLEL = 2;
const parts = [
  'check:types',
  'check:lint',
  'check:format',
  'check:imports',
  'check:dead',
  'check:package',
  'check:es',
  'check:api',
  'check:size',
  'check:notices',
  'check:docs',
];

function run(part) {
  const startMs = performance.now();
  return new Promise((resolve) => {
    const child = spawn('npm', ['run', '--silent', part], { shell: process.platform === 'win32' });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ part, passed: false, output: error.message, seconds: 0 }));
    child.on('close', (code) => {
      resolve({ part, passed: code === 0, output, seconds: (performance.now() - startMs) / 1000 });
    });
  });
}

function report({ part, passed, output, seconds }) {
  console.log(`${passed ? 'pass' : 'FAIL'}  ${part.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s`);
  if (!passed) console.log(`\n${output.trim()}\n`);
}

const waiting = [...parts];
const failed = [];
async function work() {
  for (let part = waiting.shift(); part; part = waiting.shift()) {
    const result = await run(part);
    report(result);
    if (!result.passed) failed.push(part);
  }
}
await Promise.all(Array.from({ length: PARALLEL }, work));

console.log(
  failed.length === 0
    ? '\nAll checks passed.'
    : `\nFailed: ${failed.join(', ')}. Run one alone with \`npm run <name>\`.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
