import { failure } from '../errors';

/** The decoded query of a request, in the order sent. `+` stays a plus: COS clients write a space as %20. */
export class Query {
  private constructor(readonly pairs: readonly (readonly [string, string])[]) {}

  static parse(raw: string): Query {
    const pairs = raw
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const equals = pair.indexOf('=');
        const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
        return [decodePercent(name), decodePercent(value)] as const;
      });
    return new Query(pairs);
  }

  get(name: string): string | undefined {
    return this.pairs.find(([key]) => key === name)?.[1];
  }

  has(name: string): boolean {
    return this.pairs.some(([key]) => key === name);
  }

  names(): string[] {
    return this.pairs.map(([name]) => name);
  }

  toRecord(): Record<string, string> {
    return Object.fromEntries(this.pairs);
  }

  /** A whole number in a range, or the default when absent. */
  integer(name: string, limits: { min: number; max: number; default: number }): number {
    const text = this.get(name);
    if (text === undefined || text === '') return limits.default;
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < limits.min) throw failure('InvalidArgument', `${name} is not valid: ${text}`);
    return Math.min(value, limits.max);
  }
}

export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw failure('InvalidURI', 'The URI holds a malformed percent-encoding.');
  }
}
