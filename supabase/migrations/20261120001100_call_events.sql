-- What happens in calls. Locks are taken in one order: epoch of the workspace, room, call, seat; whoever locks a second call
-- does not wait for it. Every function asks first who calls, then waits for a removal that is under way, and only then
-- whether they may.

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
  return private.may_enter(p_room) and (p_room.conversation_id is not null or exists (
    select from private.my_places() p
    where p.workspace_id = p_room.workspace_id and (
      p_room.created_by = p.member_id
      or exists (
        select from public.calls c
        join public.call_seats s on s.workspace_id = c.workspace_id and s.call_id = c.id and s.member_id = p.member_id
        where c.workspace_id = p_room.workspace_id and c.room_id = p_room.id)
      or exists (
        select from public.calls c
        join public.call_rings g on g.workspace_id = c.workspace_id and g.call_id = c.id and g.member_id = p.member_id
        where c.workspace_id = p_room.workspace_id and c.room_id = p_room.id))));
end
$$;
comment on function private.sees_room(public.rooms) is
  'Whether the caller sees a room without showing its code: that of a conversation they see, or one they opened, sat in or were called to.';

create function private.room_topic(p_workspace uuid, p_room uuid)
returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select 'room:' || r.topic_id || ':' || case when c.kind <> 'public' then c.epoch else w.epoch end
    from public.rooms r
    join public.workspaces w on w.id = r.workspace_id
    left join public.conversations c on c.workspace_id = r.workspace_id and c.id = r.conversation_id
    where r.workspace_id = p_workspace and r.id = p_room);
end
$$;
comment on function private.room_topic(uuid, uuid) is
  'Topic of a room now. It moves with that of its conversation, or else with the workspace''s: whoever loses these loses it.';

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
      'topicName', private.room_topic(r.workspace_id, r.id),
      'seats', coalesce((
        select jsonb_agg(jsonb_build_object('id', s.id, 'memberId', s.member_id, 'incarnation', s.incarnation,
          'isMuted', s.is_muted, 'isCameraOn', s.is_camera_on, 'isSharing', s.is_sharing,
          'joinedAt', private.iso(s.joined_at)) order by s.joined_at, s.id)
        from public.call_seats s
        where s.workspace_id = c.workspace_id and s.call_id = c.id and s.left_at is null), '[]'::jsonb),
      'rings', coalesce((
        select jsonb_agg(jsonb_build_object('memberId', g.member_id, 'state', g.state, 'message', '') order by g.member_id)
        from public.call_rings g where g.workspace_id = c.workspace_id and g.call_id = c.id), '[]'::jsonb))
    from public.calls c join public.rooms r on r.workspace_id = c.workspace_id and r.id = c.room_id
    where c.workspace_id = p_workspace and c.id = p_call
  );
end
$$;
comment on function private.call_json(uuid, uuid) is 'A call with those who are in it and those who were called, as the API and the events write it; without what people said when declining.';

