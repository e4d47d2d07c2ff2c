import { getTableColumns, is } from 'drizzle-orm';
import { PgTable, getTableConfig } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import * as chat from '@/lib/chat/tables';
import * as files from '@/lib/files/tables';
import * as presence from '@/lib/presence/tables';
import * as workspaces from '@/lib/workspaces/tables';
import { openDatabase, type TestDb } from '@/tests/support/database';

let db: TestDb;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

type CatalogueColumn = {
  table: string;
  column: string;
  type: string;
  notNull: boolean;
  hasDefault: boolean;
  isKey: boolean;
};

const typings: CatalogueColumn[] = Object.values({ ...workspaces, ...chat, ...presence, ...files })
  .filter((value) => is(value, PgTable))
  .flatMap((table) => {
    const config = getTableConfig(table);
    const compositeKey = new Set(
      config.primaryKeys.flatMap((key) => key.columns.map((column) => column.name)),
    );
    return Object.values(getTableColumns(table)).map((column) => ({
      table: config.name,
      column: column.name,
      type: column.getSQLType().replace('timestamp (3) with time zone', 'timestamp(3) with time zone'),
      notNull: column.notNull,
      hasDefault: column.hasDefault,
      isKey: column.primary || compositeKey.has(column.name),
    }));
  });

it('the typings of tables say what the catalogue says', async () => {
  const catalogue = await db.admin<CatalogueColumn>(
    `select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as type,
       a.attnotnull as "notNull", (a.atthasdef and a.attgenerated = '') or a.attidentity <> '' as "hasDefault",
       coalesce(a.attnum = any (k.conkey), false) as "isKey"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
     where c.relkind in ('r', 'p')`,
  );
  const sorted = (columns: CatalogueColumn[]) =>
    columns
      .map((column) => ({ ...column }))
      .sort((a, b) => `${a.table}.${a.column}`.localeCompare(`${b.table}.${b.column}`));
  const typed = new Set(typings.map(({ table }) => table));
  expect(typed.size).toBeGreaterThan(0);
  expect(sorted(typings)).toEqual(sorted(catalogue.filter(({ table }) => typed.has(table))));
});
