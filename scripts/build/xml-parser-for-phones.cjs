'use strict';
const { readFile } = require('node:fs/promises');

const PARSER = 'fast-xml-parser/src/xmlparser/XMLParser.js';

/**
 * What `src/xml/read.ts` never reaches, by the options it sets: the validator, document types (refused before parsing) and the
 * conversion of numbers, 11 KB together. The main file of the library also brings a builder, another 7 KB.
 */
const leftOut = {
  'validator.js': 'exports.validate = refuse;',
  'DocTypeReader.js': 'module.exports = function () {}; module.exports.prototype.readDocType = refuse;',
  'strnum.js': 'module.exports = refuse;',
};
const REFUSE = "function refuse() { throw new Error('left out of the build for phones'); }";

/** `trimStart` came after ES2018: iOS 11 throws where a tag has attributes, as the grantees of an access list have. */
const TRIM_START = '.trimStart()';
const TRIM_START_ON_PHONES = ".replace(/^\\s+/, '')";

async function readForOldEngines(path) {
  const code = await readFile(path, 'utf8');
  if (!code.includes(TRIM_START)) throw new Error(`${path} has no trimStart any more: remove this replacement.`);
  return code.replaceAll(TRIM_START, TRIM_START_ON_PHONES);
}

/** The parser of fast-xml-parser without what the SDK does not use, and free of what old phones lack. */
module.exports = {
  name: 'xml-parser-for-phones',
  setup(build) {
    build.onResolve({ filter: /^fast-xml-parser$/ }, () => ({ path: PARSER, namespace: 'xml-parser' }));
    build.onLoad({ filter: /.*/, namespace: 'xml-parser' }, () => ({
      contents: `exports.XMLParser = require('${PARSER}');`,
      resolveDir: __dirname,
    }));
    build.onLoad({ filter: /(fast-xml-parser|strnum)[\\/].*(validator|DocTypeReader|strnum)\.js$/ }, ({ path }) => ({
      contents: `${REFUSE}\n${leftOut[path.split(/[\\/]/).pop()]}`,
    }));
    build.onLoad({ filter: /fast-xml-parser[\\/].*OrderedObjParser\.js$/ }, async ({ path }) => ({
      contents: await readForOldEngines(path),
    }));
  },
};
