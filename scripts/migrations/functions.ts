import type { Statement } from './outline.ts';
import type { Problem, Rule } from './problem.ts';

const FUNCTION = /^create\s+(?:or\s+replace\s+)?(?:function|procedure)\s+(\w+(?:\s*\.\s*\w+)?)/;
const NOT_FOR_PUBLIC =
  /^alter\s+default\s+privileges\s+revoke\s+(?:execute|all)\s+on\s+(?:functions|routines)\s+from\s+public\b/;
const FOR_PUBLIC = /^alter\s+default\s+privileges\b[^;]*\bgrant\b[^;]*\bon\s+(?:functions|routines)\b/;

function isClosedByDefault(before: readonly Statement[]): boolean {
  return before.reduce(
    (closed, { code }) => (NOT_FOR_PUBLIC.test(code) ? true : FOR_PUBLIC.test(code) ? false : closed),
    false,
  );
}

/**
 * Functions fix their search path, so that nobody slips another table under theirs, and none of a definer's is
 * everybody's: PUBLIC's EXECUTE is taken by the default privileges that stand before it.
 */
export const functions: Rule = ({ code }, before) => {
  const [, name] = FUNCTION.exec(code) ?? [];
  if (name === undefined) return [];
  const problems: Problem[] = [];
  if (!/\bset\s+search_path\s*(?:=|to)\s*''/.test(code)) {
    problems.push({ at: 0, message: `${name}: "set search_path = ''" is missing` });
  }
  if (/\bsecurity\s+definer\b/.test(code) && !isClosedByDefault(before)) {
    problems.push({
      at: 0,
      message: `${name}: a definer's function that PUBLIC may execute; revoke it by default privileges before`,
    });
  }
  return problems;
};
