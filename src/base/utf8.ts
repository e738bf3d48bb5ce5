/** UTF-8 by hand: phones have neither TextEncoder nor TextDecoder. Lone surrogates become U+FFFD, as in the encoding standard. */
export function encodeUtf8(text: string): Uint8Array {
  // encodeURIComponent is native code, an order of magnitude faster than a loop over code points where there is no JIT.
  const escaped = encodeURIComponent(replaceLoneSurrogates(text));
  const bytes = new Uint8Array(escaped.length);
  let size = 0;
  for (let i = 0; i < escaped.length; i += 1) {
    const code = escaped.charCodeAt(i);
    if (code === 0x25) {
      bytes[size] = parseInt(escaped.slice(i + 1, i + 3), 16);
      i += 2;
    } else {
      bytes[size] = code;
    }
    size += 1;
  }
  return bytes.slice(0, size);
}

export function hasLoneSurrogate(text: string): boolean {
  try {
    encodeURIComponent(text);
    return false;
  } catch {
    return true;
  }
}

function replaceLoneSurrogates(text: string): string {
  return hasLoneSurrogate(text)
    ? text.replace(/[\uD800-\uDBFF][\uDC00-\uDFFF]|[\uD800-\uDFFF]/g, (match) =>
        match.length === 2 ? match : '\uFFFD',
      )
    : text;
}

export function countUtf8Bytes(text: string): number {
  return encodeUtf8(text).length;
}

/** Malformed bytes become U+FFFD; a leading byte order mark is dropped. */
export function decodeUtf8(buffer: ArrayBuffer): string {
  const bytes = new Uint8Array(buffer);
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const pieces: string[] = [];
  let units: number[] = [];
  for (let i = start; i < bytes.length;) {
    const { point, length } = readCodePoint(bytes, i);
    i += length;
    if (point > 0xffff) units.push(0xd800 + ((point - 0x10000) >> 10), 0xdc00 + ((point - 0x10000) & 0x3ff));
    else units.push(point);
    // Engines limit the number of arguments of one call.
    if (units.length >= 4096) {
      pieces.push(String.fromCharCode(...units));
      units = [];
    }
  }
  pieces.push(String.fromCharCode(...units));
  return pieces.join('');
}

const replacement = 0xfffd;

/** What may follow a first byte, where it is less than 80 to BF: shorter forms exist for the rest, or it is no character. */
const secondByteBounds: Record<number, readonly [lowest: number, highest: number]> = {
  0xe0: [0xa0, 0xbf],
  0xed: [0x80, 0x9f],
  0xf0: [0x90, 0xbf],
  0xf4: [0x80, 0x8f],
};

function readCodePoint(bytes: Uint8Array, at: number): { point: number; length: number } {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { point: first, length: 1 };
  if (first < 0xc2 || first > 0xf4) return { point: replacement, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  let [lowest, highest] = secondByteBounds[first] ?? [0x80, 0xbf];
  let point = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i += 1) {
    const next = bytes[at + i] ?? 0;
    if (next < lowest || next > highest) return { point: replacement, length: i };
    point = (point << 6) | (next & 0x3f);
    [lowest, highest] = [0x80, 0xbf];
  }
  return { point, length };
}
