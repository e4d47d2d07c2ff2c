-- Beginning calls, ringing and answering.

create function private.hold_call(p_workspace uuid, p_call uuid)
returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  if v_me is not null then
    perform private.lock_epoch(p_workspace, false);
    perform from public.calls c where c.workspace_id = p_workspace and c.id = p_call for no key update;
  end if;
  return v_me;
end
$$;
comment on function private.hold_call(uuid, uuid) is
  'Waits for removals and for other changes of a call. The caller''s membership; null: they have none.';

create function private.live_call(p_room public.rooms)
returns public.calls
language plpgsql security definer set search_path = ''
as $$
declare
  v_call public.calls;
begin
  select c.* into v_call from public.calls c
    where c.workspace_id = p_room.workspace_id and c.room_id = p_room.id and c.ended_at is null for no key update;
  if found and private.is_due(v_call) then
    perform private.sweep_call(v_call.workspace_id, v_call.id);
    select c.* into v_call from public.calls c
      where c.workspace_id = v_call.workspace_id and c.id = v_call.id and c.ended_at is null;
  end if;
  return v_call;
end
$$;
comment on function private.live_call(public.rooms) is
  'The live call of a room, locked and tended; all null where there is none. The epoch''s and the room''s locks are held.';

create function private.begin_call(p_room public.rooms, p_call uuid, p_kind text, p_me uuid)
returns public.calls
language plpgsql security definer set search_path = ''
as $$
declare
  v_call public.calls;
begin
  if exists (
    select from public.conversations c
    where c.workspace_id = p_room.workspace_id and c.id = p_room.conversation_id and c.archived_at is not null) then
    raise exception 'the conversation is archived' using errcode = 'PA007';
  end if;
  insert into public.calls (workspace_id, id, room_id, kind, started_by)
  values (p_room.workspace_id, p_call, p_room.id, p_kind, p_me) returning * into v_call;
  return v_call;
end
$$;
comment on function private.begin_call(public.rooms, uuid, text, uuid) is
  'Begins a room''s call, of which there is none; the locks of live_call are held. PA007: the conversation is archived.';

create function private.ring_members(p_room public.rooms, p_call public.calls, p_me uuid, p_members uuid[])
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_paused uuid[];
begin
  v_paused := array(
    select g.member_id from public.call_rings g
    join public.calls c on c.workspace_id = g.workspace_id and c.id = g.call_id and c.room_id = p_room.id
    where g.workspace_id = p_call.workspace_id and g.called_by = p_me and g.answered_at > now() - interval '10 seconds'
      and g.state = 'declined' and g.member_id = any (p_members));
  insert into public.call_rings (workspace_id, call_id, member_id, called_by, state, answered_at)
  select m.workspace_id, p_call.id, m.id, p_me, state.name, case state.name when 'ringing' then null else now() end
  from public.memberships m
  cross join lateral (select case when exists (
      select from public.call_seats s join public.calls c on c.workspace_id = s.workspace_id and c.id = s.call_id
      where s.workspace_id = m.workspace_id and s.member_id = m.id and s.left_at is null and not private.is_lapsed(s, c.silent_at)
        and c.ended_at is null and c.id <> p_call.id) then 'busy' else 'ringing' end as name) state
  where m.workspace_id = p_call.workspace_id and m.id = any (p_members) and m.id <> p_me and m.id <> all (v_paused) and m.status = 'active'
    and case when p_room.conversation_id is null
      then m.workspace_id in (select private.my_insider_workspaces())
        or (m.workspace_id, m.id) in (select mine.workspace_id, mine.member_id from private.my_peers() mine)
      else exists (
        select from public.conversation_members cm
        where cm.workspace_id = m.workspace_id and cm.conversation_id = p_room.conversation_id and cm.member_id = m.id)
      end
    and not exists (
      select from public.call_seats s
      where s.workspace_id = m.workspace_id and s.call_id = p_call.id and s.member_id = m.id and s.left_at is null)
  on conflict (workspace_id, call_id, member_id) do update
    set state = excluded.state, called_by = excluded.called_by, created_at = now(), answered_at = excluded.answered_at, message = ''
    where call_rings.state <> 'ringing';
  if not found and cardinality(v_paused) > 0 then
    raise exception 'they have just declined' using errcode = 'PA016';
  end if;
  perform private.tell_member(p_call.workspace_id, g.member_id, 'call.ringing', jsonb_build_object(
      'callId', p_call.id, 'code', p_room.code, 'conversationId', p_room.conversation_id, 'kind', p_call.kind,
      'callerId', p_me, 'state', g.state, 'startedAt', private.iso(g.created_at)))
    from public.call_rings g
    where g.workspace_id = p_call.workspace_id and g.call_id = p_call.id and g.created_at = now()::timestamptz(3);
