-- Roles, managed schemas and their owners as on a hosted project. Runs as supabase_admin, once per database and again
-- after a change of these files: every statement can be repeated.

-- Roles belong to the cluster, and several of its databases may be set up at once. (Advisory locks are per database.)
lock table pg_catalog.pg_authid in share row exclusive mode;

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('anon', 'nologin noinherit'),
      ('authenticated', 'nologin noinherit'),
      ('service_role', 'nologin noinherit bypassrls'),
      ('authenticator', 'login noinherit'),
      ('postgres', 'login nosuperuser inherit createdb createrole replication bypassrls'),
      ('dashboard_user', 'nologin createdb createrole replication'),
      ('supabase_auth_admin', 'nologin noinherit createrole'),
      ('supabase_storage_admin', 'nologin noinherit createrole'),
      ('supabase_realtime_admin', 'nologin noinherit')
    ) as roles (name, attributes)
  loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.attributes);
      execute format('alter role %I set search_path = %s', wanted.name, case wanted.name
        when 'supabase_auth_admin' then 'auth'
        when 'supabase_storage_admin' then 'storage'
        else '"$user", public, extensions' end);
    end if;
  end loop;

  alter role anon set statement_timeout = '3s';
  alter role authenticated set statement_timeout = '8s';
  alter role authenticator set statement_timeout = '8s';
  alter role authenticator set lock_timeout = '8s';
  alter role supabase_auth_admin set idle_in_transaction_session_timeout = 60000;

  grant anon, authenticated, service_role to authenticator with inherit false, set true;
  grant anon, authenticated, service_role to supabase_storage_admin with inherit false, set true;
  -- The admin option lets migrations pass these on to the app's own roles, as on a hosted project.
  grant anon, authenticated, service_role, authenticator to postgres with admin option;
  grant pg_monitor, pg_read_all_data, pg_signal_backend, pg_create_subscription to postgres with admin option;
  grant set on parameter session_replication_role to postgres;
end
$$;

do $$
begin
  execute format('alter database %I owner to postgres', current_database());
  execute format('alter database %I set search_path = "$user", public, extensions', current_database());
end
$$;

create schema if not exists extensions authorization postgres;
grant usage on schema extensions to anon, authenticated, service_role;
grant all on schema extensions to dashboard_user;
create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists unaccent with schema extensions;
create extension if not exists citext with schema extensions;

grant usage on schema public to anon, authenticated, service_role;

-- The managed schemas: postgres may use them, neither create in them nor pass the use on.
create schema if not exists auth authorization supabase_admin;
grant usage on schema auth to postgres, anon, authenticated, service_role;
grant all on schema auth to supabase_auth_admin, dashboard_user;

create schema if not exists storage authorization supabase_admin;
grant usage on schema storage to postgres with grant option;
grant usage on schema storage to anon, authenticated, service_role;
grant all on schema storage to supabase_storage_admin, dashboard_user;

create schema if not exists realtime authorization supabase_admin;
grant usage on schema realtime to postgres, anon, authenticated, service_role;
grant all on schema realtime to supabase_realtime_admin, dashboard_user;

create schema if not exists supabase_local authorization supabase_admin;
comment on schema supabase_local is 'Bookkeeping of the embedded stack; hosted projects have no such schema.';

create table if not exists supabase_local.layout (
  only_row boolean primary key default true check (only_row),
  version text not null,
  applied_at timestamptz not null default now()
);
comment on table supabase_local.layout is 'Which version of the managed schemas this database has (a hash of their SQL files).';

-- Hosted projects let postgres write policies on some managed tables, and drop triggers from them, although other roles
-- own these (the extension supautils). Here two event triggers lend postgres the owning role for just such a statement:
-- the membership is granted before the statement checks its rights and taken back, in the same transaction, when it
-- is done. No other session ever sees it, and a failing statement rolls it back.

