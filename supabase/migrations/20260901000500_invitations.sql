-- Invitations by link and by mail; changing and ending memberships.

create table public.invitations (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id uuid not null,
  email text check (email is null or (length(email) <= 254 and email = lower(email) and email like '%_@_%')),
  role_id uuid not null,
  token_hash bytea not null unique check (length(token_hash) = 32),
  invited_by uuid not null,
  expires_at timestamptz(3) not null,
  max_uses integer not null default 1 check (max_uses between 1 and 1000),
  uses integer not null default 0,
  revoked_at timestamptz(3),
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, role_id) references public.roles (workspace_id, id),
  foreign key (workspace_id, invited_by) references public.memberships (workspace_id, id),
  check (expires_at <= created_at + interval '31 days'),
  check (email is null or max_uses = 1)
);
create index invitations_role on public.invitations (workspace_id, role_id);
create index invitations_inviter on public.invitations (workspace_id, invited_by);
comment on table public.invitations is 'Ways into a workspace: a personal one bound to an address, or a link with a use limit.';
comment on column public.invitations.workspace_id is 'The tenant.';
comment on column public.invitations.id is 'UUID v7 made by the client.';
comment on column public.invitations.email is 'The address that alone may accept; null for a link.';
comment on column public.invitations.role_id is 'The role the newcomer gets.';
comment on column public.invitations.token_hash is 'SHA-256 of the token; the token itself is never stored.';
comment on column public.invitations.invited_by is 'The member who invited.';
comment on column public.invitations.expires_at is 'End of validity.';
comment on column public.invitations.max_uses is 'How many people may come in by it.';
comment on column public.invitations.uses is 'How many have.';
comment on column public.invitations.revoked_at is 'When it was taken back.';
comment on column public.invitations.created_at is 'When it was made.';

alter table public.invitations enable row level security;
alter table public.invitations force row level security;
create policy "inviters see invitations" on public.invitations for select to authenticated
  using (workspace_id in (select private.my_workspaces_with('members.invite')));
create policy "inviters invite" on public.invitations for insert to authenticated
  with check (
    workspace_id in (select private.my_workspaces_with('members.invite'))
    and invited_by in (select private.my_memberships())
  );
create policy "inviters revoke" on public.invitations for update to authenticated
  using (workspace_id in (select private.my_workspaces_with('members.invite')))
  with check (workspace_id in (select private.my_workspaces_with('members.invite')));
grant select (workspace_id, id, email, role_id, invited_by, expires_at, max_uses, uses, revoked_at, created_at),
  insert (workspace_id, id, email, role_id, token_hash, invited_by, expires_at, max_uses),
  update (revoked_at) on public.invitations to authenticated;
create trigger audit_outside_change after insert or update or delete on public.invitations
  for each row execute function private.audit_outside_change();

create function private.check_invitation()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' then
    if old.revoked_at is not null then new.revoked_at := old.revoked_at; end if;
    return new;
  end if;
  if not exists (
    select from public.memberships m
    join public.roles mine on mine.workspace_id = m.workspace_id and mine.id = m.role_id
    join public.roles given on given.workspace_id = new.workspace_id and given.id = new.role_id
    where m.workspace_id = new.workspace_id and m.id = new.invited_by
      and given.key <> 'owner' and given.rank <= mine.rank
  ) then
    raise exception 'nobody invites above their own role' using errcode = '42501';
  end if;
  return new;
end
$$;
comment on function private.check_invitation() is 'Nobody invites owners or above their own rank; a revocation stays.';
create trigger check_invitation before insert or update on public.invitations
  for each row execute function private.check_invitation();

create function private.invitation_by_token(p_token_hash bytea)
returns table (workspace_id uuid, workspace_name text, workspace_slug text, inviter text, role_name text, email text, state text)
language sql stable security definer set search_path = ''
as $$
  select w.id, w.name, w.slug, m.name, r.name, i.email,
    case
      when i.revoked_at is not null or m.status <> 'active' then 'revoked'
      when i.expires_at <= now() then 'expired'
      when i.uses >= i.max_uses then 'used'
      else 'open'
    end
  from public.invitations i
  join public.workspaces w on w.id = i.workspace_id
  join public.memberships m on m.workspace_id = i.workspace_id and m.id = i.invited_by
  join public.roles r on r.workspace_id = i.workspace_id and r.id = i.role_id
  where i.token_hash = p_token_hash
$$;
comment on function private.invitation_by_token(bytea) is 'What the holder of a token may know before accepting.';
grant execute on function private.invitation_by_token(bytea) to anon, authenticated;

-- Raises PA002 (not open), PA003 (for another address), PA004 (suspended or removed before).
create function private.accept_invitation(p_token_hash bytea)
returns table (workspace_id uuid, workspace_slug text, member_id uuid)
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid := private.me();
  v_email text;
  v_name text;
  v_invitation public.invitations;
  v_member public.memberships;
