import { deflateSync } from 'node:zlib';

const short = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const shortLE = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);
const long = (value: number): Buffer => Buffer.concat([short(value >>> 16), short(value & 0xffff)]);

export interface Size {
  width: number;
  height: number;
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  return Buffer.concat([long(data.length), body, long(crc32(body))]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** A grey PNG; with frames, an animated one. */
export function makePng({ width, height }: Size, frames?: number): Buffer {
  const header = Buffer.concat([long(width), long(height), Buffer.from([8, 0, 0, 0, 0])]);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    pngChunk('tEXt', Buffer.from('Comment\0IDAT')),
    ...(frames ? [pngChunk('acTL', Buffer.concat([long(frames), long(0)]))] : []),
    pngChunk('IDAT', deflateSync(Buffer.alloc((width + 1) * height))),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The segments of a JPEG up to its scan; `startOfFrame` 0xc0 is baseline, 0xc2 progressive. */
export function makeJpeg({ width, height }: Size, startOfFrame = 0xc0): Buffer {
  const segment = (marker: number, data: Buffer): Buffer =>
    Buffer.concat([Buffer.from([0xff, marker]), short(data.length + 2), data]);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    // A table between, whose marker lies among those of frames; and a fill byte before the next marker.
    segment(0xc4, Buffer.alloc(19)),
    Buffer.from([0xff]),
    segment(startOfFrame, Buffer.concat([Buffer.from([8]), short(height), short(width), Buffer.from([1, 1, 0x11, 0])])),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** A GIF of single-coloured frames, with colour tables and extensions as animations have them. */
export function makeGif({ width, height }: Size, frames: number): Buffer {
  const screen = Buffer.concat([shortLE(width), shortLE(height), Buffer.from([0x81, 0, 0]), Buffer.alloc(12)]);
  const loop = Buffer.concat([Buffer.from('!\xff\x0bNETSCAPE2.0\x03\x01', 'latin1'), Buffer.from([0, 0, 0])]);
  const frame = Buffer.concat([
    Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0]),
    Buffer.concat([Buffer.from(',\0\0\0\0', 'latin1'), shortLE(width), shortLE(height), Buffer.from([0x80])]),
    Buffer.alloc(6),
    Buffer.from([2, 2, 0x44, 0x01, 0]),
  ]);
  return Buffer.concat([Buffer.from('GIF89a'), screen, loop, ...Array<Buffer>(frames).fill(frame), Buffer.from(';')]);
}
