'use strict';

/**
 * What is built from what. A new public entry is one line here, one in `exports` of package.json.
 *
 * Phone bundles go into `miniprogram_dist`, which WeChat copies into an app as it is: one file of code and one of types each.
 * Node bundles go into `node_dist`; `types: false` marks programs, `executable: true` those started by name.
 */
exports.phoneBundles = [{ entry: 'src/index.ts', output: 'miniprogram_dist/index' }];

exports.nodeBundles = [
  { entry: 'emulator/index.ts', output: 'node_dist/emulator', types: true },
  { entry: 'simulator/index.ts', output: 'node_dist/simulator', types: true },
  { entry: 'emulator/cli.ts', output: 'node_dist/cos-emulator', types: false, executable: true },
  { entry: 'demo/cli/main.ts', output: 'node_dist/start', types: false },
];

/** Folders that hold build outputs and nothing else. */
exports.outputFolders = ['miniprogram_dist', 'node_dist'];

/** Everything an output may depend on: folders are read whole. */
exports.inputs = [
  'src',
  'emulator',
  'simulator',
  'demo/cli',
  'scripts/build',
  'gulpfile.js',
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'tsconfig.node.json',
];