create function private.call_for_me(p_workspace uuid, p_call uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return private.call_json(p_workspace, p_call) || jsonb_build_object('rings', coalesce((
    select jsonb_agg(jsonb_build_object('memberId', g.member_id, 'state', g.state, 'message', coalesce(said.message, '')) order by g.member_id)
    from public.call_rings g left join private.ring_messages(p_workspace, p_call) said on said.member_id = g.member_id
    where g.workspace_id = p_workspace and g.call_id = p_call), '[]'::jsonb));
end
$$;
comment on function private.call_for_me(uuid, uuid) is 'As call_json, with what the caller may know of what people said.';

create function private.announce_call(p_workspace uuid, p_call uuid, p_to_conversation boolean)
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
  if not p_to_conversation then
    return;
  end if;
  select r.conversation_id into v_conversation from public.rooms r where r.workspace_id = p_workspace and r.id = v_call.room_id;
  if v_conversation is not null then
    perform realtime.send(jsonb_build_object('callId', p_call, 'version', v_call.version, 'isLive', v_call.ended_at is null),
      'call.changed', private.conversation_topic(p_workspace, v_conversation), true);
  end if;
end
$$;
comment on function private.announce_call(uuid, uuid, boolean) is 'call.changed to the room, whole, under the call''s next version; in short to its conversation too, if who is in it, or whether it is live, changed.';

-- What time does ------------------------------------------------------------------------------------

create function private.settle_rings(p_workspace uuid, p_call uuid, p_state text, p_before timestamptz)
returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_member uuid;
  v_is_any boolean := false;
begin
  for v_member in
    update public.call_rings g set state = p_state, answered_at = now()
    where g.workspace_id = p_workspace and g.call_id = p_call and g.state = 'ringing' and g.created_at < p_before
    returning g.member_id
  loop
    v_is_any := true;
    perform private.tell_member(p_workspace, v_member, 'call.settled', jsonb_build_object('callId', p_call, 'state', p_state));
  end loop;
  return v_is_any;
end
$$;
comment on function private.settle_rings(uuid, uuid, text, timestamptz) is
  'Ends the ringing for everybody who was called before a moment and has not answered; their devices are told. Whether there was anybody.';

create function private.end_if_empty(p_workspace uuid, p_call uuid)
returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_reason text;
begin
  if exists (select from public.call_seats s where s.workspace_id = p_workspace and s.call_id = p_call and s.left_at is null) then
    return false;
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
        where s.workspace_id = p_workspace and s.call_id = p_call), least(now(), c.started_at + interval '2 minutes')),
      end_reason = v_reason
    where c.workspace_id = p_workspace and c.id = p_call and c.ended_at is null;
  if not found then
    return false;
  end if;
  perform private.settle_rings(p_workspace, p_call, 'cancelled', 'infinity');
  delete from private.call_signals x where x.workspace_id = p_workspace and x.call_id = p_call;
  return true;
end
$$;
comment on function private.end_if_empty(uuid, uuid) is
  'Ends a call that nobody is in any more, as of when the last one left. The call is locked by whoever asks. Whether it did.';

create function private.is_silent(p_call public.calls)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_seen_at timestamptz;
begin
  select max(s.seen_at) into v_seen_at from public.call_seats s
    where s.workspace_id = p_call.workspace_id and s.call_id = p_call.id and s.left_at is null;
  return coalesce(v_seen_at < now() - interval '20 seconds' and (p_call.silent_at is null or p_call.silent_at < v_seen_at), false);
end
$$;
comment on function private.is_silent(public.calls) is
  'Whether all seats of a live call have been silent for 20 seconds, which is two signs of life each, and nobody has noticed yet.';

