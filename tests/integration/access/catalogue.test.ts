import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { FEATURES } from '@/lib/core/features';
import { PERMISSIONS } from '@/lib/core/permissions';
import { openDatabase, type TestDb } from '@/tests/support/database';

let db: TestDb;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

/** Who may execute which function. What is not named here nobody but postgres may: triggers and inner parts. */
const EXECUTE: Record<string, string[]> = {
  accept_invitation: ['authenticated'],
  enter: ['app_web', 'app_worker'],
  invitation_by_token: ['anon', 'authenticated'],
  list_presences: ['authenticated'],
  lock_message: ['authenticated'],
  manage_member: ['authenticated'],
  mark_conversation: ['authenticated'],
  my_inbox: ['authenticated'],
  my_receipts: ['authenticated'],
  change_channel_kind: ['authenticated'],
  read_members: ['authenticated'],
  read_messages: ['authenticated'],
  send_hints: ['app_web', 'app_worker'],
  cut_off: ['app_web', 'app_worker'],
  begin_file: ['authenticated'],
  finish_file: ['app_web', 'app_worker'],
  forget_files: ['app_web', 'app_worker'],
  my_uploads: ['authenticated'],
  take_picture: ['authenticated'],
  take_removed_files: ['app_web', 'app_worker'],
  answer_ring: ['authenticated'],
  end_call: ['authenticated'],
  join_call: ['authenticated'],
  leave_call: ['authenticated'],
  my_call_mates: ['authenticated'],
  my_rooms: ['authenticated'],
  note_quality: ['authenticated'],
  open_room: ['authenticated'],
  read_signals: ['authenticated'],
  ring_messages: ['authenticated'],
  room_by_code: ['authenticated'],
  see_call: ['authenticated'],
  send_signals: ['authenticated'],
  start_call: ['authenticated'],
  touch_seat: ['authenticated'],
  tend_calls: ['app_web', 'app_worker', 'authenticated'],
  may_hear: ['authenticated'],
  may_speak: ['authenticated'],
  me: ['authenticated'],
  my_conversations: ['authenticated'],
  my_insider_workspaces: ['authenticated'],
  my_memberships: ['authenticated'],
  my_peers: ['authenticated'],
  my_workspaces: ['authenticated'],
  my_workspaces_with: ['authenticated'],
  note_device: ['authenticated'],
  open_direct: ['authenticated'],
  recall_answer: ['app_web', 'app_worker'],
  remember_answer: ['app_web', 'app_worker'],
  search_messages: ['authenticated'],
  take_rate: ['app_web', 'app_worker'],
  write_audit: ['app_web', 'app_worker'],
};

