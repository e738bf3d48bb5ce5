import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '../..');

export const packageName = 'cos-miniprogram-sdk';

const { ModuleKind, ModuleResolutionKind, ScriptTarget } = ts;
// eslint-disable-next-line @typescript-eslint/no-deprecated -- what many projects still have
const classic = ModuleResolutionKind.Node10;

/** The ways of TypeScript to find a package. */
export const node10 = { module: ModuleKind.CommonJS, moduleResolution: classic };
export const bundler = { module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler };
export const node16 = { module: ModuleKind.Node16, moduleResolution: ModuleResolutionKind.Node16 };

/** A project that has the built package and no other typings, unless asked for: library files are checked too. */
export class ConsumerProject {
  readonly folder = mkdtempSync(join(tmpdir(), 'consumer-'));

  /** @param packages other installed packages that the project has, such as `@types/node` */
  constructor(packages: string[] = []) {
    for (const part of ['package.json', 'miniprogram_dist', 'node_dist']) {
      cpSync(join(root, part), join(this.folder, 'node_modules', packageName, part), { recursive: true });
    }
    for (const name of packages) {
      const link = join(this.folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), link);
    }
  }

  /** Settings of a project for Node. */
  get nodeTypes(): ts.CompilerOptions {
    const typeRoots = [join(this.folder, 'node_modules/@types')];
    return { types: ['node'], typeRoots, lib: ['lib.es2023.d.ts'] };
  }

  write(fileName: string, text: string): string {
    const file = join(this.folder, fileName);
    writeFileSync(file, text);
    return file;
  }

  /** Compile errors of one file and of all that it imports. */
  compile(fileName: string, text: string, options: ts.CompilerOptions): string[] {
    const program = ts.createProgram([this.write(fileName, text)], withDefaults(options));
    return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      return `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  }

  /** What an editor answers to questions about the file. */
  openInEditor(fileName: string, text: string, options: ts.CompilerOptions): ts.LanguageService {
    const file = this.write(fileName, text);
    return ts.createLanguageService({
      getScriptFileNames: () => [file],
      getScriptVersion: () => '1',
      getScriptSnapshot: (path) => {
        const content = ts.sys.readFile(path);
        return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
      },
      getCurrentDirectory: () => this.folder,
      getCompilationSettings: () => withDefaults(options),
      getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
      fileExists: (path) => ts.sys.fileExists(path),
      readFile: (path) => ts.sys.readFile(path),
      directoryExists: (path) => ts.sys.directoryExists(path),
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function withDefaults(options: ts.CompilerOptions): ts.CompilerOptions {
  return {
    strict: true,
    noEmit: true,
    ignoreDeprecations: '6.0',
    target: ScriptTarget.ES2018,
    lib: ['lib.es2018.d.ts'],
    types: [],
    allowJs: true,
    checkJs: true,
    ...options,
  };
}
