import { forbid, type Rule } from './problem.ts';

const explicit = forbid('inside', [
  [/\bgrant\s[^;]*\bto\s+(?:[\w,\s]*,\s*)?public\b/, 'nothing is granted to PUBLIC'],
  [/\bgrant\s+all\b/, 'name the privileges that are granted'],
  [
    /\bgrant\s[^;]*\bon\s+all\s+(?:tables|sequences|functions|routines|procedures)\b/,
    'name the objects that are granted',
  ],
  [/\bgrant\s[^;]*\bwith\s+(?:grant|admin)\s+option\b/, 'nobody passes rights on'],
  [/\balter\s+default\s+privileges\b[^;]*\bgrant\b/, 'new objects start without grants'],
]);

const CREATED =
  /^create\s+(?:or\s+replace\s+)?(?:unlogged\s+)?(?:table|view|materialized\s+view|sequence|type|domain|function|procedure)\s+(?:if\s+not\s+exists\s+)?(\w+)\b(?!\s*\.)/;

/** Grants name privileges, objects and roles; whatever is created names its schema, since the CLI's search path is not ours. */
export const grants: Rule = (statement, before) => {
  const [, name] = CREATED.exec(statement.code) ?? [];
  const unnamed =
    name === undefined ? [] : [{ at: 0, message: `${name}: name the schema, public or private` }];
  return [...explicit(statement, before), ...unnamed];
};
