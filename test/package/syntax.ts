import ts from 'typescript';

/** All nodes of a program that a test accepts, in source order. */
export function findNodes<T extends ts.Node>(code: string, accepts: (node: ts.Node) => node is T): T[] {
  const source = ts.createSourceFile('bundle.js', code, ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (accepts(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Names that the code uses and neither declares nor finds in ES2018: what the host would have to provide. */
export function findHostNames(file: string): string[] {
  const program = ts.createProgram([file], {
    allowJs: true,
    checkJs: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2018,
    lib: ['lib.es2018.d.ts'],
    types: [],
  });
  const isUnknownName = (text: string) => /^Cannot find name '([^']+)'/.exec(text)?.[1];
  const names = program
    .getSemanticDiagnostics()
    .map(({ messageText }) => isUnknownName(ts.flattenDiagnosticMessageText(messageText, '\n')))
    .filter((name) => name !== undefined);
  return [...new Set(names)].sort();
}
