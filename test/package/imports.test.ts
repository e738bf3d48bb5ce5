import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');

/** Which layers of `src` each layer may import besides itself. Arrows never turn back: each names only layers above it. */
const mayImport: Record<string, string[]> = {
  base: [],
  digest: ['base'],
  xml: [],
  version: [],
  util: ['base', 'digest', 'xml'],
  errors: ['base'],
  host: ['base'],
  sign: ['digest', 'base'],
  credentials: ['base', 'sign', 'errors'],
  options: ['base', 'errors', 'host', 'credentials'],
  schema: ['xml', 'errors', 'base'],
  operations: ['schema'],
  http: ['host', 'schema', 'sign', 'credentials', 'digest', 'errors', 'base', 'xml', 'options'],
  queue: ['base', 'errors'],
  transfer: ['http', 'operations', 'schema', 'host', 'digest', 'base', 'errors', 'queue', 'options'],
  wx: ['host', 'base', 'errors'],
};
mayImport.cos = Object.keys(mayImport).filter((layer) => layer !== 'wx');
mayImport.index = Object.keys(mayImport);
mayImport.upload = Object.keys(mayImport).filter((layer) => layer !== 'index');

/** Libraries, each behind the one folder that wraps it. The simulator needs none. */
const mayUseLibrary: Record<string, string[]> = {
  digest: ['spark-md5'],
  xml: ['fast-xml-parser'],
  emulator: ['busboy', 'fast-xml-parser'],
};

interface Import {
  from: string;
  /** A path from the root for files of ours, else the name of a package. */
  to: string;
  /** Gone after compilation. */
  isTypeOnly: boolean;
}

function listFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
}

const read = (file: string) => readFileSync(join(root, file), 'utf8');

function resolveOwn(from: string, specifier: string, files: string[]): string {
  const target = normalize(join(dirname(from), specifier));
  return files.find((file) => [`${target}.ts`, `${target}/index.ts`, target].includes(file)) ?? target;
}

function readImports(files: string[]): Import[] {
  return files.flatMap((from) => {
    const source = ts.createSourceFile(from, read(from), ts.ScriptTarget.ES2022);
    const declarations = source.statements.filter(
      (node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node),
    );
    return declarations.flatMap((node) => {
      if (!node.moduleSpecifier || !ts.isStringLiteral(node.moduleSpecifier)) return [];
      const name = node.moduleSpecifier.text;
      const to = name.startsWith('.') ? resolveOwn(from, name, files) : name;
      return [{ from, to, isTypeOnly: isTypeOnly(node) }];
    });
  });
}

function isTypeOnly(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) return node.isTypeOnly;
  return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** `src/base/utf8.ts` -> `base`, `src/cos.ts` -> `cos` */
const layerOf = (file: string) => file.split('/')[1]!.replace(/\.ts$/, '');

const describeImport = ({ from, to }: Import) => `${from} -> ${to}`;

/** Follows imports depth first; the path that leads back to a file still being visited is a cycle. */
function findCycles(files: string[], imports: Import[]): string[] {
  const targets = new Map(files.map((file) => [file, imports.filter(({ from }) => from === file).map(({ to }) => to)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (path.includes(file) || done.has(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  return cycles;
}

/** Names used as a value or a type, not as a property or within a comment or a string. */
function usesIdentifier(file: string, name: string): boolean {
  const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true);
  const isUse = (node: ts.Node): boolean => {
    if (!ts.isIdentifier(node) || node.text !== name) return false;
    return !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node);
  };
  const visit = (node: ts.Node): boolean => isUse(node) || (ts.forEachChild(node, visit) ?? false);
  return visit(source);
}

const sourceFiles = listFiles('src');
const sourceImports = readImports(sourceFiles);

describe('src', () => {
  it('has only layers that this list knows', () => {
    const unknown = sourceFiles.filter((file) => !(layerOf(file) in mayImport));
    expect(unknown).toEqual([]);
  });

  it('lists the layers so that arrows point upwards only', () => {
    const order = Object.keys(mayImport);
    const turnsBack = order.filter((layer, index) => mayImport[layer]!.some((other) => order.indexOf(other) > index));
    expect(turnsBack).toEqual([]);
  });

  it('imports only what its layer may', () => {
    const isAllowed = ({ from, to }: Import) => {
      const layer = layerOf(from);
      if (!to.startsWith('src/')) return (mayUseLibrary[layer] ?? []).includes(to.split('/')[0]!);
      return layerOf(to) === layer || mayImport[layer]!.includes(layerOf(to));
    };
    expect(sourceImports.filter((entry) => !isAllowed(entry)).map(describeImport)).toEqual([]);
  });

  it('names wx and WeChat types in src/wx alone', () => {
    const outside = sourceFiles.filter((file) => layerOf(file) !== 'wx');
    expect(outside.filter((file) => usesIdentifier(file, 'wx') || usesIdentifier(file, 'WechatMiniprogram'))).toEqual(
      [],
    );
  });

  it('has files small enough to read', () => {
    const lineCounts = sourceFiles.map((file) => read(file).split('\n').length).sort((left, right) => left - right);
    expect(lineCounts[Math.floor(lineCounts.length / 2)]).toBeLessThan(100);
  });
});

describe.each(['emulator', 'simulator'])('%s', (folder) => {
  it('shares no code with the SDK, nor with the other stand-in', () => {
    const isAllowed = ({ to }: Import) =>
      to.startsWith(`${folder}/`) || to.startsWith('node:') || (mayUseLibrary[folder] ?? []).includes(to);
    expect(
      readImports(listFiles(folder))
        .filter((entry) => !isAllowed(entry))
        .map(describeImport),
    ).toEqual([]);
  });
});

describe.each(['src', 'emulator', 'simulator'])('%s', (folder) => {
  const files = listFiles(folder);

  it('has no import cycles at run time', () => {
    const imports = readImports(files).filter((entry) => !entry.isTypeOnly);
    expect(findCycles(files, imports)).toEqual([]);
  });

  it('names files and folders in kebab-case', () => {
    const isKebabCase = (file: string) =>
      file.split('/').every((segment) => /^[a-z0-9]+(-[a-z0-9]+)*(\.d)?(\.ts)?$/.test(segment));
    expect(files.filter((file) => !isKebabCase(file))).toEqual([]);
  });

  it('has no file over 400 lines', () => {
    expect(files.filter((file) => read(file).split('\n').length > 400).map((file) => basename(file))).toEqual([]);
  });
});
