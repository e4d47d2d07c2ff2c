-- Who is asking: helper functions for policies. Each is bound to the caller and runs once per statement.
-- In PL/pgSQL, which keeps its plans for the session; functions in SQL are planned anew at each use, nested ones again inside.

create function private.me()
returns uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select s.user_id
    from auth.sessions s
    where s.id = nullif((select auth.jwt()) ->> 'session_id', '')::uuid
      and s.user_id = (select auth.uid())
      and (s.not_after is null or s.not_after > now())
  );
end
$$;
comment on function private.me() is 'The caller, if the session of their token still exists; else null.';

create function private.my_places()
returns table (workspace_id uuid, member_id uuid, role_id uuid, is_insider boolean)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
    select m.workspace_id, m.id, m.role_id, r.is_insider
    from public.memberships m
    join public.roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
    join public.workspaces w on w.id = m.workspace_id
    where m.user_id = (select private.me()) and m.status = 'active'
      and (w.min_aal = 'aal1' or (select auth.jwt()) ->> 'aal' = 'aal2');
end
$$;
comment on function private.my_places() is
  'The caller''s active memberships, where their session is strong enough. All other helpers ask this one.';

create function private.my_workspaces()
returns setof uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query select p.workspace_id from private.my_places() p;
end
$$;
comment on function private.my_workspaces() is 'Workspaces the caller is active in, insiders and outsiders alike.';

create function private.my_insider_workspaces()
returns setof uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query select p.workspace_id from private.my_places() p where p.is_insider;
end
$$;
comment on function private.my_insider_workspaces() is 'Workspaces the caller is active in as an insider.';

create function private.my_workspaces_with(p_permission text)
returns setof uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
    select p.workspace_id
    from private.my_places() p
    join public.role_permissions given
      on given.workspace_id = p.workspace_id and given.role_id = p.role_id and given.permission = p_permission;
end
$$;
comment on function private.my_workspaces_with(text) is 'Workspaces where the caller''s role has the permission.';

create function private.my_memberships()
returns setof uuid
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query select p.member_id from private.my_places() p;
end
$$;
comment on function private.my_memberships() is 'The caller''s active memberships.';

