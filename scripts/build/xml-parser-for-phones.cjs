'use strict';
const { readFile } = require('node:fs/promises');
const { replaceAll } = require('./cut-source.cjs');

/**
 * The parser of fast-xml-parser with the options of `src/xml/read.ts` built in, which leaves a third of it: attributes are
 * ignored, references are decoded by ourselves, document types are refused before parsing, values stay text.
 * `test/unit/xml/parser-for-phones.test.ts` compares it with the whole library.
 */
const parserCuts = [
  [/^const (util|DocTypeReader|toNumber|getIgnoreAttributesFn) = require\(.*$/gm, ''],
  [
    /class OrderedObjParser {[^]*?\n}\n/,
    'class OrderedObjParser { constructor(transformTagName) { this.transformTagName = transformTagName; this.tagsNodeStack = []; this.parseXml = parseXml; } }\n',
  ],
  [/function addExternalEntities\([^]*?\n}\n/, ''],
  [/function parseTextData\([^]*?\n}\n/, 'function parseTextData(val) { return val || undefined; }\n'],
  [/function resolveNameSpace\([^]*?\n}\n/, ''],
  [/const attrsRegx = .*\n/, ''],
  [/function buildAttributesMap\([^]*?\n}\n/, ''],
  [/function addChild\([^]*?\n}\n/, 'function addChild(parent, child) { parent.addChild(child); }\n'],
  [/const replaceEntitiesValue = [^]*?\n}\n/, ''],
  [/function isItStopNode\([^]*?\n}\n/, ''],
  [/function readStopNodeData\([^]*?\n}\n/, ''],
  [/function parseValue\([^]*?\n}\n/, ''],
  [/function fromCodePoint\([^]*?\n}\n/, ''],
  [/function sanitizeName\([^]*?\n}\n/, ''],
  [/\n *\/\/ Reset entity expansion counters[^]*?this\.currentExpandedLength = 0;\n/, '\n'],
  [/const docTypeReader = new DocTypeReader\(.*\n/, ''],
  [/const result = docTypeReader\.readDocType\([^]*?i = result\.i;/, "throw new Error('There is a document type.');"],
  [/this\.isItStopNode\([^)]*\)/, 'false'],
  [/childNode\[":@"\] = this\.buildAttributesMap\([^)]*\);?/g, ''],
  [/this\.options\.unpairedTags\.indexOf\([^)]*\) !== -1/g, 'false'],
  [/this\.options\.textNodeName/g, '"#text"'],
  [/this\.options\.(removeNSPrefix|ignorePiTags|commentPropName|cdataPropName|attributesGroupName)/g, 'false'],
  [/this\.options\.(ignoreDeclaration|strictReservedNames)/g, 'true'],
  [/this\.options\.maxNestedTags/g, '100'],
  [/this\.options\.transformTagName/g, 'this.transformTagName'],
  [/this\.(saveTextToParentTag|parseTextData|addChild)\(/g, '$1('],
  // `trimStart` came after ES2018: iOS 11 throws where a tag has attributes, as the grantees of an access list have.
  [/\.trimStart\(\)/g, ".replace(/^\\s+/, '')"],
];

const resultCuts = [
  [/const isLeaf = isLeafTag\(.*\n/, ''],
  [/if\(tagObj\[":@"\]\){[^]*?}else if\(/, 'if('],
  [/function assignAttributes\([^]*?\n}\n/, ''],
  [/function isLeafTag\([^]*?\n}\n/, ''],
  [/options\.isArray\(.*\)\) {/, 'false) {'],
  [/options\.textNodeName/g, '"#text"'],
  [/options\.alwaysCreateTextNode/g, 'false'],
];

const entry = `
const OrderedObjParser = require('fast-xml-parser/src/xmlparser/OrderedObjParser.js');
const { prettify } = require('fast-xml-parser/src/xmlparser/node2json.js');
exports.XMLParser = class {
  constructor({ transformTagName }) { this.transformTagName = transformTagName; }
  parse(xml) { return prettify(new OrderedObjParser(this.transformTagName).parseXml(xml)); }
};`;

const cut = async (path, cuts) => {
  const contents = cuts.reduce(replaceAll, await readFile(path, 'utf8'));
  const left = /\b(this\.)?options\.\w+/.exec(contents);
  if (left) throw new Error(`fast-xml-parser has an option that is not built in: ${left[0]}`);
  return { contents };
};

module.exports = {
  name: 'xml-parser-for-phones',
  setup(build) {
    build.onResolve({ filter: /^fast-xml-parser$/ }, () => ({ path: 'parser', namespace: 'xml-parser' }));
    build.onLoad({ filter: /.*/, namespace: 'xml-parser' }, () => ({ contents: entry, resolveDir: __dirname }));
    build.onLoad({ filter: /fast-xml-parser[\\/].*OrderedObjParser\.js$/ }, ({ path }) => cut(path, parserCuts));
    build.onLoad({ filter: /fast-xml-parser[\\/].*node2json\.js$/ }, ({ path }) => cut(path, resultCuts));
  },
};
