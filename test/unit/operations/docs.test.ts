import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const folder = join(__dirname, '../../../src/operations');
const sources = readdirSync(folder).map((file) =>
  ts.createSourceFile(file, readFileSync(join(folder, file), 'utf8'), ts.ScriptTarget.ES2022, true),
);

const docOf = (node: ts.Node): string =>
  ts
    .getJSDocCommentsAndTags(node)
    .map((doc) => doc.getText())
    .join('\n');

function collect<Found>(pick: (node: ts.Node) => Found | undefined): Found[] {
  const found: Found[] = [];
  const visit = (node: ts.Node): void => {
    const picked = pick(node);
    if (picked !== undefined) found.push(picked);
    ts.forEachChild(node, visit);
  };
  sources.forEach(visit);
  return found;
}

const isOperation = (node: ts.Node): node is ts.PropertyAssignment =>
  ts.isPropertyAssignment(node) &&
  ts.isCallExpression(node.initializer) &&
  node.initializer.expression.getText() === 'operation';

const operations = collect((node) => (isOperation(node) ? node : undefined));

/** What an interface of parameters lists, within objects too. */
const params = collect((node) => (ts.isPropertySignature(node) && isInParams(node) ? node : undefined));

function isInParams(node: ts.Node): boolean {
  if (ts.isInterfaceDeclaration(node)) return node.name.text.endsWith('Params');
  return ts.isSourceFile(node.parent) ? false : isInParams(node.parent);
}

const where = (node: ts.PropertyAssignment | ts.PropertySignature) =>
  `${node.getSourceFile().fileName} ${node.name.getText()}`;

it('finds the operations', () => {
  expect(operations.length).toBeGreaterThan(65);
  expect(params.length).toBeGreaterThan(100);
});

it('says what each operation does, under its Chinese name too, and where COS documents it', () => {
  const isDocumented = (node: ts.Node) =>
    /\([^)]*[\u4E00-\u9FFF][^)]*\)[^]*@see https:\/\/\S+\/436\/\d+/.test(docOf(node));
  expect(operations.filter((node) => !isDocumented(node)).map(where)).toEqual([]);
});

it('says what each parameter is', () => {
  expect(params.filter((node) => docOf(node) === '').map(where)).toEqual([]);
});

it('names the types of each operation after it, or shares those of others', () => {
  const exported = new Set(
    sources.flatMap((source) =>
      source.statements
        .filter((node) => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
        .map((node) => node.name.text),
    ),
  );
  const own = operations.flatMap((node) => {
    const name = node.name.getText();
    const method = name.charAt(0).toUpperCase() + name.slice(1);
    const used = (node.initializer as ts.CallExpression).typeArguments!.map((type) => type.getText());
    return [`${method}Params`, `${method}Result`].filter((type) => exported.has(type) && !used.includes(type));
  });
  expect(own).toEqual([]);
});
