/** A 64-bit number as two 32-bit halves: phones lack BigInt, and a number holds 53 bits only. */
export interface Uint64 {
  readonly high: number;
  readonly low: number;
}

const two32 = 0x100000000;
const million = 1000000;

export function toDecimal({ high, low }: Uint64): string {
  const unsignedHigh = high >>> 0;
  // Long division by a million: every intermediate result stays below 2^53.
  const rest = (unsignedHigh % million) * two32 + (low >>> 0);
  const upper = Math.floor(unsignedHigh / million) * two32 + Math.floor(rest / million);
  const lower = String(rest % million);
  return upper > 0 ? `${upper}${lower.padStart(6, '0')}` : lower;
}

export function fromDecimal(text: string): Uint64 {
  let high = 0;
  let low = 0;
  for (let i = 0; i < text.length; i += 1) {
    const next = low * 10 + Number(text.charAt(i));
    high = (high * 10 + Math.floor(next / two32)) % two32;
    low = next % two32;
  }
  return { high: high | 0, low: low | 0 };
}
