import type COS from '../../src';

/** What was called, with which parameters, and which fields came back: paths as `Contents.Owner.ID`, lists without numbers. */
export interface RecordedCall {
  readonly method: string;
  readonly params: ReadonlySet<string>;
  readonly fields: Set<string>;
}

/** All paths into plain data. */
export function listPaths(value: unknown, prefix = ''): string[] {
  // Arrays of the phone's realm have the methods of their own, older world.
  if (Array.isArray(value)) return Array.from(value as unknown[]).flatMap((item) => listPaths(item, prefix));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  if (Object.prototype.toString.call(value) !== '[object Object]') return [];
  return Object.entries(value).flatMap(([name, field]: [string, unknown]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    return [path, ...listPaths(field, path)];
  });
}

type Callback = (error: unknown, data: unknown) => void;

const reportTo =
  (callback: Callback, note: (result: unknown) => void): Callback =>
  (error, data) => {
    note(data);
    callback(error, data);
  };

/** A client whose calls are written down. */
export function recordCalls(cos: COS, calls: RecordedCall[]): COS {
  return new Proxy(cos, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof value !== 'function' || typeof name !== 'string') return value;
      return (...args: unknown[]): unknown => {
        const call = { method: name, params: new Set(listPaths(args[0])), fields: new Set<string>() };
        calls.push(call);
        const note = (result: unknown): void => listPaths(result).forEach((path) => call.fields.add(path));
        const callback = args[1] as Callback | undefined;
        const noted = typeof callback === 'function' ? [args[0], reportTo(callback, note)] : args;
        const answer: unknown = Reflect.apply(value as (...all: unknown[]) => unknown, target, noted);
        if (answer instanceof Promise || typeof (answer as Promise<unknown> | undefined)?.then === 'function')
          void (answer as Promise<unknown>).then(note, () => undefined);
        return answer;
      };
    },
  });
}
