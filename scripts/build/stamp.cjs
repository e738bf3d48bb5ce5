'use strict';
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } = require('node:fs');
const { inputs, outputFolders } = require('./bundles.cjs');

// Plain Node only: this is read before anything is installed.
const STAMP = '.cache/build-stamp';

function listFiles(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath ?? entry.path}/${entry.name}`)
    .sort();
}

/** Content decides, not time: switching branches back and forth leaves a build fresh. */
function digest(paths) {
  const hash = createHash('sha1');
  for (const path of paths.flatMap(listFiles)) hash.update(`${path}\0`).update(readFileSync(path)).update('\0');
  return hash.digest('hex');
}

const digestInputs = () => digest(inputs);

/** `inputsDigest` is taken before the build, so that an edit during the build makes it stale. */
function writeStamp(inputsDigest) {
  mkdirSync('.cache', { recursive: true });
  writeFileSync(STAMP, `${inputsDigest} ${digest(outputFolders)}`);
}

function isBuildFresh() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === `${digestInputs()} ${digest(outputFolders)}`;
}

module.exports = { digestInputs, writeStamp, isBuildFresh };