create function private.enter(p_session uuid, p_user uuid, p_aal text, p_workspace text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_actor jsonb;
begin
  if not exists (
    select from auth.sessions s
    where s.id = p_session and s.user_id = p_user and (s.not_after is null or s.not_after > now())
  ) then
    raise exception 'session ended' using errcode = 'PA001';
  end if;
  if p_workspace is null then
    return '{}'::jsonb;
  end if;
  select jsonb_build_object(
      'workspaceId', w.id,
      'memberId', m.id,
      'role', r.key,
      'rank', r.rank,
      'isInsider', r.is_insider,
      'needsAal2', w.min_aal = 'aal2' and p_aal <> 'aal2',
      'permissions', coalesce((
        select jsonb_agg(p.permission) from public.role_permissions p
        where p.workspace_id = m.workspace_id and p.role_id = m.role_id), '[]'::jsonb),
      'features', coalesce((
        select jsonb_agg(f.feature) from public.workspace_features f
        where f.workspace_id = w.id and f.is_enabled), '[]'::jsonb))
  into v_actor
  from public.workspaces w
  join public.memberships m on m.workspace_id = w.id and m.user_id = p_user and m.status = 'active'
  join public.roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
  where case
    when p_workspace ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' then w.id = p_workspace::uuid
    else w.slug = p_workspace
  end;
  return v_actor;
end
$$;
comment on function private.enter(uuid, uuid, text, text) is
  'First statement of every transaction: refuses ended sessions (PA001), tells the caller''s role, permissions and features in the workspace (id or slug); null when they are not in it.';
grant execute on function private.enter(uuid, uuid, text, text) to app_web, app_worker;

-- Founding a workspace --------------------------------------------------------------------------

create function private.built_in_roles()
returns table (key text, name text, rank smallint, is_insider boolean, permissions text[])
language sql immutable set search_path = ''
as $$
  values
    ('owner', 'Owner', 100::smallint, true, array['workspace.manage', 'members.invite', 'members.manage', 'audit.read',
      'channels.create', 'channels.manage', 'conversations.direct', 'messages.post', 'messages.moderate']),
    ('admin', 'Admin', 80::smallint, true, array['workspace.manage', 'members.invite', 'members.manage', 'audit.read',
      'channels.create', 'channels.manage', 'conversations.direct', 'messages.post', 'messages.moderate']),
    ('lead', 'Lead', 60::smallint, true, array['members.invite', 'channels.create', 'channels.manage',
      'conversations.direct', 'messages.post']),
    ('member', 'Member', 40::smallint, true, array['channels.create', 'conversations.direct', 'messages.post']),
    ('consultant', 'Consultant', 20::smallint, false, array['messages.post']),
    ('client', 'Client', 20::smallint, false, array['messages.post']),
    ('guest', 'Guest', 10::smallint, false, array['messages.post'])
$$;
comment on function private.built_in_roles() is 'What every new workspace starts with.';

create function private.found_workspace()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.workspace_features (workspace_id, feature, is_enabled)
  select new.id, f.key, f.is_default from public.features f;

  insert into public.roles (workspace_id, key, name, rank, is_insider, is_built_in)
  select new.id, b.key, b.name, b.rank, b.is_insider, true from private.built_in_roles() b;

  insert into public.role_permissions (workspace_id, role_id, permission)
  select new.id, r.id, p.permission
  from private.built_in_roles() b
  join public.roles r on r.workspace_id = new.id and r.key = b.key
  cross join lateral unnest(b.permissions) as p (permission);

  insert into public.memberships (workspace_id, user_id, role_id, name)
  select new.id, pr.id, r.id, coalesce(nullif(btrim(pr.name), ''), 'Owner')
  from public.profiles pr
  join public.roles r on r.workspace_id = new.id and r.key = 'owner'
  where pr.id = new.created_by;
  return new;
end
$$;
comment on function private.found_workspace() is 'Gives a new workspace its features, roles and owner.';
create trigger found_workspace after insert on public.workspaces
  for each row execute function private.found_workspace();

-- Policies ---------------------------------------------------------------------------------------

create policy "people read their own profile" on public.profiles for select to authenticated
  using (id = (select private.me()));
create policy "people change their own profile" on public.profiles for update to authenticated
  using (id = (select private.me())) with check (id = (select private.me()));
grant select, update (name, time_zone, sound) on public.profiles to authenticated;

create policy "everyone signed in reads the list of permissions" on public.permissions for select to authenticated using (true);
create policy "everyone signed in reads the list of features" on public.features for select to authenticated using (true);
grant select on public.permissions, public.features to authenticated;

create policy "people see the workspaces they are in" on public.workspaces for select to authenticated
  using (id in (select private.my_workspaces()));
create policy "anyone with an account founds a workspace" on public.workspaces for insert to authenticated
  with check (
    created_by = (select private.me())
    and coalesce(((select auth.jwt()) ->> 'is_anonymous')::boolean, false) = false
  );
create policy "those who manage a workspace change it" on public.workspaces for update to authenticated
  using (id in (select private.my_workspaces_with('workspace.manage')))
  with check (id in (select private.my_workspaces_with('workspace.manage')));
grant select, insert (id, slug, name), update (slug, name) on public.workspaces to authenticated;

create policy "people see their workspace's features" on public.workspace_features for select to authenticated
  using (workspace_id in (select private.my_workspaces()));
create policy "those who manage a workspace switch features" on public.workspace_features for update to authenticated
  using (workspace_id in (select private.my_workspaces_with('workspace.manage')))
  with check (workspace_id in (select private.my_workspaces_with('workspace.manage')));
grant select, update (is_enabled) on public.workspace_features to authenticated;

create policy "people see their workspace's roles" on public.roles for select to authenticated
  using (workspace_id in (select private.my_workspaces()));
grant select on public.roles to authenticated;
create policy "insiders see what roles allow" on public.role_permissions for select to authenticated
  using (workspace_id in (select private.my_insider_workspaces()));
grant select on public.role_permissions to authenticated;

grant execute on function
  private.me(), private.my_workspaces(), private.my_insider_workspaces(), private.my_workspaces_with(text),
  private.my_memberships()
  to authenticated;
