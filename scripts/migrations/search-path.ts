import type { Rule } from './problem.ts';

const CHANGE =
  /\b(?:set|reset)\s+(?:(?:local|session)\s+)?search_path\b|\bset_config\s*\(\s*'search_path'|(?:^|;|\bbegin)\s*set\s+(?:(?:local|session)\s+)?schema\b/g;
const FUNCTION = /^(?:create(?:\s+or\s+replace)?|alter)\s+(?:function|procedure|routine)\b/;
const EMPTY = /^set\s+search_path\s*(?:=|to)\s*''/;

/** The search path stays: under another one a name without its schema could be the platform's. Functions have the empty one. */
export const searchPath: Rule = ({ code, inside }) =>
  [...inside.matchAll(CHANGE)]
    .filter(({ index }) => !(FUNCTION.test(code) && EMPTY.test(code.slice(index))))
    .map(({ index }) => ({ at: index, message: 'name the schema; only functions set it, to the empty one' }));