begin
  if v_me is null or coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false) then
    raise exception 'sign in first' using errcode = '42501';
  end if;
  select i.* into v_invitation from public.invitations i where i.token_hash = p_token_hash for update;
  select m.* into v_member from public.memberships m
    where m.workspace_id = v_invitation.workspace_id and m.user_id = v_me for update;
  if v_member.status = 'active' then
    return query select w.id, w.slug, v_member.id from public.workspaces w where w.id = v_invitation.workspace_id;
    return;
  end if;
  if v_invitation.id is null or (
    select t.state from private.invitation_by_token(p_token_hash) t) <> 'open' then
    raise exception 'this invitation is not open' using errcode = 'PA002';
  end if;
  select u.email::text into v_email from auth.users u where u.id = v_me and u.email_confirmed_at is not null;
  if v_invitation.email is not null and lower(v_email) is distinct from v_invitation.email then
    raise exception 'this invitation is for another address' using errcode = 'PA003';
  end if;
  if v_member.status = 'suspended' or (v_member.status = 'removed' and v_invitation.email is null) then
    raise exception 'a person who was shut out comes back by a personal invitation only' using errcode = 'PA004';
  end if;
  select coalesce(nullif(btrim(p.name), ''), split_part(v_email, '@', 1), 'Member') into v_name
    from public.profiles p where p.id = v_me;
  insert into public.memberships as m (workspace_id, user_id, role_id, name)
  values (v_invitation.workspace_id, v_me, v_invitation.role_id, v_name)
  on conflict on constraint memberships_workspace_id_user_id_key
    do update set status = 'active', role_id = excluded.role_id
  returning m.* into v_member;
  update public.invitations i set uses = i.uses + 1
    where i.workspace_id = v_invitation.workspace_id and i.id = v_invitation.id;
  return query select w.id, w.slug, v_member.id from public.workspaces w where w.id = v_invitation.workspace_id;
end
$$;
comment on function private.accept_invitation(bytea) is
  'Makes the caller a member. Safe to repeat. PA002: not open; PA003: for another address; PA004: shut out before.';
grant execute on function private.accept_invitation(bytea) to authenticated;

-- Roles and ends of membership -------------------------------------------------------------------

create function private.manage_member(p_workspace uuid, p_member uuid, p_role text, p_status text)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_my_rank smallint;
  v_is_me boolean;
  v_target record;
  v_role public.roles;
begin
  -- One change of members at a time per workspace, so that two owners cannot demote each other at once.
  -- (Not by a lock of the workspace's row, which whoever takes a person out of a channel wants as well, after other locks.)
  perform pg_advisory_xact_lock(hashtextextended('members:' || p_workspace, 0));
  select r.rank into v_my_rank
  from public.memberships m join public.roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
  where m.workspace_id = p_workspace and m.user_id = private.me() and m.status = 'active';
  select m.*, r.rank, r.key as role_key into v_target
  from public.memberships m join public.roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
  where m.workspace_id = p_workspace and m.id = p_member;
  v_is_me := v_target.user_id = private.me();
  if v_my_rank is null or v_target.id is null then
    raise exception 'no such member' using errcode = 'PA005';
  end if;
  if not (v_is_me and p_role is null and p_status = 'removed') then
    if p_workspace not in (select private.my_workspaces_with('members.manage'))
      or (v_target.rank >= v_my_rank and v_my_rank < 100) then
      raise exception 'only people below your own role' using errcode = '42501';
    end if;
  end if;
  if p_role is not null then
    select r.* into v_role from public.roles r where r.workspace_id = p_workspace and r.key = p_role;
    if v_role.id is null then
      raise exception 'no such role' using errcode = 'PA005';
    end if;
    if v_role.rank > v_my_rank then
      raise exception 'nobody gives more than they have' using errcode = '42501';
    end if;
  end if;
  if v_target.role_key = 'owner' and (coalesce(p_role, 'owner') <> 'owner' or coalesce(p_status, 'active') <> 'active')
    and (select count(*) from public.memberships m where m.workspace_id = p_workspace
      and m.role_id = v_target.role_id and m.status = 'active') <= 1 then
    raise exception 'a workspace keeps one owner' using errcode = 'PA006';
  end if;
  update public.memberships m
  set role_id = coalesce(v_role.id, m.role_id), status = coalesce(p_status, m.status)
  where m.workspace_id = p_workspace and m.id = p_member;
end
$$;
comment on function private.manage_member(uuid, uuid, text, text) is
  'Changes a member''s role or status as the caller. 42501: not allowed; PA005: not found; PA006: the last owner.';
grant execute on function private.manage_member(uuid, uuid, text, text) to authenticated;
