/** What the first bytes and the structure of an image tell, without decoding it. */
export interface ImageFacts {
  readonly format: 'png' | 'jpeg' | 'gif';
  readonly width: number;
  readonly height: number;
  /** 1 unless the image moves. */
  readonly frameCount: number;
  /** Bits of one colour of one pixel. */
  readonly bitDepth: number;
}

/** Undefined when the bytes are no PNG, JPEG or GIF, or end before they tell a size. */
export function readImage(bytes: Buffer): ImageFacts | undefined {
  const facts = readFacts(bytes);
  return facts && facts.width > 0 && facts.height > 0 ? facts : undefined;
}

function readFacts(bytes: Buffer): ImageFacts | undefined {
  if (bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n') return readPng(bytes);
  if (bytes.toString('latin1', 0, 3) === '\xff\xd8\xff') return readJpeg(bytes);
  if (/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return readGif(bytes);
  return undefined;
}

// What lies behind the end counts as 0, so that a cut image needs no check at every step.
const byteAt = (bytes: Buffer, at: number): number => bytes[at] ?? 0;
const shortAt = (bytes: Buffer, at: number): number => byteAt(bytes, at) * 256 + byteAt(bytes, at + 1);
const longAt = (bytes: Buffer, at: number): number => shortAt(bytes, at) * 65_536 + shortAt(bytes, at + 2);

/** https://www.w3.org/TR/png-3/: chunks of length, type, data and checksum; `acTL` counts the frames. */
function readPng(bytes: Buffer): ImageFacts {
  let frameCount = 1;
  for (let at = 8; at < bytes.length; at += longAt(bytes, at) + 12) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') frameCount = longAt(bytes, at + 8);
    if (type === 'IDAT') break;
  }
  return {
    format: 'png',
    width: longAt(bytes, 16),
    height: longAt(bytes, 20),
    frameCount,
    bitDepth: byteAt(bytes, 24),
  };
}

/** ITU-T T.81: segments of marker, length and data; the start of frame holds the size. */
function readJpeg(bytes: Buffer): ImageFacts | undefined {
  let at = 2;
  while (at < bytes.length && byteAt(bytes, at) === 0xff) {
    const marker = byteAt(bytes, at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) {
      const [bitDepth, height, width] = [byteAt(bytes, at + 4), shortAt(bytes, at + 5), shortAt(bytes, at + 7)];
      return { format: 'jpeg', width, height, frameCount: 1, bitDepth };
    }
    // Fill bytes before a marker.
    at += marker === 0xff ? 1 : 2 + shortAt(bytes, at + 2);
  }
  return undefined;
}

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt: every image descriptor (`,`) is a frame, `!` begins an extension. */
function readGif(bytes: Buffer): ImageFacts {
  let frameCount = 0;
  let at = 13 + colorTableBytes(byteAt(bytes, 10));
  while (at < bytes.length && byteAt(bytes, at) !== 0x3b) {
    const isFrame = byteAt(bytes, at) === 0x2c;
    if (!isFrame && byteAt(bytes, at) !== 0x21) break;
    if (isFrame) frameCount += 1;
    at = afterSubBlocks(bytes, at + (isFrame ? 11 + colorTableBytes(byteAt(bytes, at + 9)) : 2));
  }
  const [width, height] = [byteAt(bytes, 6) + byteAt(bytes, 7) * 256, byteAt(bytes, 8) + byteAt(bytes, 9) * 256];
  return { format: 'gif', width, height, frameCount: Math.max(frameCount, 1), bitDepth: 8 };
}

const colorTableBytes = (flags: number): number => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function afterSubBlocks(bytes: Buffer, start: number): number {
  let at = start;
  while (byteAt(bytes, at) > 0) at += byteAt(bytes, at) + 1;
  return at + 1;
}
