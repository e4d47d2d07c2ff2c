import { Client } from 'pg';

const OURS = `in ('public', 'private')`;

/** Every object that migrations make, as Postgres would write it down, with owners, rights and comments. */
const DEFINITIONS = `
  select format('schema %s %s', nspname, nspacl::text) as line from pg_namespace where nspname ${OURS}
  union all
  select format('relation %s %s %s %s %s %s %s %s %s', c.oid::regclass, c.relkind, c.relpersistence, c.relrowsecurity,
    c.relforcerowsecurity, c.relowner::regrole, c.reloptions::text, c.relacl::text, obj_description(c.oid, 'pg_class'))
  from pg_class c where c.relnamespace::regnamespace::text ${OURS}
  union all
  select format('column %s.%s %s %s %s %s %s %s %s', a.attrelid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
    a.attnotnull, a.attidentity, a.attgenerated, pg_get_expr(d.adbin, d.adrelid), a.attacl::text,
    col_description(a.attrelid, a.attnum))
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where c.relnamespace::regnamespace::text ${OURS} and a.attnum > 0 and not a.attisdropped
  union all
  select format('constraint %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
  where connamespace::regnamespace::text ${OURS}
  union all
  select format('index %s', pg_get_indexdef(i.indexrelid)) from pg_index i join pg_class c on c.oid = i.indrelid
  where c.relnamespace::regnamespace::text ${OURS}
  union all
  select format('function %s %s %s %s', pg_get_functiondef(p.oid), p.proowner::regrole, p.proacl::text,
    obj_description(p.oid, 'pg_proc'))
  from pg_proc p where p.pronamespace::regnamespace::text ${OURS}
  union all
  select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
  union all
  select format('policy %s', p::text) from pg_policies p
  union all
  select format('default privileges %s %s %s %s', defaclrole::regrole, nullif(defaclnamespace, 0)::regnamespace, defaclobjtype,
    defaclacl::text)
  from pg_default_acl
  union all
  select format('role %s %s %s %s %s', rolname, rolcanlogin, rolinherit, rolsuper, rolbypassrls) from pg_roles
  where rolname like 'app%'
  union all
  select format('member %s of %s %s %s %s', member::regrole, roleid::regrole, admin_option, inherit_option, set_option)
  from pg_auth_members where member::regrole::text like 'app%'
  union all
  select format('extension %s in %s', extname, extnamespace::regnamespace) from pg_extension
  order by line`;

const CATALOGUES = [
  'pg_attrdef',
  'pg_attribute',
  'pg_auth_members',
  'pg_authid',
  'pg_class',
  'pg_constraint',
  'pg_db_role_setting',
  'pg_default_acl',
  'pg_depend',
  'pg_description',
  'pg_extension',
  'pg_index',
  'pg_namespace',
  'pg_policy',
  'pg_proc',
  'pg_publication_rel',
  'pg_trigger',
  'pg_type',
];

async function column(url: string, sql: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(sql);
    return rows.map(({ line }) => line);
  } finally {
    await client.end();
  }
}

/** What the migrations made of a database; two databases with the same answer have the same schema. */
export async function schemaOf(adminUrl: string): Promise<string[]> {
  return await column(adminUrl, DEFINITIONS);
}

/** Which transaction wrote each row of the catalogue and of the record of migrations: unchanged means nothing was written. */
export async function writesTo(adminUrl: string): Promise<string[]> {
  const tables = [...CATALOGUES.map((name) => `pg_catalog.${name}`), 'supabase_migrations.schema_migrations'];
  const each = tables.map(
    (table) =>
      `select format('%s %s', '${table}', md5(string_agg(xmin::text, ',' order by tableoid, ctid))) as line from ${table}`,
  );
  return await column(adminUrl, `${each.join(' union all ')} order by line`);
}
