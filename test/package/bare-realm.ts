import { createContext, Script } from 'node:vm';

/** Global names that ES2018 has, less those that phones lack (Intl, SharedArrayBuffer, Atomics). */
const globals = [
  'Object Function Array Number Boolean String Symbol Date Promise RegExp JSON Math Map Set WeakMap WeakSet Proxy Reflect',
  'Error EvalError RangeError ReferenceError SyntaxError TypeError URIError ArrayBuffer DataView Int8Array Uint8Array',
  'Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array parseFloat parseInt isFinite isNaN',
  'Infinity NaN undefined eval encodeURI encodeURIComponent decodeURI decodeURIComponent escape unescape',
]
  .join(' ')
  .split(' ');

/** Members that came after ES2018, by the object that has them. */
const newerMembers: Record<string, string> = {
  Object: 'fromEntries hasOwn groupBy',
  Array: 'fromAsync',
  'Array.prototype': 'flat flatMap at findLast findLastIndex toSorted toReversed toSpliced with',
  'String.prototype': 'trimStart trimEnd trimLeft trimRight matchAll replaceAll at isWellFormed toWellFormed',
  'Symbol.prototype': 'description',
  Symbol: 'matchAll dispose asyncDispose',
  Promise: 'allSettled any withResolvers try',
  'ArrayBuffer.prototype': 'resize resizable maxByteLength transfer transferToFixedLength detached',
  'Uint8Array.prototype.__proto__': 'at findLast findLastIndex toSorted toReversed with',
  Map: 'groupBy',
  'Set.prototype': 'union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom',
  'RegExp.prototype': 'hasIndices unicodeSets',
  Error: 'captureStackTrace stackTraceLimit',
};

export interface BareRealm {
  /** Evaluates a CommonJS module as WeChat does: strict, in a function that hides the names of a browser. */
  load(code: string): unknown;
  /** Evaluates an expression among the realm's own built-ins. */
  evaluate(expression: string): unknown;
}

/** A JavaScript world with the built-ins of ES2018 at most, timers, `console` and the given `wx`: what the oldest phones offer. */
export function createBareRealm(wx: unknown): BareRealm {
  const context = createContext({ setTimeout, clearTimeout, setInterval, clearInterval, console, wx });
  const evaluate = (expression: string): unknown => new Script(expression).runInContext(context);
  const kept = [...globals, 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'console', 'wx'];
  for (const name of evaluate('Object.getOwnPropertyNames(globalThis)') as string[]) {
    if (!kept.includes(name)) evaluate(`delete this[${JSON.stringify(name)}]`);
  }
  for (const [owner, names] of Object.entries(newerMembers)) {
    for (const name of names.split(' ')) evaluate(`delete ${owner}[${JSON.stringify(name)}]`);
  }
  const load = (code: string): unknown => {
    const hidden = 'window,document,frames,self,location,navigator,localStorage,history';
    const wrapped = `(function(require,module,exports,${hidden}){'use strict';${code}\n})`;
    const module = { exports: {} };
    const run = evaluate(wrapped) as (...args: unknown[]) => void;
    run(() => expect(undefined).toBe('a call of require'), module, module.exports);
    return module.exports;
  };
  return { load, evaluate };
}