end
$$;
comment on function private.ring_members(public.rooms, public.calls, uuid, uuid[]) is
  'Rings those of these people who are in the conversation, or whom the caller sees, and not in the call: again, if they have not come or have left. Who is in another call is busy; whom the caller rang there, and who declined, is left alone for ten seconds (PA016, if there is nobody else to ring).';

create function private.start_call(p_workspace uuid, p_call uuid, p_conversation uuid, p_code text, p_kind text, p_members uuid[])
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_code text := p_code;
  v_room public.rooms;
  v_call public.calls;
  v_is_new boolean;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  perform private.lock_epoch(p_workspace, false) where v_me is not null;
  if v_me is null or p_workspace not in (select private.my_workspaces_with('calls.start')) then
    raise exception 'not allowed to start calls' using errcode = '42501';
  end if;
  if p_conversation is not null then
    v_code := private.open_room(p_workspace, p_call, '', p_conversation) ->> 'code';
  end if;
  select r.* into v_room from public.rooms r where r.workspace_id = p_workspace and r.code = v_code for no key update;
  if not found or not private.may_enter(v_room) then
    raise exception 'no such room' using errcode = 'PA010';
  end if;
  v_call := private.live_call(v_room);
  v_is_new := v_call.id is null;
  if v_is_new then
    v_call := private.begin_call(v_room, p_call, p_kind, v_me);
  end if;
  perform private.ring_members(v_room, v_call, v_me, coalesce(p_members, (
    select string_to_array(c.direct_key, ' ')::uuid[] from public.conversations c
    where c.workspace_id = p_workspace and c.id = v_room.conversation_id and c.kind = 'direct')));
  perform private.announce_call(p_workspace, v_call.id, v_is_new);
  return private.call_for_me(p_workspace, v_call.id) || jsonb_build_object('isNew', v_is_new);
end
$$;
comment on function private.start_call(uuid, uuid, uuid, text, text, uuid[]) is
  'Starts the call of a conversation or of a room, or finds the live one (isNew: which), and rings the members named, by default the others of a direct conversation. 42501; PA007: the conversation is archived; PA010: no such conversation or room; PA016: who is called has just declined.';
grant execute on function private.start_call(uuid, uuid, uuid, text, text, uuid[]) to authenticated;

create function private.answer_ring(p_workspace uuid, p_call uuid, p_state text, p_message text)
returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid := private.hold_call(p_workspace, p_call);
begin
  update public.call_rings g set state = p_state, message = p_message, answered_at = now()
    where g.workspace_id = p_workspace and g.call_id = p_call and g.member_id = v_me and g.state = 'ringing'
      and p_state in ('declined', 'busy');
  if not found then
    return false;
  end if;
  perform private.tell_member(p_workspace, v_me, 'call.settled', jsonb_build_object('callId', p_call, 'state', p_state));
  perform private.announce_call(p_workspace, p_call, false);
  if p_message <> '' then
    -- More people hear the room's topic than shall read this: it says only that there is something to ask for.
    perform realtime.send('{}'::jsonb, 'topic.moved', private.room_topic(c.workspace_id, c.room_id), true)
      from public.calls c where c.workspace_id = p_workspace and c.id = p_call;
  end if;
  return true;
end
$$;
comment on function private.answer_ring(uuid, uuid, text, text) is
  'Declines a call that rings for the caller, or says busy; accepting is joining. All their devices stop. False: nothing rings.';
grant execute on function private.answer_ring(uuid, uuid, text, text) to authenticated;

create function private.end_call(p_workspace uuid, p_call uuid)
returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid := private.hold_call(p_workspace, p_call);
begin
  update public.calls c set ended_at = now(), end_reason = 'ended'
    from public.rooms r
    where c.workspace_id = p_workspace and c.id = p_call and c.ended_at is null and c.started_by = v_me
      and r.workspace_id = c.workspace_id and r.id = c.room_id and private.may_enter(r);
  if not found then
    return false;
  end if;
  update public.call_seats s set left_at = private.leaving_at(s), is_sharing = false
    where s.workspace_id = p_workspace and s.call_id = p_call and s.left_at is null;
  perform private.settle_rings(p_workspace, p_call, 'cancelled', 'infinity');
  delete from private.call_signals x where x.workspace_id = p_workspace and x.call_id = p_call;
  perform private.announce_call(p_workspace, p_call, true);
  return true;
end
$$;
comment on function private.end_call(uuid, uuid) is 'Ends a live call for everybody: who started it, and may still enter. False otherwise.';
grant execute on function private.end_call(uuid, uuid) to authenticated;
