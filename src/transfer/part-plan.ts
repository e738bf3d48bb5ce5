const mebibyte = 1024 * 1024;
/** Limits of COS: https://cloud.tencent.com/document/product/436/14518 */
const smallestPartBytes = mebibyte;
const largestPartBytes = 5120 * mebibyte;

/** A run of bytes that is sent as one part. */
export interface Part {
  /** From 1 up. */
  readonly number: number;
  readonly start: number;
  readonly length: number;
}

/** The wanted size where that makes few enough parts, else the next larger power of two (in MiB) that does. */
export function choosePartSize(sizeBytes: number, wantedBytes: number, maxParts: number): number {
  let partBytes = Math.min(Math.max(Math.floor(wantedBytes), smallestPartBytes), largestPartBytes);
  let step = mebibyte;
  while (sizeBytes / partBytes > maxParts && step < largestPartBytes) {
    step *= 2;
    partBytes = Math.min(Math.max(partBytes, step), largestPartBytes);
  }
  return partBytes;
}

export const countParts = (sizeBytes: number, partBytes: number): number => Math.ceil(sizeBytes / partBytes);

export function planParts(sizeBytes: number, partBytes: number): Part[] {
  return Array.from({ length: countParts(sizeBytes, partBytes) }, (_, index) => ({
    number: index + 1,
    start: index * partBytes,
    length: Math.min(partBytes, sizeBytes - index * partBytes),
  }));
}
