// What a user does in WeChat DevTools, with WeChat's own tool: install the published package into a mini program, "build npm",
// require it. The tool is large (276 MB), therefore it is fetched by npx when needed and is no dependency.
import { spawnSync } from 'node:child_process';
import { createHmac, createHash, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import assert from 'node:assert/strict';

const WECHAT_TOOL = 'miniprogram-ci@2.1.42';
const FETCH_LIMIT_MS = 15 * 60_000;
const require = createRequire(import.meta.url);
process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const { name } = require('../package.json');

function run(command, args, options = {}) {
  const windows = process.platform === 'win32';
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', shell: windows, ...options });
  if (status === 0) return stdout;
  throw new Error(`${command} ${args.join(' ')} failed\n${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`);
}

/** The smallest mini program that can be built, depending on the package as a user would install it. */
function createMiniProgram(folder, tarball) {
  const files = {
    'package.json': JSON.stringify({ name: 'app', version: '1.0.0', dependencies: { [name]: `file:../${tarball}` } }),
    'project.config.json': JSON.stringify({ miniprogramRoot: './', compileType: 'miniprogram', setting: {} }),
    'app.json': JSON.stringify({ pages: ['pages/index/index'] }),
    'app.js': 'App({});',
    'pages/index/index.js': `const COS = require('${name}');\nPage({ cos: COS });`,
    'pages/index/index.wxml': '<view>app</view>',
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder });
}

function fetchWechatTool() {
  try {
    run('npx', ['--yes', WECHAT_TOOL, '--version'], { timeout: FETCH_LIMIT_MS });
  } catch (error) {
    throw new Error(
      `npx could not fetch ${WECHAT_TOOL}, WeChat's build tool. Is the npm registry reachable?\n${error.message}`,
    );
  }
}

/** `packNpm` works offline and never looks at the key; it only insists that there is one. */
function buildNpm(folder) {
  const key = join(folder, '..', 'private.key');
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  writeFileSync(key, privateKey.export({ type: 'pkcs1', format: 'pem' }));
  const target = ['--project-path', folder, '--private-key-path', key, '--appid', 'wx0000000000000000'];
  const output = run('npx', ['--yes', WECHAT_TOOL, 'pack-npm', ...target]);
  assert.match(output, /miniprogram_pack_num: 1\b/, output);
  assert.doesNotMatch(output, /warn_\w+: [1-9]/, output);
}

const sha1 = (text) => createHash('sha1').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha1', key).update(text).digest('hex');

/** The documented COS signature, computed with Node's crypto. */
function expectedSignature({ secretKey, keyTime, path, host }) {
  const httpString = `get\n${path}\n\nhost=${encodeURIComponent(host)}\n`;
  return hmac(hmac(secretKey, keyTime), `sha1\n${keyTime}\n${sha1(httpString)}\n`);
}

/** Requires the file as the mini program would, in a world with what an old phone has and nothing of Node. */
async function useOnPhone(file, diskFolder) {
  const { createRealm, createWx, phoneOf } = require('../node_dist/simulator.js');
  const wx = createWx({ root: diskFolder });
  const COS = createRealm(wx).require(file);
  const secretKey = 'testSecretKey00000000000000000000';
  const cos = new COS({ SecretId: 'AKIDtestSecretId0000000000000000000', SecretKey: secretKey });
  const object = { Bucket: 'examplebucket-1250000000', Region: 'ap-guangzhou', Key: 'folder/file.txt' };
  const url = new URL(cos.getObjectUrl({ ...object, Sign: true }));
  const keyTime = url.searchParams.get('q-key-time');
  assert.equal(url.host, 'examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com');
  const signature = expectedSignature({ secretKey, keyTime, path: '/folder/file.txt', host: url.host });
  assert.equal(url.searchParams.get('q-signature'), signature);
  await phoneOf(wx).dispose();
}

const workFolder = mkdtempSync(join(tmpdir(), 'npm-build-'));
try {
  const tarball = run('npm', ['pack', '--silent', '--pack-destination', workFolder]).trim().split('\n').pop();
  const app = join(workFolder, 'app');
  createMiniProgram(app, tarball);
  fetchWechatTool();
  buildNpm(app);
  const built = join(app, 'miniprogram_npm', name);
  assert.deepEqual(readdirSync(built).sort(), readdirSync('miniprogram_dist').sort());
  await useOnPhone(join(built, 'index.js'), join(workFolder, 'phone'));
  console.log(`WeChat's npm build takes the package, and the result signs as documented (${WECHAT_TOOL}).`);
} catch (error) {
  console.error(`check:npm-build failed: ${error.message}`);
  process.exitCode = 1;
} finally {
  rmSync(workFolder, { recursive: true, force: true });
}
