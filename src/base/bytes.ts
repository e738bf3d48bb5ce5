/**
 * Buffers may come from another realm (a sub-package, a worker), where `instanceof` fails.
 * @returns the exact bytes of an ArrayBuffer or of a view on one; undefined for anything else.
 */
export function toArrayBuffer(value: unknown): ArrayBuffer | undefined {
  if (Object.prototype.toString.call(value) === '[object ArrayBuffer]') return value as ArrayBuffer;
  if (!ArrayBuffer.isView(value)) return undefined;
  // WeChat sends the whole buffer behind a view, so the bytes are copied.
  return value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength) as ArrayBuffer;
}
