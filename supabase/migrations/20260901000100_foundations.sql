-- Schemas, the login roles of the app, and nothing granted by itself.

create schema if not exists private;
comment on schema private is 'Functions and tables that no API exposes: access checks, rate limits, audit writing.';

alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;
alter default privileges in schema public revoke execute on functions from anon, authenticated, service_role;
revoke create on schema public from public;

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'app_web') then
    create role app_web login noinherit;
  end if;
  if not exists (select from pg_catalog.pg_roles where rolname = 'app_worker') then
    create role app_worker login noinherit;
  end if;
end
$$;

-- The web server owns nothing; inside a transaction it becomes the caller.
grant anon, authenticated to app_web with inherit false, set true;
grant anon, authenticated to app_worker with inherit false, set true;

revoke all on schema private from public;
grant usage on schema private to anon, authenticated, app_web, app_worker;
grant usage on schema public to anon, authenticated;

-- Rate limits -----------------------------------------------------------------------------------

create unlogged table private.rate_limits (
  key text primary key check (length(key) <= 200),
  -- "theoretical arrival time" of the generic cell rate algorithm (ITU-T I.371)
  arrival_at timestamptz not null
);
alter table private.rate_limits enable row level security;
alter table private.rate_limits force row level security;
comment on table private.rate_limits is 'One row per limited key; unlogged, since losing it in a crash only forgives.';
comment on column private.rate_limits.key is 'What is limited: operation and person, or operation and address.';
comment on column private.rate_limits.arrival_at is 'When the bucket would be empty again (GCRA).';

create function private.take_rate(p_key text, p_burst integer, p_period_s double precision)
returns integer
language plpgsql security definer set search_path = ''
as $$
declare
  v_now timestamptz := clock_timestamp();
  v_step interval := make_interval(secs => p_period_s / p_burst);
  v_window interval := make_interval(secs => p_period_s);
  v_arrival timestamptz;
begin
  perform set_config('synchronous_commit', 'off', true);
  insert into private.rate_limits as r (key, arrival_at)
  values (p_key, v_now + v_step)
  on conflict (key) do update
    set arrival_at = greatest(r.arrival_at, v_now) + v_step
    where greatest(r.arrival_at, v_now) + v_step <= v_now + v_window
  returning arrival_at into v_arrival;
  if found then
    -- Now and then whoever comes sweeps out the counters that limit nobody any more.
    if random() < 0.002 then
      delete from private.rate_limits where key in (
        select r.key from private.rate_limits r where r.arrival_at < v_now for update skip locked);
    end if;
    return 0;
  end if;
  select arrival_at into v_arrival from private.rate_limits where key = p_key;
  return greatest(1, ceil(extract(epoch from (v_arrival + v_step - v_window - v_now)) * 1000))::integer;
end
$$;
comment on function private.take_rate(text, integer, double precision) is
  'Counts one attempt on a key. 0 when allowed, else the milliseconds until the next is (GCRA: p_burst per p_period_s seconds).';

grant execute on function private.take_rate(text, integer, double precision) to app_web, app_worker;
