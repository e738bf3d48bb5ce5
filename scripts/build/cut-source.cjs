'use strict';

/** Replaces every match of a pattern. Throws where there is none: another version of the library would be cut wrongly in silence. */
function replaceAll(code, [pattern, replacement]) {
  const found = new RegExp(pattern.source, pattern.flags.replace('g', ''));
  if (!found.test(code)) throw new Error(`The source of a library has changed: ${pattern} is not in it.`);
  return code.replace(pattern, replacement);
}

/** The first match of a pattern, or an error that says so. */
function take(code, pattern) {
  const [text] = pattern.exec(code) ?? [];
  if (text === undefined) throw new Error(`The source of a library has changed: ${pattern} is not in it.`);
  return text;
}

module.exports = { replaceAll, take };
