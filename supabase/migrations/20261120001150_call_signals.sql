-- What pages of a call tell each other through the server, and how well they hear each other. Who signals locks one seat, the
-- receiver's, and not the call: signals of many pass at once, and each receiver's are numbered one after the other.

create function private.sits_at(p_workspace uuid, p_call uuid, p_seat uuid)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.call_seats s
    where s.workspace_id = p_workspace and s.call_id = p_call and s.id = p_seat and s.left_at is null
      and (s.workspace_id, s.member_id) in (select p.workspace_id, p.member_id from private.my_places() p));
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
  perform private.lock_epoch(p_workspace, false) where private.sits_at(p_workspace, p_call, p_from);
  -- Asked again, after the wait.
  if octet_length(p_signals::text) > 65536 or not private.sits_at(p_workspace, p_call, p_from) or not exists (
    select from public.call_seats s
    where s.workspace_id = p_workspace and s.id = p_from and s.incarnation = p_incarnation) then
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
  -- A page asks for what it missed within seconds: what is so far behind nobody asks for any more.
  delete from private.call_signals x where x.workspace_id = p_workspace and x.to_seat = p_to and x.number <= v_number - 300;
  perform private.tell_member(p_workspace, v_member, 'call.signal', v_body || jsonb_build_object('callId', p_call, 'seatId', p_to));
  return true;
end
$$;
comment on function private.send_signals(uuid, uuid, uuid, integer, uuid, integer, jsonb) is
  'Sends a batch of signals (64 KB at most) from the caller''s seat to another of the same call, numbered for the receiver and stamped with the sender. The last 300 batches to a seat are kept. False: one of the seats is not (any more) what the caller thinks.';
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
  with kept as (
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
    on conflict do nothing
    returning score, round_trip_ms, loss, jitter_ms
  )
  update public.call_seats s
    set score_sum = s.score_sum + sums.score, score_count = s.score_count + sums.scores,
      round_trip_sum_ms = s.round_trip_sum_ms + coalesce(sums.round_trip_ms, 0), round_trip_count = s.round_trip_count + sums.round_trips,
      loss_sum = s.loss_sum + coalesce(sums.loss, 0), loss_count = s.loss_count + sums.losses,
      jitter_sum_ms = s.jitter_sum_ms + coalesce(sums.jitter_ms, 0), jitter_count = s.jitter_count + sums.jitters
    from (
      select sum(k.score) as score, count(*)::integer as scores, sum(k.round_trip_ms) as round_trip_ms,
        count(k.round_trip_ms)::integer as round_trips, sum(k.loss) as loss, count(k.loss)::integer as losses,
        sum(k.jitter_ms) as jitter_ms, count(k.jitter_ms)::integer as jitters
      from kept k) sums
    where s.workspace_id = p_workspace and s.id = p_seat and sums.scores > 0;
  return true;
end
$$;
comment on function private.note_quality(uuid, uuid, uuid, jsonb) is
  'Keeps how the caller''s links are, at most one sample a link in eight seconds, and adds it to what the seat is judged by. False: they do not sit there.';
grant execute on function private.note_quality(uuid, uuid, uuid, jsonb) to authenticated;
