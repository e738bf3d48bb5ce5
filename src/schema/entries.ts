import { argumentError, quoteValue } from '../errors';

type Data = Record<string, unknown>;

const isObject = (value: unknown): value is Data => typeof value === 'object' && value !== null;

/** One or many: callers may give a single entry where the wire has a list. */
export const toArray = <T>(value: T | readonly T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? Array.from(value as readonly T[]) : [value as T];

/** The objects that a parameter lists. Existing code uses several spellings of one parameter: the first given counts. */
export function requireEntries(name: string, ...spellings: unknown[]): Data[] {
  const given = spellings.find((spelling) => spelling !== undefined && spelling !== null);
  if (given === undefined) throw argumentError(`missing param ${name}`, `(got ${quoteValue(spellings[0])}).`);
  return toArray(given).map((entry) => {
    if (isObject(entry)) return entry;
    throw argumentError(`${name} should be an object or an array of objects.`, `Got ${quoteValue(entry)}.`);
  });
}

/** One entry or many of a parameter that lists objects, each with the text `needed`. Throws for anything else. */
export function toEntries<T extends object>(name: string, needed: keyof T & string, value: T | readonly T[]): T[] {
  requireEntries(name, value).forEach((entry) => {
    if (typeof entry[needed] !== 'string' || entry[needed] === '')
      throw argumentError(`missing param ${name}.${needed}`, `(got ${quoteValue(entry[needed])}).`);
  });
  return toArray<T>(value);
}
