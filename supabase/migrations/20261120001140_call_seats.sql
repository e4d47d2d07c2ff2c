-- Taking a seat, keeping it and leaving it.

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
