/** The built-ins of the JavaScript world that the mini program runs in. */
export interface RealmTypes {
  ArrayBuffer: new (sizeBytes: number) => ArrayBuffer;
  Promise: PromiseConstructor;
  Error: ErrorConstructor;
  parseJson(text: string): unknown;
  newDate(ms: number): Date;
  /** A copy of a plain object or array whose prototypes are that world's; other values are returned as they are. */
  adopt<T>(value: T): T;
}

/** Without a realm, the mini program shares this module's world. */
export function ownRealmTypes(buffers: ArrayBufferConstructor = ArrayBuffer): RealmTypes {
  return {
    ArrayBuffer: buffers,
    Promise,
    Error,
    parseJson: (text) => JSON.parse(text) as unknown,
    newDate: (ms) => new Date(ms),
    adopt: (value) => value,
  };
}
