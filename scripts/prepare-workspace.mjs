// Runs before `npm start`, `npm test` and others: installs and builds what is missing or stale, so that a fresh clone needs
// nothing first. Plain Node without dependencies, since there may be none yet.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const MIN_NODE_MAJOR = 20;
const MAX_ERROR_LINES = 20;

function fail(message) {
  console.error(`\n${message}`);
  process.exit(1);
}

const readPackages = (lockfile) => JSON.parse(readFileSync(lockfile, 'utf8')).packages;

/** npm writes down what it installed as the last step: compared with the lockfile, this also catches an interrupted install. */
function isInstalled() {
  const installedList = 'node_modules/.package-lock.json';
  if (!existsSync(installedList)) return false;
  const installed = readPackages(installedList);
  return Object.entries(readPackages('package-lock.json')).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true;
    if (!installed[path]) return optional === true; // for another system
    const isSameContent = !integrity || !installed[path].integrity || installed[path].integrity === integrity;
    return installed[path].version === version && isSameContent;
  });
}

/** What npm must do here whatever the user's npm is set to: production mode would leave out the tools that build. */
const installArgs = [
  'ci',
  '--include=dev',
  '--include=optional',
  '--ignore-scripts',
  '--dry-run=false',
  '--prefer-offline',
];
const quietArgs = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

function install() {
  const windows = process.platform === 'win32';
  const options = { encoding: 'utf8', shell: windows, env: { ...process.env, NODE_ENV: 'development' } };
  const { status, stderr, error } = spawnSync('npm', [...installArgs, ...quietArgs], options);
  if (status === 0) return true;
  const lines = (error?.message ?? stderr).trim().split('\n');
  console.error(lines.slice(0, MAX_ERROR_LINES).join('\n'));
  return false;
}

function build() {
  const result = spawnSync(process.execPath, ['node_modules/gulp/bin/gulp.js', 'build'], { encoding: 'utf8' });
  if (result.status !== 0)
    fail(`${result.stdout}${result.stderr}${result.error ?? ''}\nThe build failed (npm run build).`);
}

function timed(label, action) {
  const startMs = performance.now();
  console.error(`${label} ...`);
  action();
  console.error(`${label}: done in ${((performance.now() - startMs) / 1000).toFixed(1)} s`);
}

if (Number(process.versions.node.split('.')[0]) < MIN_NODE_MAJOR) {
  fail(`Node ${MIN_NODE_MAJOR} or newer is needed; this is ${process.version}.`);
}
if (!isInstalled()) {
  timed('Installing the tools (npm ci)', () => {
    if (install()) return;
    console.error('The installation failed, trying once more.');
    if (!install()) fail('The installation failed twice: see above. Is the npm registry reachable?');
  });
}
const { isBuildFresh } = createRequire(import.meta.url)('./build/stamp.cjs');
if (!isBuildFresh()) timed('Building', build);
