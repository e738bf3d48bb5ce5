import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The bundles that are compared. The incumbent runs as it is published, as a black box. */
export const candidates = {
  'cos-miniprogram-sdk': join(root, 'miniprogram_dist/index.js'),
  'cos-wx-sdk-v5': require.resolve('cos-wx-sdk-v5/dist/cos-wx-sdk-v5.min.js'),
};

export const { createWx, createRealm, phoneOf } = require(join(root, 'node_dist/simulator.js'));

/** Loads a bundle as a phone would. The incumbent's wrapper names `window`, and its XML parser needs ES2019. */
export function loadBundle(wx, file) {
  const realm = createRealm(wx);
  realm.globals.window = realm.globals;
  realm.evaluate("String.prototype.trimStart = function () { return this.replace(/^\\s+/, ''); }");
  return { realm, COS: realm.require(file) };
}

export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
