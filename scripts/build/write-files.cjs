'use strict';
const { mkdir, readdir, rename, rm, writeFile } = require('node:fs/promises');
const { dirname, join } = require('node:path');

/** Each file appears whole or not at all: a program or a test that runs during a build never reads half a bundle. */
async function writeFiles(files) {
  await Promise.all(
    files.map(async ({ path, text, executable = false }) => {
      await mkdir(dirname(path), { recursive: true });
      const temporary = join('.cache', `${path.replaceAll('/', '-')}.${process.pid}`);
      await mkdir('.cache', { recursive: true });
      await writeFile(temporary, text, { mode: executable ? 0o755 : 0o644 });
      await rename(temporary, path);
    }),
  );
}

/** Removes what an earlier build left in a folder and this one does not make. */
async function removeOthers(folder, wantedPaths) {
  const names = await readdir(folder);
  const strangers = names.map((name) => `${folder}/${name}`).filter((path) => !wantedPaths.includes(path));
  await Promise.all(strangers.map((path) => rm(path, { recursive: true })));
}

module.exports = { writeFiles, removeOthers };
