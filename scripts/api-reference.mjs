// Writes docs/api: one page per table of methods, from the declarations and their comments, with the recorded exchanges of
// test/wire as examples. With --check it only says whether the pages are up to date.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import prettier from 'prettier';
import ts from 'typescript';

const folder = 'docs/api';
const factories = ['operation', 'transfer', 'composite', 'pager'];
const sources = ['src/operations', 'src/transfer'].flatMap((path) => readdirSync(path).map((file) => join(path, file)));

const program = ts.createProgram(sources, { strict: true, target: ts.ScriptTarget.ES2018, noEmit: true });
const checker = program.getTypeChecker();

const textOf = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ');
const linksOf = (symbol) => symbol.getJsDocTags(checker).map((tag) => ts.displayPartsToString(tag.text));
const escapeCell = (text) => text.replace(/\|/g, '\\|');

/** Whether a property is one of ours: `Headers` of every call is described once, on the first page. */
const commonFields = ['Headers', 'Query', 'statusCode', 'headers', 'RequestId', 'VersionId', 'DeleteMarker'];

function typeText(type) {
  const text = checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  return text.replace(/ \| undefined/g, '').replace(/ \| \(string & \{\}\)|\(string & \{\}\) \| /g, '');
}

function fieldsOf(type) {
  return checker
    .getPropertiesOfType(type)
    .filter((field) => !commonFields.includes(field.name))
    .map((field) => {
      const isOptional = (field.flags & ts.SymbolFlags.Optional) !== 0;
      return { name: field.name, isOptional, type: typeText(checker.getTypeOfSymbol(field)), text: textOf(field) };
    })
    .sort((a, b) => Number(a.isOptional) - Number(b.isOptional));
}

function table(title, fields) {
  if (fields.length === 0) return '';
  const rows = fields.map(({ name, isOptional, type, text }) =>
    [`\`${name}\``, `\`${escapeCell(type)}\``, isOptional ? '' : 'yes', escapeCell(text)].join(' | '),
  );
  return `\n**${title}**\n\n| Name | Type | Required | |\n| --- | --- | --- | --- |\n${rows.map((row) => `| ${row} |`).join('\n')}\n`;
}

const placeholders = {
  Bucket: "'examplebucket-1250000000'",
  Region: "'ap-guangzhou'",
  Key: "'folder/picture.jpg'",
  FilePath: 'tempFilePath',
  CopySource: "'sourcebucket-1250000000.cos.ap-guangzhou.myqcloud.com/picture.jpg'",
  UploadId: 'UploadId',
  Objects: "[{ Key: 'a.jpg' }, { Key: 'b.jpg' }]",
  files: "[{ Bucket, Region, Key: 'a.jpg', FilePath: tempFilePath }]",
};

/** The parameters of the recorded exchange, else those that cannot be left out. */
function exampleOf(method, fields, kind) {
  const recorded = readRecorded(method);
  const needed = fields.filter(({ name, isOptional }) => !isOptional || (name === 'FilePath' && kind === 'transfer'));
  const params = recorded
    ? JSON.stringify(recorded, null, 2)
    : `{ ${needed.map(({ name }) => `${name}: ${placeholders[name] ?? '…'}`).join(', ')} }`;
  if (kind === 'pager') return `await cos.${method}(${params}, (page) => console.log(page));`;
  return `const result = await cos.${method}(${params});`;
}

function readRecorded(method) {
  try {
    return JSON.parse(readFileSync(`test/wire/${method}.json`, 'utf8'))[0].params;
  } catch {
    return undefined;
  }
}

function describeMethod(property, kind, [paramsNode, resultNode]) {
  const name = property.name.getText();
  const symbol = checker.getSymbolAtLocation(property.name);
  const params = fieldsOf(checker.getTypeFromTypeNode(paramsNode));
  const result = resultNode ? fieldsOf(checker.getTypeFromTypeNode(resultNode)) : [];
  const links = linksOf(symbol).map((link) => `[${link}](${link})`);
  const resultTitle = kind === 'pager' ? 'Each page' : 'Result';
  return [
    `## ${name}\n`,
    textOf(symbol),
    links.length > 0 ? `\nAPI of COS: ${links.join(', ')}` : '',
    `\n\`\`\`js\n${exampleOf(name, params, kind)}\n\`\`\``,
    table('Parameters', params),
    table(
      resultTitle,
      result.map((field) => ({ ...field, isOptional: field.isOptional })),
    ).replace('| Required |', '| Always |'),
  ].join('\n');
}

/** The methods of a file: properties of exported tables that are made by one of the factories. */
function readPage(file) {
  const methods = [];
  const visit = (node) => {
    const call = ts.isPropertyAssignment(node) ? node.initializer : undefined;
    const kind = call && ts.isCallExpression(call) ? call.expression.getText() : undefined;
    if (factories.includes(kind) && call.typeArguments)
      methods.push({ name: node.name.getText(), text: describeMethod(node, kind, call.typeArguments) });
    ts.forEachChild(node, visit);
  };
  visit(program.getSourceFile(file));
  return methods;
}

const headline = (text) => text.charAt(0).toUpperCase() + text.slice(1).replace(/-/g, ' ');

function writePages() {
  const pages = new Map();
  const index = [];
  for (const file of sources) {
    const methods = readPage(file);
    const name = basename(file, '.ts');
    if (methods.length === 0) continue;
    pages.set(`${name}.md`, `# ${headline(name)}\n\n${methods.map(({ text }) => text).join('\n')}`);
    index.push(`- [${headline(name)}](${name}.md): ${methods.map((method) => `\`${method.name}\``).join(', ')}`);
  }
  const intro = readFileSync('scripts/api-reference-intro.md', 'utf8');
  pages.set('README.md', `${intro}\n${index.join('\n')}\n`);
  return pages;
}

const options = { ...(await prettier.resolveConfig('README.md')), parser: 'markdown' };
const isCheck = process.argv.includes('--check');
if (!isCheck) rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const stale = [];
for (const [name, text] of writePages()) {
  const path = join(folder, name);
  const formatted = await prettier.format(text, options);
  if (!isCheck) writeFileSync(path, formatted);
  else if (readFileSync(path, { encoding: 'utf8', flag: 'a+' }) !== formatted) stale.push(path);
}
if (stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run \`npm run docs:api\` and commit the result.`);
  process.exit(1);
}
