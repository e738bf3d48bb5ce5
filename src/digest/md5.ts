import SparkMD5 from 'spark-md5';
import { encodeBase64, hexToBytes } from '../base/base64';
import { encodeUtf8 } from '../base/utf8';
import type { Hasher } from './hasher';

/** Text is hashed as UTF-8. */
export function md5Hex(data: ArrayBuffer | string): string {
  const bytes = typeof data === 'string' ? (encodeUtf8(data).buffer as ArrayBuffer) : data;
  return new SparkMD5.ArrayBuffer().append(bytes).end();
}

/** The form of the `Content-MD5` header. */
export function md5Base64(data: ArrayBuffer | string): string {
  return md5HexToBase64(md5Hex(data));
}

export function md5HexToBase64(hex: string): string {
  return encodeBase64(hexToBytes(hex));
}

/** Answers hex. */
export class Md5 implements Hasher {
  private readonly spark = new SparkMD5.ArrayBuffer();

  update(bytes: Uint8Array): void {
    this.spark.append(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer);
  }

  digest(): string {
    return this.spark.end();
  }
}