create function private.notice_silence(p_workspace uuid, p_call uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  update public.calls c set silent_at = now()
    where c.workspace_id = p_workspace and c.id = p_call and c.ended_at is null and private.is_silent(c);
end
$$;
comment on function private.notice_silence(uuid, uuid) is
  'Writes down that a whole call has fallen silent: its seats have 45 seconds from now to speak up. The call is locked by whoever asks.';

create function private.is_lapsed(p_seat public.call_seats, p_silent_at timestamptz)
returns boolean
language plpgsql stable set search_path = ''
as $$
begin
  return p_seat.left_at is null
    and case when p_seat.is_closing then p_seat.seen_at < now() - interval '8 seconds'
      else greatest(p_seat.seen_at, p_silent_at) < now() - interval '45 seconds' end;
end
$$;
comment on function private.is_lapsed(public.call_seats, timestamptz) is
  'Whether a seat is of a page that died: no sign of life for 45 seconds, also since the whole call was last noticed silent, or for eight after it said that it goes.';

create function private.leaving_at(p_seat public.call_seats)
returns timestamptz
language plpgsql stable set search_path = ''
as $$
begin
  return case when p_seat.seen_at < now() - interval '45 seconds' then p_seat.seen_at else now() end;
end
$$;
comment on function private.leaving_at(public.call_seats) is
  'When a seat that is left now was left: now, or at its last sign of life where that is long ago.';

create function private.missed_ms(p_seat public.call_seats)
returns bigint
language plpgsql stable set search_path = ''
as $$
begin
  return extract(epoch from case
    when p_seat.left_at is not null then now() - p_seat.left_at
    when p_seat.seen_at < now() - interval '5 minutes' then now() - p_seat.seen_at
    else interval '0' end) * 1000;
end
$$;
comment on function private.missed_ms(public.call_seats) is
  'How long the person who comes back to a seat now was away: since it was left, or since its last sign of life. In silences of up to five minutes the server may have been away, and not they.';

create function private.is_due(p_call public.calls)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return private.is_silent(p_call)
    or exists (
      select from public.call_seats s
      where s.workspace_id = p_call.workspace_id and s.call_id = p_call.id and private.is_lapsed(s, p_call.silent_at))
    or exists (
      select from public.call_rings g
      where g.workspace_id = p_call.workspace_id and g.call_id = p_call.id
        and g.state = 'ringing' and g.created_at < now() - interval '45 seconds')
    or (p_call.started_at < now() - interval '2 minutes' and not exists (
      select from public.call_seats s
      where s.workspace_id = p_call.workspace_id and s.call_id = p_call.id and s.left_at is null));
end
$$;
comment on function private.is_due(public.calls) is
  'Whether time has changed a live call: it fell silent, a page died, 45 seconds of ringing are over, or nobody came within two minutes.';

create function private.sweep_call(p_workspace uuid, p_call uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_is_missed boolean;
  v_is_left boolean;
begin
  perform private.notice_silence(p_workspace, p_call);
  update public.call_seats s set left_at = s.seen_at, is_sharing = false
    from public.calls c
    where s.workspace_id = p_workspace and s.call_id = p_call and c.workspace_id = s.workspace_id and c.id = s.call_id
      and private.is_lapsed(s, c.silent_at);
  v_is_left := found;
  v_is_missed := private.settle_rings(p_workspace, p_call, 'missed', now() - interval '45 seconds');
  v_is_left := private.end_if_empty(p_workspace, p_call) or v_is_left;
  if v_is_missed or v_is_left then
    perform private.announce_call(p_workspace, p_call, v_is_left);
  end if;
end
$$;
comment on function private.sweep_call(uuid, uuid) is
  'Closes the seats of pages that died, gives up ringing, and ends the call if it is empty. For who has found it due, and holds the epoch''s and the call''s locks.';

create function private.drop_old_quality()
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.call_quality q where q.ctid = any (array(
    select o.ctid from public.call_quality o where o.at < now() - interval '30 days' order by o.at limit 200 for update skip locked));
end
$$;
comment on function private.drop_old_quality() is
  'Deletes samples that are older than 30 days, of all workspaces, 200 at a time; nobody waits for it.';

create function private.tend_calls(p_workspace uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_call uuid;
begin
  if exists (select from public.calls c where c.workspace_id = p_workspace and c.ended_at is null and private.is_due(c)) then
    perform private.lock_epoch(p_workspace, false);
    for v_call in
      select c.id from public.calls c
      where c.workspace_id = p_workspace and c.ended_at is null and private.is_due(c)
      order by c.id for no key update skip locked
    loop
      perform private.sweep_call(p_workspace, v_call);
    end loop;
  end if;
  -- Last of all, since these rows stay locked until the transaction ends.
  perform private.drop_old_quality();
end
$$;
comment on function private.tend_calls(uuid) is
  'Does to the live calls of a workspace what time has done, and drops samples that are old: first in every read of calls, and with every presence call. Anybody may ask: nothing else is changed. Where nothing is due it takes no lock.';
grant execute on function private.tend_calls(uuid) to authenticated, app_web, app_worker;

-- Opening rooms, starting, joining, leaving ---------------------------------------------------------

create function private.open_room(p_workspace uuid, p_id uuid, p_name text, p_conversation uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_room public.rooms;
  v_is_new boolean;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  perform private.lock_epoch(p_workspace, false) where v_me is not null;
  if v_me is null or p_workspace not in (select private.my_workspaces_with('calls.start')) then
    raise exception 'not allowed to open rooms' using errcode = '42501';
  end if;
  if p_conversation is not null
    and (p_workspace, p_conversation) not in (select m.workspace_id, m.conversation_id from private.my_conversations() m) then
    raise exception 'not in this conversation' using errcode = 'PA010';
  end if;
  insert into public.rooms (workspace_id, id, code, name, conversation_id, created_by)
  values (p_workspace, p_id, private.new_room_code(), p_name, p_conversation, v_me)
  on conflict do nothing;
  v_is_new := found;
  select r.* into v_room from public.rooms r
    where r.workspace_id = p_workspace
      and case when p_conversation is null then r.id = p_id and r.created_by = v_me and r.conversation_id is null
        else r.conversation_id = p_conversation end;
  if not found then
    raise exception 'the id stands for another room' using errcode = '23505';
  end if;
  return jsonb_build_object('id', v_room.id, 'code', v_room.code, 'isNew', v_is_new);
end
$$;
comment on function private.open_room(uuid, uuid, text, uuid) is
  'The id and code of a new room, or (isNew false) of the one that the conversation (or the id) has already. 42501; PA010: not in the conversation.';
grant execute on function private.open_room(uuid, uuid, text, uuid) to authenticated;

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

create function private.room_by_code(p_code text)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_room public.rooms;
begin
  select r.* into v_room from public.rooms r
    join public.workspace_features f on f.workspace_id = r.workspace_id and f.feature = 'meetings' and f.is_enabled
    where r.code = p_code;
  if not found or not private.may_enter(v_room) then
    return null;
  end if;
  perform private.tend_calls(v_room.workspace_id);
  return jsonb_build_object('id', v_room.id, 'workspaceId', v_room.workspace_id, 'code', v_room.code, 'name', v_room.name,
    'conversationId', v_room.conversation_id, 'createdBy', v_room.created_by, 'createdAt', private.iso(v_room.created_at),
    'call', (select private.call_for_me(c.workspace_id, c.id) from public.calls c
      where c.workspace_id = v_room.workspace_id and c.room_id = v_room.id and c.ended_at is null));
end
$$;
comment on function private.room_by_code(text) is 'The room of a code with its live call; null for who may not enter, where calls are switched off, and for a code that is nobody''s.';
grant execute on function private.room_by_code(text) to authenticated;

create function private.join_stays(p_workspace uuid, p_call uuid, p_member uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_first public.call_seats;
  v_next public.call_seats;
begin
  if (select count(*) from public.call_seats s
      where s.workspace_id = p_workspace and s.call_id = p_call and s.member_id = p_member and s.left_at is not null) < 8 then
    return;
  end if;
  select s.* into v_first from public.call_seats s
    where s.workspace_id = p_workspace and s.call_id = p_call and s.member_id = p_member and s.left_at is not null
    order by s.joined_at, s.id limit 1;
  select s.* into v_next from public.call_seats s
    where s.workspace_id = p_workspace and s.call_id = p_call and s.member_id = p_member and s.left_at is not null
    order by s.joined_at, s.id offset 1 limit 1;
  delete from public.call_seats s where s.workspace_id = p_workspace and s.id = v_first.id;
  update public.call_seats s
    set joined_at = v_first.joined_at, left_at = greatest(v_first.left_at, v_next.left_at),
      away_ms = s.away_ms + v_first.away_ms + greatest(0, extract(epoch from v_next.joined_at - v_first.left_at) * 1000),
      score_sum = s.score_sum + v_first.score_sum, score_count = s.score_count + v_first.score_count,
      round_trip_sum_ms = s.round_trip_sum_ms + v_first.round_trip_sum_ms, round_trip_count = s.round_trip_count + v_first.round_trip_count,
      loss_sum = s.loss_sum + v_first.loss_sum, loss_count = s.loss_count + v_first.loss_count,
      jitter_sum_ms = s.jitter_sum_ms + v_first.jitter_sum_ms, jitter_count = s.jitter_count + v_first.jitter_count
    where s.workspace_id = p_workspace and s.id = v_next.id;
end
$$;
comment on function private.join_stays(uuid, uuid, uuid) is
  'Where a person has come to a call eight times and left, makes one of their first two stays, before they come again: what is kept of anybody is bounded, and how long they were there stays right.';

create function private.check_seats(p_workspace uuid, p_call uuid, p_seat uuid, p_member uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_all integer;
  v_own integer;
  v_silent integer;
begin
  select count(*), count(*) filter (where s.member_id = p_member),
      count(*) filter (where s.member_id = p_member and s.seen_at < now() - interval '20 seconds')
    into v_all, v_own, v_silent
    from public.call_seats s
    where s.workspace_id = p_workspace and s.call_id = p_call and s.left_at is null and s.id <> p_seat;
  if v_own - v_silent >= 2 then
    raise exception 'two devices of theirs are in the call' using errcode = 'PA015';
  end if;
  if v_own >= 2 then
    -- Whose page died comes back with another one.
    update public.call_seats s set left_at = s.seen_at, is_sharing = false
      where s.workspace_id = p_workspace and s.call_id = p_call and s.left_at is null and s.id <> p_seat
        and s.member_id = p_member and s.seen_at < now() - interval '20 seconds';
    v_all := v_all - v_silent;
  end if;
  if v_all >= 6 then
    raise exception 'the call is full' using errcode = 'PA012';
  end if;
end
$$;
comment on function private.check_seats(uuid, uuid, uuid, uuid) is
  'Whether a person may take a seat of a call. PA012: six are taken; PA015: two of them are theirs. Of two of theirs, those that have been silent for 20 seconds are left.';

create function private.join_call(
  p_workspace uuid, p_code text, p_call uuid, p_seat uuid, p_kind text, p_is_muted boolean, p_is_camera_on boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_room public.rooms;
  v_call public.calls;
  v_is_new boolean;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  perform private.lock_epoch(p_workspace, false) where v_me is not null;
  select r.* into v_room from public.rooms r where r.workspace_id = p_workspace and r.code = p_code for no key update;
  if v_me is null or v_room.id is null or not private.may_enter(v_room) then
    raise exception 'no such room' using errcode = 'PA010';
  end if;
  v_call := private.live_call(v_room);
  v_is_new := v_call.id is null;
  if v_is_new then
    if p_workspace not in (select private.my_workspaces_with('calls.start')) then
      raise exception 'the call has not begun' using errcode = 'PA013';
    end if;
    v_call := private.begin_call(v_room, p_call, p_kind, v_me);
  end if;
  perform private.check_seats(p_workspace, v_call.id, p_seat, v_me);
  if not exists (select from public.call_seats s where s.workspace_id = p_workspace and s.id = p_seat) then
    perform private.join_stays(p_workspace, v_call.id, v_me);
  end if;
  insert into public.call_seats as s (workspace_id, call_id, id, member_id, is_muted, is_camera_on)
  values (p_workspace, v_call.id, p_seat, v_me, p_is_muted, p_is_camera_on)
  on conflict (workspace_id, id) do update
    set incarnation = s.incarnation + 1, left_at = null, away_ms = s.away_ms + private.missed_ms(s), seen_at = now(), is_closing = false, is_sharing = false,
      is_muted = excluded.is_muted, is_camera_on = excluded.is_camera_on
    where s.member_id = v_me and s.call_id = v_call.id;
  if not found then
    raise exception 'the seat is taken' using errcode = '23505';
  end if;
  -- What was sent to an earlier page of the seat is of no use to this one.
  delete from private.call_signals x where x.workspace_id = p_workspace and x.to_seat = p_seat;
  update public.call_rings g set state = 'accepted', answered_at = now()
    where g.workspace_id = p_workspace and g.call_id = v_call.id and g.member_id = v_me and g.state <> 'accepted';
  if found then
    perform private.tell_member(p_workspace, v_me, 'call.settled', jsonb_build_object('callId', v_call.id, 'state', 'accepted'));
  end if;
  perform private.announce_call(p_workspace, v_call.id, true);
  return private.call_for_me(p_workspace, v_call.id) || jsonb_build_object('isNew', v_is_new, 'lastSignal', (
    select s.last_signal from public.call_seats s where s.workspace_id = p_workspace and s.id = p_seat));
end
$$;
comment on function private.join_call(uuid, text, uuid, uuid, text, boolean, boolean) is
  'Takes a seat, or the same seat again after the page was loaded anew, in a room''s call, which begins if there is none. The call, whether it began just now (isNew), and the number of the seat''s last signal. PA007: the conversation is archived, and nobody is in a call there; PA010: no such room; PA012: six are in it; PA013: nobody has begun it, and the caller may not; PA015: two devices of the caller''s are in it.';
grant execute on function private.join_call(uuid, text, uuid, uuid, text, boolean, boolean) to authenticated;

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

create function private.touch_seat(
  p_workspace uuid, p_call uuid, p_seat uuid, p_incarnation integer, p_is_muted boolean, p_is_camera_on boolean, p_is_sharing boolean,
  p_is_closing boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid := private.hold_call(p_workspace, p_call);
  v_seat public.call_seats;
  v_call public.calls;
begin
  select s.* into v_seat from public.call_seats s
    where s.workspace_id = p_workspace and s.call_id = p_call and s.id = p_seat and s.incarnation = p_incarnation
      and s.left_at is null and s.member_id = v_me;
  if not found then
    return null;
  end if;
  -- Before it is broken: after an outage of the server the first to come back must not find the others dead.
  perform private.notice_silence(p_workspace, p_call);
  update public.call_seats s
    set seen_at = now(), away_ms = s.away_ms + private.missed_ms(s), is_closing = p_is_closing, is_muted = p_is_muted, is_camera_on = p_is_camera_on, is_sharing = p_is_sharing
    where s.workspace_id = p_workspace and s.id = p_seat;
  if (v_seat.is_muted, v_seat.is_camera_on, v_seat.is_sharing) <> (p_is_muted, p_is_camera_on, p_is_sharing) then
    perform private.announce_call(p_workspace, p_call, false);
  end if;
  select c.* into v_call from public.calls c where c.workspace_id = p_workspace and c.id = p_call;
  if private.is_due(v_call) then
    perform private.sweep_call(p_workspace, p_call);
  end if;
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
declare
  v_me uuid := private.hold_call(p_workspace, p_call);
begin
  update public.call_seats s set left_at = private.leaving_at(s), is_sharing = false
    where s.workspace_id = p_workspace and s.call_id = p_call and s.id = p_seat and s.left_at is null and s.member_id = v_me;
  if not found then
    return false;
  end if;
  delete from private.call_signals x where x.workspace_id = p_workspace and x.to_seat = p_seat;
  perform private.end_if_empty(p_workspace, p_call);
  perform private.announce_call(p_workspace, p_call, true);
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

create function private.see_call(p_workspace uuid, p_call uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform private.tend_calls(p_workspace);
  return (
    select private.call_for_me(c.workspace_id, c.id) from public.calls c
    join public.rooms r on r.workspace_id = c.workspace_id and r.id = c.room_id
    where c.workspace_id = p_workspace and c.id = p_call and private.sees_room(r));
end
$$;
comment on function private.see_call(uuid, uuid) is 'A call as it is now; null for who does not see its room.';
grant execute on function private.see_call(uuid, uuid) to authenticated;
