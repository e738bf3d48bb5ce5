'use strict';
const { readdirSync, readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const words = (text) => text.match(/[A-Za-z_$][\w$]*/g) ?? [];

function readDeclarations(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.d.ts'));
  return files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}

/** Every name that the language or the platform knows. */
function readPlatformNames() {
  const language = dirname(require.resolve('typescript'));
  const platform = dirname(require.resolve('miniprogram-api-typings/package.json'));
  const libraries = readdirSync(language).filter((file) => /^lib\.(es\d+|decorators|scripthost).*\.d\.ts$/.test(file));
  const texts = libraries.map((file) => readFileSync(join(language, file), 'utf8'));
  return words(texts.join('\n') + readDeclarations(join(platform, 'types')));
}

const strings = (code) => code.match(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g) ?? [];

/**
 * Property names that never leave the bundle, which the minifier may shorten: names like `isBucketConfiguration` that stand
 * neither in the public declarations nor in any text (which may be sent or stored), and that language and platform do not know.
 * Names in a single case (`expiration`) or with a capital first letter (`RequestId`) may be JSON or XML of COS and are kept.
 */
function findInternalNames(code, publicDeclarations) {
  const kept = new Set([...readPlatformNames(), ...words(publicDeclarations), ...words(strings(code).join(' '))]);
  const used = words(code).filter((name) => /^[a-z][a-z\d]*[A-Z]/.test(name) && name.length > 4);
  return [...new Set(used)].filter((name) => !kept.has(name));
}

module.exports = { findInternalNames };
