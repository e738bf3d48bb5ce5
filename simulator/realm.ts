import { dirname, resolve } from 'node:path';
import { format } from 'node:util';
import * as vm from 'node:vm';
import { realClock } from './clock';
import { deviceOf } from './create-wx';
import { ADOPT_SCRIPT, DATE_SCRIPT, strippingScript } from './realm-globals';
import { RealmModules } from './realm-modules';
import type { RealmTypes } from './realm-types';
import type { Wx } from './wx-types';

export type ConsoleLevel = 'log' | 'info' | 'warn' | 'error' | 'debug';

export interface RealmOptions {
  /** Receives what the mini program logs. Default: written to stderr. */
  log?: (level: ConsoleLevel, args: unknown[]) => void;
  /** Keep `Proxy`, which old phones lack. Default `false`. */
  proxy?: boolean;
}

/** A JavaScript world that holds what an old phone has: ES2015 to ES2018, timers, console and `wx`. */
export interface Realm {
  readonly context: vm.Context;
  /** The realm's global object. */
  readonly globals: Record<string, unknown>;
  /** Evaluates a CommonJS file in the realm and returns its exports. It may require files of its own folder, nothing of Node. */
  require(file: string): unknown;
  /** Evaluates code in the realm and returns the value of its last expression. */
  evaluate(code: string): unknown;
}

/** From here on, ArrayBuffers and results that this `wx` hands out are objects of the new realm. */
export function createRealm(wx: Wx, options: RealmOptions = {}): Realm {
  const device = deviceOf(wx);
  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  vm.runInContext(strippingScript(options.proxy ?? false), context);
  if (device.clock !== realClock)
    (vm.runInContext(DATE_SCRIPT, context) as (now: () => number) => void)(() => device.clock.now());
  device.realm = realmTypesOf(context);
  const { realmTimers } = device;
  Object.assign(context, {
    wx,
    console: createConsole(options.log ?? logToStderr),
    setTimeout: realmTimers.setTimeout,
    clearTimeout: realmTimers.clearTimer,
    setInterval: realmTimers.setInterval,
    clearInterval: realmTimers.clearTimer,
  });
  const modules = new RealmModules(context);
  return {
    context,
    globals: context,
    require: (file) => modules.load(resolve(file), dirname(resolve(file))),
    evaluate: (code) => vm.runInContext(code, context) as unknown,
  };
}

function realmTypesOf(context: vm.Context): RealmTypes {
  const builtIns = `({ ArrayBuffer: ArrayBuffer, Promise: Promise, Error: Error, adopt: ${ADOPT_SCRIPT},
    parseJson: function (text) { return JSON.parse(text); }, newDate: function (ms) { return new Date(ms); } })`;
  return vm.runInContext(builtIns, context) as RealmTypes;
}

function createConsole(log: NonNullable<RealmOptions['log']>): Record<ConsoleLevel, (...args: unknown[]) => void> {
  const at =
    (level: ConsoleLevel) =>
    (...args: unknown[]): void =>
      log(level, args);
  return { log: at('log'), info: at('info'), warn: at('warn'), error: at('error'), debug: at('debug') };
}

function logToStderr(level: ConsoleLevel, args: unknown[]): void {
  process.stderr.write(`[${level}] ${format(...args)}\n`);
}
