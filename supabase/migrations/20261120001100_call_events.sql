-- What happens in calls. Locks are taken in one order: epoch of the workspace, call, seat. Every function asks first who
-- calls, then waits for a removal that is under way, and only then whether they may.

create function private.new_room_code()
returns text
language plpgsql volatile set search_path = ''
as $$
declare
  -- Without i, l and o. Bytes of two random UUIDs, but those that hold version and variant.
  v_letters constant text := 'abcdefghjkmnpqrstuvwxyz';
  v_bytes bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  v_code text := '';
begin
  for i in 0..9 loop
    v_code := v_code || substr(v_letters, 1 + get_byte(v_bytes, case when i < 6 then i else i + 10 end) % 23, 1)
      || case when i in (2, 6) then '-' else '' end;
  end loop;
  return v_code;
end
$$;
comment on function private.new_room_code() is 'Ten random letters, as abc-defg-hjk: 4 x 10^13 codes.';

create function private.may_enter(p_room public.rooms)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  if p_room.conversation_id is null then
    return p_room.workspace_id in (select private.my_workspaces());
  end if;
  return exists (
    select from public.conversations c
    where c.workspace_id = p_room.workspace_id and c.id = p_room.conversation_id
      and ((c.workspace_id, c.id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
        or (c.kind = 'public' and c.workspace_id in (select private.my_insider_workspaces()))));
end
$$;
comment on function private.may_enter(public.rooms) is
  'Whether the caller, who knows the room''s code, may enter: who sees its conversation, or every member where it has none.';

create function private.sees_room(p_room public.rooms)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return private.may_enter(p_room) and (p_room.conversation_id is not null
    or (p_room.workspace_id, p_room.id) in (select m.workspace_id, m.room_id from private.my_rooms() m));
end
$$;
comment on function private.sees_room(public.rooms) is
  'Whether the caller sees a room without showing its code: that of a conversation they see, or one they opened, sat in or were called to.';

create function private.room_topic(p_workspace uuid, p_room uuid)
returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select 'room:' || r.topic_id || ':' || r.epoch from public.rooms r where r.workspace_id = p_workspace and r.id = p_room);
end
$$;
comment on function private.room_topic(uuid, uuid) is 'Topic of a room now.';

create function private.call_json(p_workspace uuid, p_call uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', c.id, 'roomId', c.room_id, 'code', r.code, 'conversationId', r.conversation_id, 'kind', c.kind,
      'startedBy', c.started_by, 'version', c.version, 'startedAt', private.iso(c.started_at),
      'endedAt', private.iso(c.ended_at), 'endReason', c.end_reason,
      'topicName', 'room:' || r.topic_id || ':' || r.epoch,
      'seats', coalesce((
        select jsonb_agg(jsonb_build_object('id', s.id, 'memberId', s.member_id, 'incarnation', s.incarnation,
          'isMuted', s.is_muted, 'isCameraOn', s.is_camera_on, 'isSharing', s.is_sharing,
          'joinedAt', private.iso(s.joined_at)) order by s.joined_at, s.id)
        from public.call_seats s
        where s.workspace_id = c.workspace_id and s.call_id = c.id and s.left_at is null), '[]'::jsonb),
      'rings', coalesce((
        select jsonb_agg(jsonb_build_object('memberId', g.member_id, 'state', g.state, 'message', g.message) order by g.member_id)
        from public.call_rings g where g.workspace_id = c.workspace_id and g.call_id = c.id), '[]'::jsonb))
    from public.calls c join public.rooms r on r.workspace_id = c.workspace_id and r.id = c.room_id
    where c.workspace_id = p_workspace and c.id = p_call
  );
end
$$;
comment on function private.call_json(uuid, uuid) is 'A call with those who are in it and those who were called, as the API and the events write it.';