create or replace function supabase_local.lendable_tables(tag text) returns text[]
language sql immutable set search_path = '' as $$
  select case tag
    when 'CREATE POLICY' then array['realtime.messages', 'storage.objects', 'storage.buckets']
    when 'ALTER POLICY' then array['realtime.messages', 'storage.objects', 'storage.buckets']
    when 'DROP POLICY' then array['realtime.messages', 'storage.objects', 'storage.buckets']
    when 'DROP TRIGGER' then array['auth.users', 'realtime.messages', 'storage.objects', 'storage.buckets']
  end
$$;

-- Inside a definer function current_user is its owner; the setting "role" still names who ran the statement.
create or replace function supabase_local.statement_user() returns text
language sql stable set search_path = '' as $$
  select case current_setting('role') when 'none' then session_user::text else current_setting('role') end
$$;

create or replace function supabase_local.lend_ownership() returns event_trigger
language plpgsql security definer set search_path = '' as $$
begin
  if supabase_local.statement_user() = 'postgres' then
    execute 'grant supabase_auth_admin, supabase_realtime_admin, supabase_storage_admin to postgres with inherit true, set false';
  end if;
end
$$;

create or replace function supabase_local.refuse_unlent(tag text, schema_name text, table_name text) returns void
language plpgsql set search_path = '' as $$
declare
  managed boolean := schema_name in ('auth', 'realtime', 'storage');
begin
  if managed and not (schema_name || '.' || table_name) = any (supabase_local.lendable_tables(tag)) then
    raise insufficient_privilege using message = format('must be owner of table %s', table_name);
  end if;
end
$$;

create or replace function supabase_local.check_dropped() returns event_trigger
language plpgsql security definer set search_path = '' as $$
declare
  dropped record;
begin
  if supabase_local.statement_user() <> 'postgres' then
    return;
  end if;
  for dropped in
    select address_names from pg_catalog.pg_event_trigger_dropped_objects() where object_type in ('policy', 'trigger')
  loop
    perform supabase_local.refuse_unlent(tg_tag, dropped.address_names[1], dropped.address_names[2]);
  end loop;
end
$$;

create or replace function supabase_local.return_ownership() returns event_trigger
language plpgsql security definer set search_path = '' as $$
declare
  changed record;
begin
  if supabase_local.statement_user() <> 'postgres' then
    return;
  end if;
  for changed in
    select n.nspname, c.relname
    from pg_catalog.pg_event_trigger_ddl_commands() d
    join pg_catalog.pg_policy p on p.oid = d.objid and d.classid = 'pg_catalog.pg_policy'::regclass
    join pg_catalog.pg_class c on c.oid = p.polrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  loop
    perform supabase_local.refuse_unlent(tg_tag, changed.nspname, changed.relname);
  end loop;
  execute 'revoke supabase_auth_admin, supabase_realtime_admin, supabase_storage_admin from postgres';
end
$$;

drop event trigger if exists supabase_local_lend;
create event trigger supabase_local_lend on ddl_command_start
  when tag in ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY', 'DROP TRIGGER')
  execute function supabase_local.lend_ownership();

drop event trigger if exists supabase_local_check_dropped;
create event trigger supabase_local_check_dropped on sql_drop
  when tag in ('DROP POLICY', 'DROP TRIGGER')
  execute function supabase_local.check_dropped();

drop event trigger if exists supabase_local_return;
create event trigger supabase_local_return on ddl_command_end
  when tag in ('CREATE POLICY', 'ALTER POLICY', 'DROP POLICY', 'DROP TRIGGER')
  execute function supabase_local.return_ownership();

comment on function supabase_local.lendable_tables(text) is 'The managed tables on which postgres may run a statement of this kind, as on hosted projects.';
comment on function supabase_local.statement_user() is 'Who runs the present statement, also inside a definer function.';
comment on function supabase_local.refuse_unlent(text, text, text) is 'Refuses a statement on a managed table that is not lent for it.';
comment on event trigger supabase_local_lend is 'Before statements on policies: lends postgres the owners of managed tables.';
comment on event trigger supabase_local_check_dropped is 'Refuses drops on managed tables that are not lent.';
comment on event trigger supabase_local_return is 'After statements on policies: refuses tables that are not lent, and takes the loan back.';
