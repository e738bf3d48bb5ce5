import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import * as vm from 'node:vm';

interface Module {
  exports: unknown;
}

// WeChat hides the browser's names by making them parameters of every module: reading one gives undefined, not a ReferenceError.
const HIDDEN_NAMES =
  'window,document,frames,self,location,navigator,localStorage,history,Caches,screen,alert,confirm,prompt,XMLHttpRequest,WebSocket,Reporter,webkit,WeixinJSCore';

type Wrapper = (module: Module, exports: unknown, require: (request: string) => unknown) => void;

/** Loads CommonJS files into a context; modules may require relative files below the folder of the file first loaded, nothing else. */
export class RealmModules {
  private readonly loaded = new Map<string, Module>();

  constructor(private readonly context: vm.Context) {}

  load(file: string, rootFolder: string): unknown {
    const known = this.loaded.get(file);
    if (known) return known.exports;
    const module = vm.runInContext('({ exports: {} })', this.context) as Module;
    this.loaded.set(file, module);
    const source = `(function (module, exports, require, ${HIDDEN_NAMES}) {${readFileSync(file, 'utf8')}\n})`;
    const wrapper = new vm.Script(source, { filename: file }).runInContext(this.context) as Wrapper;
    wrapper(module, module.exports, (request) => this.require(request, file, rootFolder));
    return module.exports;
  }

  private require(request: string, from: string, rootFolder: string): unknown {
    const wanted = resolve(dirname(from), request);
    const isInside = wanted.startsWith(rootFolder + sep);
    const isRelative = request.startsWith('./') || request.startsWith('../');
    const file = [wanted, `${wanted}.js`, join(wanted, 'index.js')].find(
      (candidate) => /\.js$/.test(candidate) && existsSync(candidate),
    );
    if (isRelative && isInside && file !== undefined) return this.load(file, rootFolder);
    // As WeChat words it, and an Error of the realm that asked.
    const message = JSON.stringify(`module '${request}' is not defined, require args is '${request}'`);
    throw vm.runInContext(`new Error(${message})`, this.context);
  }
}
