'use strict';
const { readFile } = require('node:fs/promises');

const PARSER = 'fast-xml-parser/src/xmlparser/XMLParser.js';

/** `trimStart` came after ES2018: iOS 11 throws where a tag has attributes, as the grantees of an access list have. */
const TRIM_START = '.trimStart()';
const TRIM_START_ON_PHONES = ".replace(/^\\s+/, '')";

/** The parser of fast-xml-parser without its builder, which the SDK does not use (7 KB), and free of what old phones lack. */
module.exports = {
  name: 'xml-parser-for-phones',
  setup(build) {
    build.onResolve({ filter: /^fast-xml-parser$/ }, () => ({ path: PARSER, namespace: 'xml-parser' }));
    build.onLoad({ filter: /.*/, namespace: 'xml-parser' }, () => ({
      contents: `exports.XMLParser = require('${PARSER}');`,
      resolveDir: __dirname,
    }));
    build.onLoad({ filter: /fast-xml-parser.src.xmlparser.OrderedObjParser\.js$/ }, async ({ path }) => {
      const code = await readFile(path, 'utf8');
      if (!code.includes(TRIM_START)) throw new Error(`${path} has no trimStart any more: remove this replacement.`);
      return { contents: code.replaceAll(TRIM_START, TRIM_START_ON_PHONES) };
    });
  },
};
