'use strict';
const { readFile } = require('node:fs/promises');
const { replaceAll, take } = require('./cut-source.cjs');

/** All that hashing of ArrayBuffers needs; the rest (texts, states, polyfills) is more than half of the library. */
const kept = [
  /    function cmn\([^]*?\n    }\n/,
  /    function md5cycle\([^]*?\n    }\n/,
  /    function md5blk_array\([^]*?\n    }\n/,
  /    function rhex\([^]*?\n    }\n/,
  /    function hex\([^]*?\n    }\n/,
  /    function concatenateArrayBuffers\([^]*?\n    }\n/,
  /    SparkMD5\.ArrayBuffer = function \(\) {[^]*?\n    };\n/,
  /    SparkMD5\.ArrayBuffer\.prototype\.append = [^]*?\n    };\n/,
  /    SparkMD5\.ArrayBuffer\.prototype\.end = [^]*?\n    };\n/,
  /    SparkMD5\.ArrayBuffer\.prototype\.reset = [^]*?\n    };\n/,
];
const finish = /    SparkMD5\.prototype\._finish = ([^]*?\n    };\n)/;

function cutMd5(code) {
  // Digests are wanted as hex only.
  const withoutRaw = replaceAll(code, [/(ArrayBuffer\.prototype\.end = [^]*?)if \(raw\) {[^]*?}\n/, '$1']);
  const [, finishBody] = finish.exec(take(code, finish)) ?? [];
  return [
    'const SparkMD5 = {};',
    'const hex_chr = "0123456789abcdef";',
    // Every engine of a phone adds in 32 bits as this does; the library looks for one of 2009 that does not.
    'const add32 = (a, b) => (a + b) | 0;',
    ...kept.map((pattern) => take(withoutRaw, pattern)),
    `SparkMD5.ArrayBuffer.prototype._finish = ${finishBody}`,
    'module.exports = SparkMD5;',
  ].join('\n');
}

/** The half of spark-md5 that hashes bytes. */
module.exports = {
  name: 'md5-for-phones',
  setup(build) {
    build.onLoad({ filter: /spark-md5[\\/]spark-md5\.js$/ }, async ({ path }) => ({
      contents: cutMd5(await readFile(path, 'utf8')),
    }));
  },
};