describe('the catalogue', () => {
  it('has row-level security on and forced on every table', async () => {
    const open = await db.admin(
      `select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'private') and c.relkind in ('r', 'p')
         and not (c.relrowsecurity and c.relforcerowsecurity)`,
    );
    expect(open).toEqual([]);
  });

  it('leaves no table without a policy, and shuts those to which only definer functions come', async () => {
    const tables = await db.admin<{ name: string; isShut: boolean | null }>(
      `select c.oid::regclass::text as name, bool_and(pg_get_expr(p.polqual, p.polrelid) = 'false') as "isShut"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_policy p on p.polrelid = c.oid
       where n.nspname in ('public', 'private') and c.relkind in ('r', 'p') group by c.oid`,
    );
    expect(tables.filter(({ isShut }) => isShut === null)).toEqual([]);
    const shut = tables.filter(({ isShut }) => isShut).map(({ name }) => name);
    expect(shut.sort()).toEqual([
      'private.answers',
      'private.call_signals',
      'private.devices',
      'private.hints',
      'private.presences',
      'private.rate_limits',
    ]);
  });

  it('grants nothing to anon, PUBLIC or service_role, and no table to the login roles', async () => {
    const grants = await db.admin(
      `select table_schema, table_name, grantee, privilege_type from information_schema.role_table_grants
       where table_schema in ('public', 'private') and grantee not in ('postgres', 'authenticated', 'supabase_admin')
       union all
       select table_schema, table_name || '.' || column_name, grantee, privilege_type from information_schema.column_privileges
       where table_schema in ('public', 'private') and grantee not in ('postgres', 'authenticated', 'supabase_admin')`,
    );
    expect(grants).toEqual([]);
  });

  it('gives nobody TRUNCATE, REFERENCES or TRIGGER', async () => {
    const grants = await db.admin(
      `select table_name, privilege_type from information_schema.role_table_grants
       where table_schema in ('public', 'private') and grantee = 'authenticated'
         and privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')`,
    );
    expect(grants).toEqual([]);
  });

  it('lets functions be executed by exactly those named', async () => {
    const rows = await db.admin<{ name: string; grantees: string[] }>(
      `select p.proname as name, array_agg(distinct coalesce(r.rolname, 'PUBLIC')::text order by coalesce(r.rolname, 'PUBLIC')::text) as grantees
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
       left join pg_roles r on r.oid = a.grantee
       where n.nspname in ('private', 'public') and a.grantee <> p.proowner
         and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
       group by p.proname`,
    );
    expect(Object.fromEntries(rows.map(({ name, grantees }) => [name, grantees]))).toEqual(EXECUTE);
  });

  it('fixes the search path of every function, and has postgres own them', async () => {
    const loose = await db.admin(
      `select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('private', 'public')
         and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
         and (p.proowner <> 'postgres'::regrole or not ('search_path=""' = any (coalesce(p.proconfig, '{}'))))`,
    );
    expect(loose).toEqual([]);
  });

  it('says of every table, column and function what it is for', async () => {
    const silent = await db.admin(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('public', 'private') and c.relkind in ('r', 'p') and obj_description(c.oid) is null
       union all
       select c.oid::regclass::text || '.' || a.attname from pg_class c join pg_namespace n on n.oid = c.relnamespace
         join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         where n.nspname in ('public', 'private') and c.relkind in ('r', 'p') and col_description(c.oid, a.attnum) is null
       union all
       select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname in ('public', 'private') and obj_description(p.oid) is null`,
    );
    expect(silent).toEqual([]);
  });

  it('keeps every row inside its tenant: each foreign key to a tenant table starts with workspace_id', async () => {
    const loose = await db.admin(
      `select con.conrelid::regclass::text, con.conname from pg_constraint con
       join pg_namespace n on n.oid = con.connamespace and n.nspname = 'public'
       join pg_attribute target on target.attrelid = con.confrelid and target.attname = 'workspace_id'
       where con.contype = 'f' and not (
         (select a.attname from pg_attribute a where a.attrelid = con.conrelid and a.attnum = con.conkey[1]) = 'workspace_id'
         and (select a.attname from pg_attribute a where a.attrelid = con.confrelid and a.attnum = con.confkey[1]) = 'workspace_id')`,
    );
    expect(loose).toEqual([]);
  });

  it('has an index for every foreign key', async () => {
    const bare = await db.admin(
      `select con.conrelid::regclass::text, con.conname from pg_constraint con
       join pg_namespace n on n.oid = con.connamespace and n.nspname = 'public'
       where con.contype = 'f'
         and not exists (select from pg_index i where i.indrelid = con.conrelid
           and (i.indkey::int2[])[0:cardinality(con.conkey) - 1] @> con.conkey)`,
    );
    expect(bare).toEqual([]);
  });

  it('lists the same permissions and features as the code', async () => {
    const permissions = await db.admin<{ key: string }>('select key from permissions');
    const features = await db.admin<{ key: string }>('select key from features');
    expect(permissions.map(({ key }) => key).sort()).toEqual([...PERMISSIONS].sort());
    expect(features.map(({ key }) => key).sort()).toEqual([...FEATURES].sort());
  });

  it('makes the web server powerless outside a caller’s transaction', async () => {
    const { Client } = await import('pg');
    const web = new Client({ connectionString: db.webUrl });
    await web.connect();
    try {
      await expect(web.query('select * from workspaces')).rejects.toThrow('permission denied');
      await expect(web.query('set role postgres')).rejects.toThrow('permission denied');
      await expect(web.query('set role service_role')).rejects.toThrow('permission denied');
      await expect(web.query('select * from auth.users')).rejects.toThrow('permission denied');
    } finally {
      await web.end();
    }
  });
});
