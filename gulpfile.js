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

/** The declarations come first: the minifier must know which names are public. */
async function buildForPhones() {
  for (const bundle of phoneBundles) {
    const declarations = await bundlePhoneTypes(bundle);
    await writeCode([await bundlePhoneCode(bundle, declarations[0].text)]);
    await writeFiles(declarations);
  }
}

async function buildForNode() {
  await writeCode(await Promise.all(nodeBundles.map(bundleNodeCode)));
  await writeFiles(await Promise.all(nodeBundles.filter((bundle) => bundle.types).map(bundleNodeTypes)));
}

async function writeCode(bundles) {
  const metafiles = bundles.map(({ path, metafile }) => ({ path: metafilePath(path), text: JSON.stringify(metafile) }));
  await writeFiles([...bundles, ...metafiles]);
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
const build = series(rememberInputs, parallel(buildForPhones, buildForNode), removeLeftovers, stamp);

module.exports = { default: build, build, clean, watch: series(build, () => watch(inputs, build)) };
