-- Presence: which pages of a person are open, what they say of themselves, and who is told of a change.

create unlogged table private.devices (
  user_id uuid not null references public.profiles (id) on delete cascade,
  id uuid not null,
  state text not null check (state in ('active', 'away', 'gone')),
  seen_at timestamptz(3) not null,
  primary key (user_id, id)
);
comment on table private.devices is
  'One row per open page of a person; unlogged, since after a crash each page calls again within a minute.';
comment on column private.devices.user_id is 'The person.';
comment on column private.devices.id is 'UUID made by the page.';
comment on column private.devices.state is
  'active: somebody is at it; away: open, but idle or hidden; gone: closed, kept so that a late call does not bring it back.';
comment on column private.devices.seen_at is 'Its last call, by the database''s clock.';

create table private.presences (
  user_id uuid primary key references public.profiles (id) on delete cascade,
  seen_at timestamptz(3) not null,
  active_at timestamptz(3),
  told text not null check (told in ('online', 'away', 'offline'))
);
comment on table private.presences is 'What stays of a person''s devices when they are gone.';
comment on column private.presences.user_id is 'The person.';
comment on column private.presences.seen_at is 'Newest call of any device; up to five minutes old while devices are there to ask.';
comment on column private.presences.active_at is 'Newest call of a device that somebody was at; as old.';
comment on column private.presences.told is 'The state of the devices that was last told.';

create table public.statuses (
  workspace_id uuid not null,
  member_id uuid not null,
  availability text not null default 'auto' check (availability in ('auto', 'away', 'busy', 'dnd')),
  availability_until timestamptz(3),
  emoji text not null default '' check (length(emoji) <= 32),
  text text not null default '' check (length(text) <= 80),
  until timestamptz(3),
  primary key (workspace_id, member_id),
  foreign key (workspace_id, member_id) references public.memberships (workspace_id, id) on delete cascade
);
comment on table public.statuses is 'What people say of themselves. What has expired counts as not said.';
comment on column public.statuses.workspace_id is 'The tenant.';
comment on column public.statuses.member_id is 'The person.';
comment on column public.statuses.availability is 'auto: what the devices say; the others stand instead of it while a device is there.';
comment on column public.statuses.availability_until is 'When it is auto again; null: until it is changed.';
comment on column public.statuses.emoji is 'The status''s emoji; empty for none.';
comment on column public.statuses.text is 'The status in words; empty for none.';
comment on column public.statuses.until is 'When emoji and text end; null: when they are changed.';

alter table private.devices enable row level security;
alter table private.devices force row level security;
alter table private.presences enable row level security;
alter table private.presences force row level security;
alter table public.statuses enable row level security;
alter table public.statuses force row level security;

create policy "who sees a membership sees its status" on public.statuses for select to authenticated
  using (exists (
    select from public.memberships m where m.workspace_id = statuses.workspace_id and m.id = statuses.member_id
    offset 0
  ));
create policy "people say how they are" on public.statuses for insert to authenticated
  with check (member_id in (select private.my_memberships()) and workspace_id in (select private.my_workspaces()));
create policy "people change what they say of themselves" on public.statuses for update to authenticated
  using (member_id in (select private.my_memberships()) and workspace_id in (select private.my_workspaces()))
  with check (member_id in (select private.my_memberships()) and workspace_id in (select private.my_workspaces()));
grant select,
  insert (workspace_id, member_id, availability, availability_until, emoji, text, until),
  update (availability, availability_until, emoji, text, until)
  on public.statuses to authenticated;

-- The rule ------------------------------------------------------------------------------------------

create function private.presence_state(
  p_seen_at timestamptz, p_active_at timestamptz, p_availability text, p_availability_until timestamptz, p_now timestamptz)
returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return case
    when p_seen_at is null or p_seen_at <= p_now - interval '75 seconds' then 'offline'
    when p_availability in ('away', 'busy', 'dnd') and (p_availability_until is null or p_availability_until > p_now)
      then p_availability
    when p_active_at > p_now - interval '75 seconds' then 'online'
    else 'away'
  end;
end
$$;
comment on function private.presence_state(timestamptz, timestamptz, text, timestamptz, timestamptz) is
  'The state of a person, of all their devices together: online, away, busy, dnd or offline. Given are the newest call of any open device and the newest of one that is active now; without a call for 75 seconds a device is gone.';

