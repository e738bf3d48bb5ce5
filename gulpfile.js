'use strict';
const { rm } = require('node:fs/promises');
const { parallel, series, watch } = require('gulp');
const { inputs, nodeBundles, outputFolders, phoneBundles } = require('./scripts/build/bundles.cjs');
const { bundleNodeCode, bundlePhoneCode } = require('./scripts/build/bundle-code.cjs');
const { bundleNodeTypes, bundlePhoneTypes } = require('./scripts/build/bundle-types.cjs');
const { removeOthers, writeFiles } = require('./scripts/build/write-files.cjs');
const { digestInputs, writeStamp } = require('./scripts/build/stamp.cjs');

/** `node_dist/cos-emulator.js` -> `.cache/meta/cos-emulator.json`: what `npm run size` and the licence notices read. */
const metafilePath = (path) => `.cache/meta/${path.replaceAll('/', '-')}on`;

async function code() {
  const bundles = await Promise.all([...phoneBundles.map(bundlePhoneCode), ...nodeBundles.map(bundleNodeCode)]);
  const metafiles = bundles.map(({ path, metafile }) => ({ path: metafilePath(path), text: JSON.stringify(metafile) }));
  await writeFiles([...bundles, ...metafiles]);
}

async function types() {
  const phone = await Promise.all(phoneBundles.map(bundlePhoneTypes));
  const node = await Promise.all(nodeBundles.filter((bundle) => bundle.types).map(bundleNodeTypes));
  await writeFiles([...phone.flat(), ...node]);
}

async function removeLeftovers() {
  const wanted = [
    ...phoneBundles.flatMap(({ output }) => [`${output}.js`, `${output}.d.ts`]),
    ...nodeBundles.flatMap(({ output, types }) => [`${output}.js`, ...(types ? [`${output}.d.ts`] : [])]),
  ];
  await Promise.all(outputFolders.map((folder) => removeOthers(folder, wanted)));
}

let digestAtStart;
const rememberInputs = async () => void (digestAtStart = digestInputs());
const stamp = async () => writeStamp(digestAtStart);

const clean = () => Promise.all(outputFolders.map((folder) => rm(folder, { recursive: true, force: true })));
const build = series(rememberInputs, parallel(code, types), removeLeftovers, stamp);

module.exports = { default: build, build, clean, watch: series(build, () => watch(inputs, build)) };
