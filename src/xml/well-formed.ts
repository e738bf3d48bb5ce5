/** What may hold `<` without being an element: comments and processing instructions. */
const notElements = /<!--[^]*?-->|<\?[^]*?\?>/g;
const tag = /<(\/?)([^\s<>/]+)(?:\s[^<>]*?)?(\/?)>/g;

/**
 * Throws unless each element is closed where it should be. The parser takes what was cut on its way for complete, and
 * half a listing would look like the end of it.
 */
export function checkWellFormed(text: string): void {
  const open: string[] = [];
  const rest = text.replace(notElements, '').replace(tag, (_tag, closing: string, name: string, empty: string) => {
    if (closing) {
      if (open.pop() !== name) throw new Error(`element ${name} ends where it should not`);
    } else if (!empty) {
      open.push(name);
    }
    return '';
  });
  const last = open.pop();
  if (last !== undefined) throw new Error(`element ${last} has no end`);
  if (rest.indexOf('<') >= 0) throw new Error('the text ends within a tag');
}
