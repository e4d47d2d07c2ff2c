-- The audit trail: who did what to which object, when and from where. Append-only.

create table public.audit_log (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id bigint generated always as identity,
  at timestamptz(3) not null default now(),
  actor_id uuid,
  action text not null check (length(action) between 1 and 80),
  object_kind text not null check (length(object_kind) between 1 and 40),
  object_id text not null default '' check (length(object_id) <= 200),
  detail jsonb not null default '{}'::jsonb,
  request_id text,
  address inet,
  primary key (workspace_id, id)
);
create index audit_log_at on public.audit_log (workspace_id, at);
comment on table public.audit_log is 'Every change and every privileged read. Rows are never changed or deleted singly.';
comment on column public.audit_log.workspace_id is 'The tenant.';
comment on column public.audit_log.id is 'Grows with time.';
comment on column public.audit_log.at is 'When.';
comment on column public.audit_log.actor_id is 'The person (profile), null when the change came from outside the app.';
comment on column public.audit_log.action is 'Name of the command, or table.operation for a change made past the app.';
comment on column public.audit_log.object_kind is 'Kind of the object.';
comment on column public.audit_log.object_id is 'Its id.';
comment on column public.audit_log.detail is 'What changed, without secrets.';
comment on column public.audit_log.request_id is 'Request the change came with.';
comment on column public.audit_log.address is 'Network address it came from.';

alter table public.audit_log enable row level security;
alter table public.audit_log force row level security;
create policy "auditors read the trail" on public.audit_log for select to authenticated
  using (workspace_id in (select private.my_workspaces_with('audit.read')));
grant select on public.audit_log to authenticated;

create function private.refuse_change()
returns trigger
language plpgsql set search_path = ''
as $$
begin
  raise exception 'the audit trail is append-only' using errcode = '42501';
end
$$;
comment on function private.refuse_change() is 'Keeps append-only tables append-only, also for the owner.';
create trigger keep_audit_log before update on public.audit_log for each row execute function private.refuse_change();

create function private.write_audit(
  p_workspace uuid, p_actor uuid, p_action text, p_kind text, p_object text, p_detail jsonb, p_request text, p_address inet)
returns void
language sql security definer set search_path = ''
as $$
  insert into public.audit_log (workspace_id, actor_id, action, object_kind, object_id, detail, request_id, address)
  values (p_workspace, p_actor, p_action, p_kind, p_object, p_detail, p_request, p_address)
$$;
comment on function private.write_audit(uuid, uuid, text, text, text, jsonb, text, inet) is
  'Writes one entry; only the web server and the worker may, never a token.';
grant execute on function private.write_audit(uuid, uuid, text, text, text, jsonb, text, inet) to app_web, app_worker;

create function private.audit_outside_change()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row jsonb := to_jsonb(coalesce(new, old));
begin
  -- Commands write their own entries. Whoever else changes rows (SQL editor, scripts) is recorded here.
  if session_user not in ('app_web', 'app_worker') and coalesce(current_setting('request.jwt.claims', true), '') = '' then
    insert into public.audit_log (workspace_id, action, object_kind, object_id, detail)
    select w.id, tg_table_name || '.' || lower(tg_op), tg_table_name, coalesce(v_row ->> 'id', ''),
      jsonb_build_object('session_user', session_user)
    from public.workspaces w
    where w.id = coalesce(v_row ->> 'workspace_id', v_row ->> 'id')::uuid;
  end if;
  return null;
end
$$;
comment on function private.audit_outside_change() is 'Records changes that did not come through a command.';

create trigger audit_outside_change after update on public.workspaces
  for each row execute function private.audit_outside_change();
create trigger audit_outside_change after insert or update or delete on public.workspace_features
  for each row execute function private.audit_outside_change();
create trigger audit_outside_change after insert or update or delete on public.roles
  for each row execute function private.audit_outside_change();
create trigger audit_outside_change after insert or update or delete on public.role_permissions
  for each row execute function private.audit_outside_change();
create trigger audit_outside_change after insert or update or delete on public.memberships
  for each row execute function private.audit_outside_change();
