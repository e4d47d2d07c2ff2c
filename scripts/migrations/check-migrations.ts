import { functions } from './functions.ts';
import { grants } from './grants.ts';
import { managedSchemas } from './managed-schemas.ts';
import { oneTransaction } from './one-transaction.ts';
import { outline, type Statement } from './outline.ts';
import { powers } from './powers.ts';
import type { Rule } from './problem.ts';
import { searchPath } from './search-path.ts';

const RULES: readonly (readonly [name: string, rule: Rule])[] = [
  ['managed-schemas', managedSchemas],
  ['powers', powers],
  ['one-transaction', oneTransaction],
  ['functions', functions],
  ['grants', grants],
  ['search-path', searchPath],
];

/** What hosted Supabase would refuse, or should not be given, in migrations. Files come in their order. */
export function checkMigrations(files: readonly { path: string; sql: string }[]): string[] {
  const before: Statement[] = [];
  const problems: string[] = [];
  for (const { path, sql } of files) {
    for (const statement of outline(sql)) {
      for (const [name, rule] of RULES) {
        for (const { at, message } of rule(statement, before)) {
          const line = statement.line + statement.code.slice(0, at).split('\n').length - 1;
          problems.push(`${path}:${line} ${name}: ${message}`);
        }
      }
      before.push(statement);
    }
  }
  return problems;
}
