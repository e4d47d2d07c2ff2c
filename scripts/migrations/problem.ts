import type { Statement } from './outline.ts';

/** What a rule has against a statement, and where in its text. */
export type Problem = { at: number; message: string };

/** A rule of supabase/migrations. It sees the statements of earlier files and of its own up to this one. */
export type Rule = (statement: Statement, before: readonly Statement[]) => Problem[];

/** A rule made of words that must not stand in a statement; `where` says whether bodies and strings count, too. */
export function forbid(
  where: 'code' | 'inside',
  table: readonly (readonly [pattern: RegExp, message: string])[],
): Rule {
  return (statement) =>
    table.flatMap(([pattern, message]) => {
      const found = pattern.exec(statement[where]);
      return found === null ? [] : [{ at: found.index, message }];
    });
}
