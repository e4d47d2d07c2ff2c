import { getTableColumns, sql, type InferInsertModel, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

/**
 * `insert into … values …` that names only the columns given. (The query builder names them all, with `default` for the
 * rest, which needs the right to write each: here people may write only what the grants say.)
 * Rows share the keys of the first.
 */
export function insertInto<T extends PgTable>(table: T, ...rows: Partial<InferInsertModel<T>>[]): SQL {
  const columns = getTableColumns(table);
  const keys = Object.keys(columns).filter((key) => rows[0] !== undefined && key in rows[0]);
  const names = keys.map((key) => sql.identifier(columns[key]?.name ?? key));
  const tuples = rows.map((row) => {
    const values = keys.map((key) => {
      const value: unknown = (row as Record<string, unknown>)[key];
      return sql`${sql.param(value, columns[key])}`;
    });
    return sql`(${sql.join(values, sql`, `)})`;
  });
  return sql`insert into ${table} (${sql.join(names, sql`, `)}) values ${sql.join(tuples, sql`, `)}`;
}