create function private.presence_rows(p_workspace uuid, p_members uuid[])
returns table (member_id uuid, state text, last_seen_at timestamptz, emoji text, words text, until timestamptz)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_now timestamptz := clock_timestamp();
begin
  return query
    select m.id, merged.state,
      case when merged.state = 'offline' then greatest(p.seen_at, d.seen_at) else greatest(p.active_at, d.active_at) end,
      coalesce(s.emoji, ''), coalesce(s.text, ''), s.until::timestamptz
    from public.memberships m
    left join private.presences p on p.user_id = m.user_id
    left join lateral (
      select max(x.seen_at) filter (where x.state <> 'gone') as seen_at,
        max(x.seen_at) filter (where x.state = 'active') as active_at
      from private.devices x where x.user_id = m.user_id
    ) d on true
    left join public.statuses a on a.workspace_id = m.workspace_id and a.member_id = m.id
    left join public.statuses s on s.workspace_id = m.workspace_id and s.member_id = m.id
      and (s.until is null or s.until > v_now)
    cross join lateral (
      select private.presence_state(d.seen_at, d.active_at, a.availability, a.availability_until, v_now) as state
    ) merged
    where m.workspace_id = p_workspace and m.id = any (p_members) and m.status = 'active';
end
$$;
comment on function private.presence_rows(uuid, uuid[]) is
  'State and status of active members, whoever asks. Last seen: when offline, the last call of a device; else the last of one that somebody was at.';

create function private.list_presences(p_workspace uuid, p_members uuid[])
returns table (member_id uuid, state text, last_seen_at timestamptz, emoji text, words text, until timestamptz)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_is_insider boolean;
  v_mine uuid[];
  v_members uuid[] := p_members;
begin
  if cardinality(p_members) > 101 then
    raise exception 'at most a hundred people at once' using errcode = 'PA009';
  end if;
  select p.member_id, p.is_insider into v_me, v_is_insider from private.my_places() p where p.workspace_id = p_workspace;
  if v_me is null then
    return;
  end if;
  -- The policy of memberships, asked from the other end: the number of one's peers must not count here.
  if not v_is_insider then
    v_mine := array(select c.conversation_id from private.my_conversations() c where c.workspace_id = p_workspace);
    -- `offset 0` keeps EXISTS one index probe a person: else the planner reads who is in conversations of thousands.
    select array_agg(asked.id) into v_members
    from unnest(p_members) as asked (id)
    where asked.id = v_me or exists (
      select from public.conversation_members theirs
      where theirs.workspace_id = p_workspace and theirs.member_id = asked.id and theirs.conversation_id = any (v_mine)
      offset 0);
  end if;
  return query select r.* from private.presence_rows(p_workspace, v_members) r;
end
$$;
comment on function private.list_presences(uuid, uuid[]) is
  'State and status of those of the given active members whose membership the caller may see. PA009: more than a hundred besides oneself.';

-- Who is told ---------------------------------------------------------------------------------------

create function private.tell_presence(p_workspace uuid, p_member uuid)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_payload jsonb;
begin
  -- Nobody who is being removed hears it on a topic that is about to move.
  perform private.lock_epoch(p_workspace, false);
  select jsonb_build_object('memberId', r.member_id, 'state', r.state, 'lastSeenAt', private.iso(r.last_seen_at),
      'emoji', r.emoji, 'text', r.words, 'until', private.iso(r.until))
    into v_payload
    from private.presence_rows(p_workspace, array[p_member]) r;
  if v_payload is null then
    return;
  end if;
  perform private.tell_member(p_workspace, p_member, 'presence.changed', v_payload || coalesce((
    select jsonb_build_object('availability', s.availability, 'availabilityUntil', private.iso(s.availability_until))
    from public.statuses s where s.workspace_id = p_workspace and s.member_id = p_member), '{}'::jsonb));
  perform realtime.send(v_payload, 'presence.changed', private.conversation_topic(p_workspace, recent.id), true)
  from (
    select c.id
    from public.conversation_members cm
    join public.conversations c on c.workspace_id = cm.workspace_id and c.id = cm.conversation_id
    where cm.workspace_id = p_workspace and cm.member_id = p_member
      and c.kind = 'direct' and c.archived_at is null and c.direct_key <> p_member::text
    order by c.last_message_at desc nulls last, c.id
    limit 20
  ) recent;
