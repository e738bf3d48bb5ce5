import { encodeUtf8 } from '../base/utf8';

const blockBytes = 64;

/** Text is hashed as UTF-8. */
export function sha1Hex(data: Uint8Array | string): string {
  return toHex(sha1(typeof data === 'string' ? encodeUtf8(data) : data));
}

export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of Array.from(bytes)) hex += (byte >> 4).toString(16) + (byte & 15).toString(16);
  return hex;
}

/** FIPS 180-4. @returns 20 bytes */
export function sha1(message: Uint8Array): Uint8Array {
  const padded = padToBlocks(message);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0);
  const schedule = new Int32Array(80);
  for (let offset = 0; offset < padded.byteLength; offset += blockBytes) {
    for (let i = 0; i < 16; i += 1) schedule[i] = padded.getInt32(offset + i * 4);
    compress(state, schedule);
  }
  const digest = new DataView(new ArrayBuffer(20));
  state.forEach((word, i) => digest.setInt32(i * 4, word));
  return new Uint8Array(digest.buffer);
}

/** A one bit, zeros, and the length in bits as a 64-bit number that ends a block. */
function padToBlocks(message: Uint8Array): DataView {
  const size = Math.ceil((message.length + 9) / blockBytes) * blockBytes;
  const padded = new Uint8Array(size);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(size - 8, Math.floor(message.length / 0x20000000));
  view.setUint32(size - 4, message.length << 3);
  return view;
}

function compress(state: Int32Array, schedule: Int32Array): void {
  for (let i = 16; i < 80; i += 1) {
    schedule[i] = rotateLeft(
      at(schedule, i - 3) ^ at(schedule, i - 8) ^ at(schedule, i - 14) ^ at(schedule, i - 16),
      1,
    );
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = Array.from(state);
  for (let i = 0; i < 80; i += 1) {
    const next = (rotateLeft(a, 5) + mix(i, b, c, d) + e + at(schedule, i)) | 0;
    e = d;
    d = c;
    c = rotateLeft(b, 30);
    b = a;
    a = next;
  }
  [a, b, c, d, e].forEach((word, i) => (state[i] = (at(state, i) + word) | 0));
}

/** The round function of FIPS 180-4, section 4.1.1, with the constant of section 4.2.1. */
function mix(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

const rotateLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

const at = (words: Int32Array, index: number): number => words[index] ?? 0;
