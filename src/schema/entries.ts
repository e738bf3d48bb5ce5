import { argumentError, quoteValue } from '../errors';

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** One or many: callers may give a single entry where the wire has a list. */
export const toArray = <T>(value: T | readonly T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? Array.from(value as readonly T[]) : [value as T];

/** The objects that a parameter lists. Existing code uses several spellings of one parameter: the first given counts. */
export function requireEntries<T extends object>(name: string, ...spellings: (T | readonly T[] | undefined)[]): T[] {
  const given = spellings.find((spelling) => spelling !== undefined);
  if (given === undefined) throw argumentError(`missing param ${name}`, '(got undefined).');
  const entries = toArray<T>(given);
  entries.forEach((entry: unknown) => {
    if (!isObject(entry))
      throw argumentError(`${name} should be an object or an array of objects.`, `Got ${quoteValue(entry)}.`);
  });
  return entries;
}

/** One entry or many of a parameter that lists objects, each with the text `needed`. Throws for anything else. */
export function toEntries<T extends object>(name: string, needed: keyof T & string, value: T | readonly T[]): T[] {
  const entries = requireEntries(name, value);
  entries.forEach((entry) => {
    if (typeof entry[needed] !== 'string')
      throw argumentError(`missing param ${name}.${needed}`, `(got ${quoteValue(entry[needed])}).`);
  });
  return entries;
}
