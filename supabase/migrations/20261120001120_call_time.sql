-- What time does to calls: there is no process that wakes up for it, so whoever comes does it.

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
