/** Everything a phone with ES2018 has as a global; whatever else a newer engine brings is removed. */
const ES2018_GLOBALS = [
  'Array',
  'ArrayBuffer',
  'Boolean',
  'DataView',
  'Date',
  'Error',
  'EvalError',
  'Float32Array',
  'Float64Array',
  'Function',
  'Infinity',
  'Int16Array',
  'Int32Array',
  'Int8Array',
  'JSON',
  'Map',
  'Math',
  'NaN',
  'Number',
  'Object',
  'Promise',
  'RangeError',
  'ReferenceError',
  'Reflect',
  'RegExp',
  'Set',
  'String',
  'Symbol',
  'SyntaxError',
  'TypeError',
  'URIError',
  'Uint16Array',
  'Uint32Array',
  'Uint8Array',
  'Uint8ClampedArray',
  'WeakMap',
  'WeakSet',
  'decodeURI',
  'decodeURIComponent',
  'encodeURI',
  'encodeURIComponent',
  'escape',
  'eval',
  'isFinite',
  'isNaN',
  'parseFloat',
  'parseInt',
  'undefined',
  'unescape',
];

/** What came to the built-ins after ES2018. */
const NEWER_MEMBERS: Record<string, string[]> = {
  Array: ['fromAsync'],
  'Array.prototype': [
    'at',
    'findLast',
    'findLastIndex',
    'flat',
    'flatMap',
    'toReversed',
    'toSorted',
    'toSpliced',
    'with',
  ],
  'ArrayBuffer.prototype': ['resize', 'resizable', 'maxByteLength', 'transfer', 'transferToFixedLength', 'detached'],
  'DataView.prototype': ['getBigInt64', 'getBigUint64', 'getFloat16', 'setBigInt64', 'setBigUint64', 'setFloat16'],
  Error: ['captureStackTrace', 'isError', 'stackTraceLimit'],
  Map: ['groupBy'],
  'Map.prototype': ['getOrInsert', 'getOrInsertComputed'],
  Math: ['f16round', 'sumPrecise'],
  Object: ['fromEntries', 'groupBy', 'hasOwn'],
  'Object.getPrototypeOf(Uint8Array.prototype)': ['at', 'findLast', 'findLastIndex', 'toReversed', 'toSorted', 'with'],
  Promise: ['allSettled', 'any', 'try', 'withResolvers'],
  RegExp: ['escape'],
  'RegExp.prototype': ['hasIndices', 'unicodeSets'],
  'Set.prototype': [
    'difference',
    'intersection',
    'isDisjointFrom',
    'isSubsetOf',
    'isSupersetOf',
    'symmetricDifference',
    'union',
  ],
  'String.prototype': [
    'at',
    'isWellFormed',
    'matchAll',
    'replaceAll',
    'toWellFormed',
    'trimEnd',
    'trimLeft',
    'trimRight',
    'trimStart',
  ],
  // Symbol.matchAll cannot be deleted.
  Symbol: ['asyncDispose', 'dispose'],
  'Symbol.prototype': ['description'],
  Uint8Array: ['fromBase64', 'fromHex'],
  'Uint8Array.prototype': ['setFromBase64', 'setFromHex', 'toBase64', 'toHex'],
  'WeakMap.prototype': ['getOrInsert', 'getOrInsertComputed'],
};

/** Script that strips a fresh context down to ES2018; its value is undefined. */
export function strippingScript(keepsProxy: boolean): string {
  const kept = keepsProxy ? [...ES2018_GLOBALS, 'Proxy'] : ES2018_GLOBALS;
  return `(function (kept, newer, self) {
    Object.keys(newer).forEach(function (path) {
      var owner = newer[path].owner;
      newer[path].names.forEach(function (name) { delete owner[name]; });
    });
    Object.getOwnPropertyNames(self).forEach(function (name) {
      if (kept.indexOf(name) < 0) delete self[name];
    });
  })(${JSON.stringify(kept)}, {${memberTable()}}, this);`;
}

/**
 * Script whose value puts a \`now\` function behind the realm's Date, so that a fake clock is seen by all of its code;
 * the class syntax keeps \`new Date(...)\`, \`Date()\`, \`Date.parse\` and \`instanceof\` as they were.
 */
export const DATE_SCRIPT = `(function (now) {
  var Real = Date;
  function FakeDate() {
    if (!(this instanceof FakeDate)) return new Real(now()).toString();
    return arguments.length === 0 ? new Real(now()) : new (Function.prototype.bind.apply(Real, [null].concat([].slice.call(arguments))))();
  }
  FakeDate.prototype = Real.prototype;
  FakeDate.prototype.constructor = FakeDate;
  FakeDate.now = now;
  FakeDate.parse = Real.parse;
  FakeDate.UTC = Real.UTC;
  Date = FakeDate;
})`;

/** Script whose value copies plain objects and arrays of another realm into this one. */
export const ADOPT_SCRIPT = `(function adopt(value) {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value instanceof Array ? value : Array.from(value, adopt);
  if (value instanceof Object || Object.prototype.toString.call(value) !== '[object Object]') return value;
  var copy = {};
  Object.keys(value).forEach(function (key) { copy[key] = adopt(value[key]); });
  return copy;
})`;

function memberTable(): string {
  return Object.entries(NEWER_MEMBERS)
    .map(([path, names]) => `${JSON.stringify(path)}: { owner: ${path}, names: ${JSON.stringify(names)} }`)
    .join(', ');
}