end
$$;
comment on function private.tell_presence(uuid, uuid) is
  'presence.changed to the member''s own devices (with their availability) and to their 20 most recent direct conversations, never to the workspace: what it costs does not grow with the number of people.';

create function private.announce_status()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.tell_presence(new.workspace_id, new.member_id);
  return null;
end
$$;
comment on function private.announce_status() is 'presence.changed when somebody says something else of themselves.';
create trigger announce_status after insert on public.statuses
  for each row execute function private.announce_status();
create trigger announce_status_change after update on public.statuses
  for each row when (old.* is distinct from new.*) execute function private.announce_status();

create function private.note_device(p_device uuid, p_state text)
returns void
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_me uuid := private.me();
  v_now timestamptz(3);
  v_known private.presences;
  v_seen_at timestamptz(3);
  v_active_at timestamptz(3);
  v_before text;
  v_after text;
  v_place record;
begin
  if v_me is null then
    raise exception 'session ended' using errcode = 'PA001';
  end if;
  -- One after the other for each person, so that what is told last is what stands.
  perform pg_advisory_xact_lock(hashtextextended('presence:' || v_me, 0));
  v_now := clock_timestamp();
  if exists (select from private.devices d where d.user_id = v_me and d.id = p_device and d.state = 'gone'
      and d.seen_at > v_now - interval '75 seconds') then
    return;
  end if;
  select p.* into v_known from private.presences p where p.user_id = v_me;
  select max(d.seen_at) filter (where d.state <> 'gone'), max(d.seen_at) filter (where d.state = 'active')
    into v_seen_at, v_active_at from private.devices d where d.user_id = v_me;
  v_before := private.presence_state(v_seen_at, v_active_at, 'auto', null, v_now);
  -- What the devices knew last, before they are swept or closed.
  v_known.seen_at := greatest(v_known.seen_at, v_seen_at, v_now);
  v_known.active_at := greatest(v_known.active_at, v_active_at,
    case when p_state = 'active' then v_now end,
    (select v_now from private.devices d where p_state = 'gone' and d.user_id = v_me and d.id = p_device and d.state = 'active'));

  delete from private.devices d where d.user_id = v_me and d.seen_at <= v_now - interval '75 seconds';
  insert into private.devices as d (user_id, id, state, seen_at) values (v_me, p_device, p_state, v_now)
  on conflict (user_id, id) do update set state = excluded.state, seen_at = excluded.seen_at;
  select max(d.seen_at) filter (where d.state <> 'gone'), max(d.seen_at) filter (where d.state = 'active')
    into v_seen_at, v_active_at from private.devices d where d.user_id = v_me;
  v_after := private.presence_state(v_seen_at, v_active_at, 'auto', null, v_now);

  -- The row that survives a crash is written rarely: a call that changes nothing costs no flush to disk.
  insert into private.presences as p (user_id, seen_at, active_at, told)
  values (v_me, v_known.seen_at, v_known.active_at, v_after)
  on conflict (user_id) do update
    set seen_at = excluded.seen_at, active_at = excluded.active_at, told = excluded.told
    where p.told <> excluded.told or p_state = 'gone' or p.seen_at < excluded.seen_at - interval '5 minutes';

  if v_after = v_before and v_after = coalesce(v_known.told, 'offline') then
    return;
  end if;
  for v_place in
    select m.workspace_id, m.id,
      s.availability <> 'auto' and (s.availability_until is null or s.availability_until > v_now) as is_set
    from public.memberships m
    left join public.statuses s on s.workspace_id = m.workspace_id and s.member_id = m.id
    where m.user_id = v_me and m.status = 'active'
    order by m.workspace_id
  loop
    -- Somebody who said "busy" stays busy, at the desk or not; only coming and going shows.
    if v_place.is_set and 'offline' not in (v_before, v_after, coalesce(v_known.told, 'offline')) then
      continue;
    end if;
    perform private.tell_presence(v_place.workspace_id, v_place.id);
  end loop;
end
$$;
comment on function private.note_device(uuid, text) is
  'Notes that a page of the caller is open (active or away) or closed (gone), and tells those concerned when that changes the state of the person. What comes after gone is late and counts for nothing. PA001: no session.';

grant execute on function private.list_presences(uuid, uuid[]), private.note_device(uuid, text) to authenticated;
