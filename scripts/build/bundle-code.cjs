'use strict';
const { runInNewContext } = require('node:vm');
const esbuild = require('esbuild');
const terser = require('terser');
const { name, version } = require('../../package.json');
const { findInternalNames } = require('./internal-names.cjs');
const md5ForPhones = require('./md5-for-phones.cjs');
const xmlParserForPhones = require('./xml-parser-for-phones.cjs');

const common = {
  bundle: true,
  write: false,
  metafile: true,
  charset: 'ascii',
  legalComments: 'none',
  logLevel: 'warning',
  define: { __VERSION__: JSON.stringify(version) },
};

/** esbuild's options for whatever runs on phones. */
const phone = {
  ...common,
  platform: 'neutral', // no shims: an import of a Node built-in fails the build
  mainFields: ['module', 'main'], // "neutral" knows none by default
  target: 'es2015',
  minify: true,
  plugins: [xmlParserForPhones, md5ForPhones],
};

const node = { ...common, platform: 'node', format: 'cjs', target: 'node20' };

/**
 * Makes the default export the module itself: `require(name)` is the class, and every named export (and `default`) hangs on it.
 * `__esModule` lets `import COS from` of other compilers find `default`.
 */
const classAsModule =
  'module.exports=Object.defineProperty(Object.assign(module.exports.default,module.exports),"__esModule",{value:!0});';

/**
 * A dead assignment that Node reads to find the names of `import { CosError }` without running the code. The class's own static
 * members are among them, as they are for TypeScript. The code may be run to list them: nothing of it acts when it is loaded.
 */
function listNamesForNode(code) {
  const module = { exports: {} };
  runInNewContext(code, { module, exports: module.exports });
  const hidden = ['length', 'name', 'prototype', 'default', '__esModule'];
  const names = Object.getOwnPropertyNames(module.exports).filter((name) => !hidden.includes(name));
  return `0&&(module.exports={${names.join(',')}});\n`;
}

/** esbuild renames and shortens; terser also inlines and joins what is used once, and shortens internal property names. */
async function squeeze(code, publicDeclarations) {
  const internalNames = findInternalNames(code, publicDeclarations);
  const { code: squeezed } = await terser.minify(code, {
    ecma: 2015,
    toplevel: true, // a CommonJS file is a function of its own
    // Nothing here is called with `new` that is not a class, nor has a getter that does more than read.
    compress: { passes: 5, ecma: 2015, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
    mangle: { properties: { regex: new RegExp(`^(${internalNames.join('|')})$`), keep_quoted: true } },
    format: { ecma: 2015, ascii_only: true, comments: /^!/ },
  });
  return `${squeezed}\n`;
}

/** `publicDeclarations`: the text of the entry's `.d.ts`. */
async function bundlePhoneCode({ entry, output }, publicDeclarations) {
  const { outputFiles, metafile } = await esbuild.build({
    ...phone,
    entryPoints: [entry],
    outfile: `${output}.js`,
    format: 'cjs',
    banner: { js: `/*! ${name} ${version} | MIT | includes fast-xml-parser (MIT) and spark-md5 (MIT) */` },
    footer: { js: classAsModule },
  });
  const code = await squeeze(outputFiles[0].text, publicDeclarations);
  return { path: `${output}.js`, text: code + listNamesForNode(code), metafile };
}

async function bundleNodeCode({ entry, output, executable = false }) {
  const { outputFiles, metafile } = await esbuild.build({
    ...node,
    entryPoints: [entry],
    outfile: `${output}.js`,
    banner: executable ? { js: '#!/usr/bin/env node' } : {},
  });
  return { path: `${output}.js`, text: outputFiles[0].text, metafile, executable };
}

module.exports = { phone, bundlePhoneCode, bundleNodeCode };