create function private.announce_call(p_workspace uuid, p_call uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_call public.calls;
  v_conversation uuid;
begin
  update public.calls c set version = c.version + 1 where c.workspace_id = p_workspace and c.id = p_call returning c.* into v_call;
  perform realtime.send(private.call_json(p_workspace, p_call), 'call.changed',
    private.room_topic(p_workspace, v_call.room_id), true);
  select r.conversation_id into v_conversation from public.rooms r where r.workspace_id = p_workspace and r.id = v_call.room_id;
  if v_conversation is not null then
    perform realtime.send(jsonb_build_object('callId', p_call, 'version', v_call.version, 'isLive', v_call.ended_at is null),
      'call.changed', private.conversation_topic(p_workspace, v_conversation), true);
  end if;
end
$$;
comment on function private.announce_call(uuid, uuid) is 'call.changed to the room, whole, and to its conversation, in short; under the call''s next version.';

create function private.settle_rings(p_workspace uuid, p_call uuid, p_state text)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_member uuid;
begin
  for v_member in
    update public.call_rings g set state = p_state, answered_at = now()
    where g.workspace_id = p_workspace and g.call_id = p_call and g.state = 'ringing'
    returning g.member_id
  loop
    perform private.tell_member(p_workspace, v_member, 'call.settled', jsonb_build_object('callId', p_call, 'state', p_state));
  end loop;
end
$$;
comment on function private.settle_rings(uuid, uuid, text) is 'Ends the ringing for everybody who has not answered; their devices are told.';

create function private.end_if_empty(p_workspace uuid, p_call uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_reason text;
begin
  if exists (select from public.call_seats s where s.workspace_id = p_workspace and s.call_id = p_call and s.left_at is null) then
    return;
  end if;
  select case
      when count(distinct s.member_id) > 1 then 'empty'
      when exists (select from public.call_rings g where g.workspace_id = p_workspace and g.call_id = p_call and g.state = 'declined') then 'declined'
      when exists (select from public.call_rings g where g.workspace_id = p_workspace and g.call_id = p_call) then 'unanswered'
      else 'empty'
    end into v_reason
  from public.call_seats s where s.workspace_id = p_workspace and s.call_id = p_call;
  update public.calls c
    set ended_at = coalesce((select max(s.left_at) from public.call_seats s
        where s.workspace_id = p_workspace and s.call_id = p_call), now()),
      end_reason = v_reason
    where c.workspace_id = p_workspace and c.id = p_call and c.ended_at is null;
  if found then
    perform private.settle_rings(p_workspace, p_call, 'cancelled');
    delete from private.call_signals x where x.workspace_id = p_workspace and x.call_id = p_call;
  end if;
end
$$;
comment on function private.end_if_empty(uuid, uuid) is 'Ends a call that nobody is in any more, as of when the last one left.';

create function private.sweep_calls(p_workspace uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_call record;
begin
  for v_call in
    select c.workspace_id, c.id from public.calls c
    where c.workspace_id = p_workspace and c.ended_at is null
      and (exists (select from public.call_seats s where s.workspace_id = c.workspace_id and s.call_id = c.id
            and s.left_at is null and s.seen_at < now() - interval '45 seconds')
        or exists (select from public.call_rings g where g.workspace_id = c.workspace_id and g.call_id = c.id
            and g.state = 'ringing' and g.created_at < now() - interval '45 seconds'))
    order by c.id
    for no key update skip locked
  loop
    update public.call_seats s set left_at = s.seen_at
      where s.workspace_id = v_call.workspace_id and s.call_id = v_call.id
        and s.left_at is null and s.seen_at < now() - interval '45 seconds';
    if exists (select from public.call_rings g where g.workspace_id = v_call.workspace_id and g.call_id = v_call.id
        and g.state = 'ringing' and g.created_at < now() - interval '45 seconds') then
      perform private.settle_rings(v_call.workspace_id, v_call.id, 'missed');
    end if;
    perform private.end_if_empty(v_call.workspace_id, v_call.id);
    perform private.announce_call(v_call.workspace_id, v_call.id);
  end loop;
end
$$;
comment on function private.sweep_calls(uuid) is
  'Closes the seats of pages that died (no sign of life for 45 seconds), ends calls that are empty, and gives up ringing after 45 seconds. The epoch''s lock is held by whoever calls it.';

create function private.tend_calls(p_workspace uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lock_epoch(p_workspace, false);
  perform private.sweep_calls(p_workspace);
end
$$;
comment on function private.tend_calls(uuid) is 'Sweeps the calls of a workspace, for the server.';
grant execute on function private.tend_calls(uuid) to app_web, app_worker;

-- Opening rooms, starting, joining, leaving ---------------------------------------------------------

create function private.open_room(p_workspace uuid, p_id uuid, p_name text, p_conversation uuid)
returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_code text;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  if v_me is null or p_workspace not in (select private.my_workspaces_with('calls.start')) then
    raise exception 'not allowed to open rooms' using errcode = '42501';
  end if;
  perform private.lock_epoch(p_workspace, false);
  if p_conversation is not null
    and (p_workspace, p_conversation) not in (select m.workspace_id, m.conversation_id from private.my_conversations() m) then
    raise exception 'not in this conversation' using errcode = 'PA010';
  end if;
  insert into public.rooms (workspace_id, id, code, name, conversation_id, created_by)
  values (p_workspace, p_id, private.new_room_code(), p_name, p_conversation, v_me)
  on conflict do nothing;
  select r.code into v_code from public.rooms r
    where r.workspace_id = p_workspace
      and case when p_conversation is null then r.id = p_id and r.created_by = v_me and r.conversation_id is null
        else r.conversation_id = p_conversation end;
  if v_code is null then
    raise exception 'the id stands for another room' using errcode = '23505';
  end if;
  return v_code;
end
$$;
comment on function private.open_room(uuid, uuid, text, uuid) is
  'The code of a new room, or of the one that the conversation (or the id) has already. 42501; PA010: not in the conversation.';
grant execute on function private.open_room(uuid, uuid, text, uuid) to authenticated;

create function private.start_call(p_workspace uuid, p_call uuid, p_code text, p_kind text, p_members uuid[])
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_room public.rooms;
  v_call public.calls;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  if v_me is null or p_workspace not in (select private.my_workspaces_with('calls.start')) then
    raise exception 'not allowed to start calls' using errcode = '42501';
  end if;
  perform private.lock_epoch(p_workspace, false);
  perform private.sweep_calls(p_workspace);
  select r.* into v_room from public.rooms r where r.workspace_id = p_workspace and r.code = p_code for no key update;
  if not found or not private.may_enter(v_room) then
    raise exception 'no such room' using errcode = 'PA010';
  end if;
  select c.* into v_call from public.calls c
    where c.workspace_id = p_workspace and c.room_id = v_room.id and c.ended_at is null for no key update;
  if not found then
    insert into public.calls (workspace_id, id, room_id, kind, started_by)
    values (p_workspace, p_call, v_room.id, p_kind, v_me) returning * into v_call;
  end if;
  insert into public.call_rings (workspace_id, call_id, member_id, state, answered_at)
  select p_workspace, v_call.id, m.id, state.name, case state.name when 'ringing' then null else now() end
  from public.memberships m
  cross join lateral (select case when exists (
      select from public.call_seats s join public.calls c on c.workspace_id = s.workspace_id and c.id = s.call_id
      where s.workspace_id = m.workspace_id and s.member_id = m.id and s.left_at is null and c.ended_at is null
        and c.id <> v_call.id) then 'busy' else 'ringing' end as name) state
  where m.workspace_id = p_workspace and m.id = any (p_members) and m.id <> v_me and m.status = 'active'
    and (v_room.conversation_id is null or exists (
      select from public.conversation_members cm
      where cm.workspace_id = p_workspace and cm.conversation_id = v_room.conversation_id and cm.member_id = m.id))
    and not exists (
      select from public.call_seats s where s.workspace_id = p_workspace and s.call_id = v_call.id and s.member_id = m.id and s.left_at is null)
  on conflict (workspace_id, call_id, member_id) do update
    set state = excluded.state, created_at = now(), answered_at = excluded.answered_at, message = ''
    where call_rings.state not in ('ringing', 'accepted');
  perform private.tell_member(p_workspace, g.member_id, 'call.ringing', jsonb_build_object(
      'callId', v_call.id, 'code', v_room.code, 'conversationId', v_room.conversation_id, 'kind', v_call.kind,
      'callerId', v_me, 'state', g.state, 'startedAt', private.iso(g.created_at)))
    from public.call_rings g
    where g.workspace_id = p_workspace and g.call_id = v_call.id and g.created_at = now()::timestamptz(3);
  perform private.announce_call(p_workspace, v_call.id);
  return private.call_json(p_workspace, v_call.id);
end
$$;
comment on function private.start_call(uuid, uuid, text, text, uuid[]) is
  'Starts the call of a room, or finds the live one, and rings the members named; who is in another call is busy. 42501; PA010: no such room.';
grant execute on function private.start_call(uuid, uuid, text, text, uuid[]) to authenticated;

create function private.room_by_code(p_code text)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_room public.rooms;
begin
  select r.* into v_room from public.rooms r where r.code = p_code;
  if not found or not private.may_enter(v_room) then
    return null;
  end if;
  return jsonb_build_object('id', v_room.id, 'workspaceId', v_room.workspace_id, 'code', v_room.code, 'name', v_room.name,
    'conversationId', v_room.conversation_id, 'createdBy', v_room.created_by, 'createdAt', private.iso(v_room.created_at),
    'call', (select private.call_json(c.workspace_id, c.id) from public.calls c
      where c.workspace_id = v_room.workspace_id and c.room_id = v_room.id and c.ended_at is null));
end
$$;
comment on function private.room_by_code(text) is 'The room of a code with its live call; null for who may not enter, as for a code that is nobody''s.';
grant execute on function private.room_by_code(text) to authenticated;

create function private.join_call(
  p_workspace uuid, p_code text, p_call uuid, p_seat uuid, p_kind text, p_is_muted boolean, p_is_camera_on boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_room public.rooms;
  v_call public.calls;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  perform private.lock_epoch(p_workspace, false) where v_me is not null;
  select r.* into v_room from public.rooms r where r.workspace_id = p_workspace and r.code = p_code for no key update;
  if v_me is null or v_room.id is null or not private.may_enter(v_room) then
    raise exception 'no such room' using errcode = 'PA010';
  end if;
  perform private.sweep_calls(p_workspace);
  select c.* into v_call from public.calls c
    where c.workspace_id = p_workspace and c.room_id = v_room.id and c.ended_at is null for no key update;
  if not found then
    if p_workspace not in (select private.my_workspaces_with('calls.start')) then
      raise exception 'the call has not begun' using errcode = 'PA013';
    end if;
    insert into public.calls (workspace_id, id, room_id, kind, started_by)
    values (p_workspace, p_call, v_room.id, p_kind, v_me) returning * into v_call;
  end if;
  if (select count(*) from public.call_seats s
      where s.workspace_id = p_workspace and s.call_id = v_call.id and s.left_at is null and s.id <> p_seat) >= 6 then
    raise exception 'the call is full' using errcode = 'PA012';
  end if;
  insert into public.call_seats as s (workspace_id, call_id, id, member_id, is_muted, is_camera_on)
  values (p_workspace, v_call.id, p_seat, v_me, p_is_muted, p_is_camera_on)
  on conflict (workspace_id, id) do update
    set incarnation = s.incarnation + 1, left_at = null, seen_at = now(), is_sharing = false,
      is_muted = excluded.is_muted, is_camera_on = excluded.is_camera_on
    where s.member_id = v_me and s.call_id = v_call.id;
  if not found then
    raise exception 'the seat is taken' using errcode = '23505';
  end if;
  update public.call_rings g set state = 'accepted', answered_at = now()
    where g.workspace_id = p_workspace and g.call_id = v_call.id and g.member_id = v_me and g.state <> 'accepted';
  if found then
    perform private.tell_member(p_workspace, v_me, 'call.settled', jsonb_build_object('callId', v_call.id, 'state', 'accepted'));
  end if;
  perform private.announce_call(p_workspace, v_call.id);
  return private.call_json(p_workspace, v_call.id) || jsonb_build_object('lastSignal', (
    select s.last_signal from public.call_seats s where s.workspace_id = p_workspace and s.id = p_seat));
end
$$;
comment on function private.join_call(uuid, text, uuid, uuid, text, boolean, boolean) is
  'Takes a seat, or the same seat again after the page was loaded anew, in a room''s call, which begins if there is none. The call and the number of the seat''s last signal. PA010: no such room; PA012: six are in it; PA013: nobody has begun it, and the caller may not.';
grant execute on function private.join_call(uuid, text, uuid, uuid, text, boolean, boolean) to authenticated;

create function private.touch_seat(
  p_workspace uuid, p_call uuid, p_seat uuid, p_incarnation integer, p_is_muted boolean, p_is_camera_on boolean, p_is_sharing boolean,
  p_is_closing boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_seat public.call_seats;
begin
  perform private.lock_epoch(p_workspace, false) where p_workspace in (select private.my_workspaces());
  perform from public.calls c where c.workspace_id = p_workspace and c.id = p_call for no key update;
  select s.* into v_seat from public.call_seats s
    where s.workspace_id = p_workspace and s.call_id = p_call and s.id = p_seat and s.incarnation = p_incarnation
      and s.left_at is null and s.member_id in (select private.my_memberships());
  if not found then
    return null;
  end if;
  update public.call_seats s
    set seen_at = now() - case when p_is_closing then interval '37 seconds' else interval '0' end, is_muted = p_is_muted, is_camera_on = p_is_camera_on, is_sharing = p_is_sharing
    where s.workspace_id = p_workspace and s.id = p_seat;
  if (v_seat.is_muted, v_seat.is_camera_on, v_seat.is_sharing) <> (p_is_muted, p_is_camera_on, p_is_sharing) then
    perform private.announce_call(p_workspace, p_call);
  end if;
  perform private.sweep_calls(p_workspace);
  return jsonb_build_object('lastSignal', v_seat.last_signal,
    'version', (select c.version from public.calls c where c.workspace_id = p_workspace and c.id = p_call));
end
$$;
comment on function private.touch_seat(uuid, uuid, uuid, integer, boolean, boolean, boolean, boolean) is
  'A sign of life of the caller''s seat, and how it stands; p_is_closing: the page goes, and has eight seconds to come back (loading anew). The number of its last signal and the call''s version, so that who missed something notices; null: the seat is not the caller''s (any more).';
grant execute on function private.touch_seat(uuid, uuid, uuid, integer, boolean, boolean, boolean, boolean) to authenticated;

create function private.leave_call(p_workspace uuid, p_call uuid, p_seat uuid)
returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lock_epoch(p_workspace, false) where p_workspace in (select private.my_workspaces());
  perform from public.calls c where c.workspace_id = p_workspace and c.id = p_call for no key update;
  update public.call_seats s set left_at = now(), is_sharing = false
    where s.workspace_id = p_workspace and s.call_id = p_call and s.id = p_seat and s.left_at is null
      and s.member_id in (select private.my_memberships());
  if not found then
    return false;
  end if;
  delete from private.call_signals x where x.workspace_id = p_workspace and x.to_seat = p_seat;
  perform private.end_if_empty(p_workspace, p_call);
  perform private.announce_call(p_workspace, p_call);
  return true;
end
$$;
comment on function private.leave_call(uuid, uuid, uuid) is 'Leaves the caller''s seat; the last one out ends the call. False: nothing to leave.';
grant execute on function private.leave_call(uuid, uuid, uuid) to authenticated;

create function private.end_call(p_workspace uuid, p_call uuid)
returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  perform private.lock_epoch(p_workspace, false) where v_me is not null;
  perform from public.calls c
    where c.workspace_id = p_workspace and c.id = p_call and c.ended_at is null and c.started_by = v_me for no key update;
  if not found then
    return false;
  end if;
  update public.call_seats s set left_at = now(), is_sharing = false
    where s.workspace_id = p_workspace and s.call_id = p_call and s.left_at is null;
  update public.calls c set ended_at = now(), end_reason = 'ended' where c.workspace_id = p_workspace and c.id = p_call;
  perform private.settle_rings(p_workspace, p_call, 'cancelled');
  delete from private.call_signals x where x.workspace_id = p_workspace and x.call_id = p_call;
  perform private.announce_call(p_workspace, p_call);
  return true;
end
$$;
comment on function private.end_call(uuid, uuid) is 'Ends a live call for everybody: who started it. False otherwise.';
grant execute on function private.end_call(uuid, uuid) to authenticated;

create function private.answer_ring(p_workspace uuid, p_call uuid, p_state text, p_message text)
returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  perform private.lock_epoch(p_workspace, false) where v_me is not null;
  perform from public.calls c where c.workspace_id = p_workspace and c.id = p_call for no key update;
  update public.call_rings g set state = p_state, message = p_message, answered_at = now()
    where g.workspace_id = p_workspace and g.call_id = p_call and g.member_id = v_me and g.state = 'ringing'
      and p_state in ('declined', 'busy');
  if not found then
    return false;
  end if;
  perform private.tell_member(p_workspace, v_me, 'call.settled', jsonb_build_object('callId', p_call, 'state', p_state));
  perform private.announce_call(p_workspace, p_call);
  return true;
end
$$;
comment on function private.answer_ring(uuid, uuid, text, text) is
  'Declines a call that rings for the caller, or says busy; accepting is joining. All their devices stop. False: nothing rings.';
grant execute on function private.answer_ring(uuid, uuid, text, text) to authenticated;

create function private.see_call(p_workspace uuid, p_call uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select private.call_json(c.workspace_id, c.id) from public.calls c
    join public.rooms r on r.workspace_id = c.workspace_id and r.id = c.room_id
    where c.workspace_id = p_workspace and c.id = p_call and private.sees_room(r));
end
$$;
comment on function private.see_call(uuid, uuid) is 'A call as it is now; null for who does not see its room.';
grant execute on function private.see_call(uuid, uuid) to authenticated;

-- Signals ---------------------------------------------------------------------------------------------

create function private.sits_at(p_workspace uuid, p_call uuid, p_seat uuid)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.call_seats s
    where s.workspace_id = p_workspace and s.call_id = p_call and s.id = p_seat and s.left_at is null
      and s.member_id in (select private.my_memberships()));
end
$$;
comment on function private.sits_at(uuid, uuid, uuid) is 'Whether the caller sits at an open seat of a call.';

create function private.send_signals(p_workspace uuid, p_call uuid, p_from uuid, p_incarnation integer, p_to uuid, p_to_incarnation integer, p_signals jsonb)
returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_number bigint;
  v_member uuid;
  v_body jsonb;
begin
  perform private.lock_epoch(p_workspace, false) where p_workspace in (select private.my_workspaces());
  if octet_length(p_signals::text) > 65536 or not exists (
    select from public.call_seats s
    where s.workspace_id = p_workspace and s.call_id = p_call and s.id = p_from and s.incarnation = p_incarnation
      and s.left_at is null and s.member_id in (select private.my_memberships())) then
    return false;
  end if;
  update public.call_seats s set last_signal = s.last_signal + 1
    where s.workspace_id = p_workspace and s.call_id = p_call and s.id = p_to and s.incarnation = p_to_incarnation and s.left_at is null
    returning s.last_signal, s.member_id into v_number, v_member;
  if not found then
    return false;
  end if;
  v_body := jsonb_build_object('number', v_number, 'from', p_from, 'fromIncarnation', p_incarnation,
    'toIncarnation', p_to_incarnation, 'signals', p_signals);
  insert into private.call_signals (workspace_id, call_id, to_seat, number, from_seat, body)
  values (p_workspace, p_call, p_to, v_number, p_from, v_body);
  perform private.tell_member(p_workspace, v_member, 'call.signal', v_body || jsonb_build_object('callId', p_call, 'seatId', p_to));
  return true;
end
$$;
comment on function private.send_signals(uuid, uuid, uuid, integer, uuid, integer, jsonb) is
  'Sends a batch of signals (64 KB at most) from the caller''s seat to another of the same call, numbered for the receiver and stamped with the sender. False: one of the seats is not (any more) what the caller thinks.';
grant execute on function private.send_signals(uuid, uuid, uuid, integer, uuid, integer, jsonb) to authenticated;

create function private.read_signals(p_workspace uuid, p_call uuid, p_seat uuid, p_after bigint)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not private.sits_at(p_workspace, p_call, p_seat) then
    return null;
  end if;
  return coalesce((
    select jsonb_agg(x.body order by x.number) from (
      select sent.body, sent.number from private.call_signals sent
      where sent.workspace_id = p_workspace and sent.call_id = p_call and sent.to_seat = p_seat and sent.number > p_after
      order by sent.number limit 200) x), '[]'::jsonb);
end
$$;
comment on function private.read_signals(uuid, uuid, uuid, bigint) is
  'What the caller''s seat was sent after a number, in order, 200 batches at most; null: they do not sit there.';
grant execute on function private.read_signals(uuid, uuid, uuid, bigint) to authenticated;

create function private.note_quality(p_workspace uuid, p_call uuid, p_seat uuid, p_samples jsonb)
returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  if not private.sits_at(p_workspace, p_call, p_seat) then
    return false;
  end if;
  insert into public.call_quality
    (workspace_id, call_id, seat_id, peer_seat_id, round_trip_ms, loss, jitter_ms, frames_per_second, score, is_relayed)
  select p_workspace, p_call, p_seat, x.peer, x.round_trip_ms, x.loss, x.jitter_ms, x.frames_per_second, x.score, coalesce(x.is_relayed, false)
  from jsonb_to_recordset(p_samples) as x (peer uuid, round_trip_ms real, loss real, jitter_ms real, frames_per_second real, score real, is_relayed boolean)
  where exists (
      select from public.call_seats s
      where s.workspace_id = p_workspace and s.call_id = p_call and s.id = x.peer and s.id <> p_seat)
    and not exists (
      select from public.call_quality q
      where q.workspace_id = p_workspace and q.call_id = p_call and q.seat_id = p_seat and q.peer_seat_id = x.peer
        and q.at > now() - interval '8 seconds')
  on conflict do nothing;
  return true;
end
$$;
comment on function private.note_quality(uuid, uuid, uuid, jsonb) is
  'Keeps how the caller''s links are, at most one sample a link in eight seconds. False: they do not sit there.';
grant execute on function private.note_quality(uuid, uuid, uuid, jsonb) to authenticated;

-- Losing access ---------------------------------------------------------------------------------------

create function private.empty_seats(p_workspace uuid, p_member uuid, p_conversation uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_room record;
begin
  for v_room in
    select r.id as room_id, c.id as call_id
    from public.rooms r
    left join public.calls c on c.workspace_id = r.workspace_id and c.room_id = r.id and c.ended_at is null
    where r.workspace_id = p_workspace and (p_conversation is null or r.conversation_id = p_conversation)
      and exists (
        select from public.calls any_call
        join public.call_seats s on s.workspace_id = any_call.workspace_id and s.call_id = any_call.id and s.member_id = p_member
        where any_call.workspace_id = r.workspace_id and any_call.room_id = r.id
        union all
        select from public.calls any_call
        join public.call_rings g on g.workspace_id = any_call.workspace_id and g.call_id = any_call.id and g.member_id = p_member
        where any_call.workspace_id = r.workspace_id and any_call.room_id = r.id)
    order by r.id
  loop
    perform realtime.send('{}'::jsonb, 'topic.moved', private.room_topic(p_workspace, v_room.room_id), true);
    if v_room.call_id is not null then
      perform from public.calls c where c.workspace_id = p_workspace and c.id = v_room.call_id for no key update;
      update public.call_seats s set left_at = now(), is_sharing = false
        where s.workspace_id = p_workspace and s.call_id = v_room.call_id and s.member_id = p_member and s.left_at is null;
      update public.call_rings g set state = 'cancelled', answered_at = now()
        where g.workspace_id = p_workspace and g.call_id = v_room.call_id and g.member_id = p_member and g.state = 'ringing';
      delete from private.call_signals x using public.call_seats s
        where x.workspace_id = p_workspace and x.call_id = v_room.call_id and s.workspace_id = x.workspace_id
          and s.id = x.to_seat and s.member_id = p_member;
      perform private.end_if_empty(p_workspace, v_room.call_id);
    end if;
    update public.rooms r set epoch = r.epoch + 1 where r.workspace_id = p_workspace and r.id = v_room.room_id;
    if v_room.call_id is not null then
      perform private.announce_call(p_workspace, v_room.call_id);
    end if;
  end loop;
end
$$;
comment on function private.empty_seats(uuid, uuid, uuid) is
  'Takes a member who loses access out of the calls of a workspace, or of one conversation, and moves the rooms'' topics. Those who stay let go of the connection.';

create function private.leave_rooms()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lock_epoch(old.workspace_id, true);
  if not exists (
    select from public.conversations c
    join public.memberships m on m.workspace_id = c.workspace_id and m.id = old.member_id and m.status = 'active'
    join public.roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
    where c.workspace_id = old.workspace_id and c.id = old.conversation_id and c.kind = 'public' and r.is_insider) then
    perform private.empty_seats(old.workspace_id, old.member_id, old.conversation_id);
  end if;
  return null;
end
$$;
comment on function private.leave_rooms() is 'Who leaves a conversation that they then no longer see leaves its call.';
create trigger leave_rooms after delete on public.conversation_members for each row execute function private.leave_rooms();

create function private.shut_out_of_rooms()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lock_epoch(new.workspace_id, true);
  perform private.empty_seats(new.workspace_id, new.id, null);
  return null;
end
$$;
comment on function private.shut_out_of_rooms() is 'Who is suspended, removed or changes role leaves the calls; who may enter joins again.';
create trigger shut_out_of_rooms after update of status, role_id on public.memberships
  for each row when (old.status = 'active' and (new.status <> 'active' or new.role_id <> old.role_id))
  execute function private.shut_out_of_rooms();

create or replace function private.may_hear(p_topic text)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_parts text[];
  v_id uuid;
begin
  v_parts := regexp_match(p_topic,
    '^(?:peer:)?(workspace|conversation|user|room):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}):([0-9]{1,9})$');
  if v_parts is null then
    return false;
  end if;
  v_id := v_parts[2]::uuid;
  return case v_parts[1]
    when 'workspace' then exists (
      select from public.workspaces w
      where w.id = v_id and w.epoch = v_parts[3]::integer and w.id in (select private.my_insider_workspaces()))
    when 'conversation' then exists (
      select from public.conversations c join public.workspaces w on w.id = c.workspace_id
      where c.topic_id = v_id
        and case when c.kind = 'public' then w.epoch else c.epoch end = v_parts[3]::integer
        and ((c.workspace_id, c.id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
          or (c.kind = 'public' and c.workspace_id in (select private.my_insider_workspaces()))))
    when 'room' then p_topic not like 'peer:%' and exists (
      select from public.rooms r
      where r.topic_id = v_id and r.epoch = v_parts[3]::integer and private.sees_room(r))
    else p_topic not like 'peer:%' and exists (
      select from public.profiles p
      where p.id = v_id and p.epoch = v_parts[3]::integer and p.id = private.me())
  end;
end
$$;
