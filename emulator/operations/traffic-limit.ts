import { failure } from '../errors';

const minBitsPerSecond = 819_200;
const maxBitsPerSecond = 838_860_800;

/** `x-cos-traffic-limit` (bit/s) as bytes per second. */
export function readTrafficLimit(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const bits = Number(text);
  if (!/^\d+$/.test(text) || bits < minBitsPerSecond || bits > maxBitsPerSecond) {
    throw failure('InvalidArgument', `x-cos-traffic-limit must be from ${minBitsPerSecond} to ${maxBitsPerSecond}.`);
  }
  return bits / 8;
}

/** The slower of two speeds, either of which may be absent. */
export function slower(first: number | undefined, second: number | undefined): number | undefined {
  if (first === undefined || second === undefined) return first ?? second;
  return Math.min(first, second);
}
