import { CosError } from '../../../src/errors';
import { requireEntries, toArray, toEntries } from '../../../src/schema/entries';

test('one becomes a list, a list a new one', () => {
  const list = ['a'];
  expect(toArray('a')).toEqual(['a']);
  expect(toArray(list)).toEqual(['a']);
  expect(toArray(list)).not.toBe(list);
  expect(toArray(undefined)).toEqual([]);
});

test('the first spelling that is given counts', () => {
  expect(requireEntries('Rules', undefined, null, { ID: '1' }, [{ ID: '2' }])).toEqual([{ ID: '1' }]);
  expect(requireEntries('Rules', [], [{ ID: '2' }])).toEqual([]);
});

test.each<[string, () => unknown, string]>([
  ['nothing', () => requireEntries('Rules', undefined), 'missing param Rules'],
  ['text', () => requireEntries('Rules', 'a'), 'Rules should be an object or an array of objects.'],
  ['null in a list', () => requireEntries('Rules', [null]), 'Rules should be an object or an array of objects.'],
  ['an entry without its key', () => toEntries<{ Key?: string }>('Objects', 'Key', [{}]), 'missing param Objects.Key'],
])('%s is refused as an argument', (_name, call, summary) => {
  expect(call).toThrow(CosError);
  expect(call).toThrow(expect.objectContaining({ code: 'InvalidArgument', error: summary }) as Error);
});
