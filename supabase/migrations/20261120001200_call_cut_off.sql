-- Whoever loses access loses the calls. A room's topic moves with its conversation's, or else with the workspace's, in every
-- way of losing these; here those in a live call are told, and the one removed is taken out of it.

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
      where r.topic_id = v_id and p_topic = private.room_topic(r.workspace_id, r.id) and private.sees_room(r))
    else p_topic not like 'peer:%' and exists (
      select from public.profiles p
      where p.id = v_id and p.epoch = v_parts[3]::integer and p.id = private.me())
  end;
end
$$;

create function private.tell_rooms_moved(p_workspace uuid, p_conversation uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform realtime.send('{}'::jsonb, 'topic.moved', private.room_topic(r.workspace_id, r.id), true)
  from public.calls live
  join public.rooms r on r.workspace_id = live.workspace_id and r.id = live.room_id
  left join public.conversations c on c.workspace_id = r.workspace_id and c.id = r.conversation_id
  where live.workspace_id = p_workspace and live.ended_at is null
    and case when p_conversation is null then coalesce(c.kind, 'public') = 'public' else c.id = p_conversation end;
end
$$;
comment on function private.tell_rooms_moved(uuid, uuid) is
  'Tells those in live calls that the topic is about to move: of a conversation, or (null) of the workspace with its public channels and free rooms.';

create or replace function private.raise_conversation_epoch(p_workspace uuid, p_conversation uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  -- Of two removals the second tells those who stay on the topic to which the first has moved them.
  perform from public.conversations c where c.workspace_id = p_workspace and c.id = p_conversation for no key update;
  perform realtime.send(jsonb_build_object('conversationId', p_conversation), 'topic.moved',
    private.conversation_topic(p_workspace, p_conversation), true);
  perform private.tell_rooms_moved(p_workspace, p_conversation);
  update public.conversations c set epoch = c.epoch + 1 where c.workspace_id = p_workspace and c.id = p_conversation;
end
$$;

create or replace function private.raise_workspace_epoch(p_workspace uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lock_epoch(p_workspace, true);
  perform realtime.send('{}'::jsonb, 'topic.moved', private.workspace_topic(p_workspace), true);
  -- Outsiders do not hear the workspace's topic: they are told in the public channels that they are in.
  perform realtime.send(jsonb_build_object('conversationId', shared.id), 'topic.moved',
    private.conversation_topic(p_workspace, shared.id), true)
  from (
    select distinct c.id
    from public.roles r
    join public.memberships m on m.workspace_id = r.workspace_id and m.role_id = r.id and m.status = 'active'
    join public.conversation_members cm on cm.workspace_id = m.workspace_id and cm.member_id = m.id
    join public.conversations c on c.workspace_id = cm.workspace_id and c.id = cm.conversation_id and c.kind = 'public'
    where r.workspace_id = p_workspace and not r.is_insider
  ) shared;
  perform private.tell_rooms_moved(p_workspace, null);
  update public.workspaces w set epoch = w.epoch + 1 where w.id = p_workspace;
end
$$;

create function private.empty_seats(p_workspace uuid, p_member uuid, p_conversation uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_call uuid;
  v_is_left boolean;
begin
  for v_call in
    select c.id
    from public.calls c
    join public.rooms r on r.workspace_id = c.workspace_id and r.id = c.room_id
    where c.workspace_id = p_workspace and c.ended_at is null and (p_conversation is null or r.conversation_id = p_conversation)
      and (exists (
          select from public.call_seats s
          where s.workspace_id = c.workspace_id and s.call_id = c.id and s.member_id = p_member and s.left_at is null)
        or exists (
          select from public.call_rings g
          where g.workspace_id = c.workspace_id and g.call_id = c.id and g.member_id = p_member and g.state = 'ringing'))
    order by c.id for no key update of c
  loop
    update public.call_seats s set left_at = private.leaving_at(s), is_sharing = false
      where s.workspace_id = p_workspace and s.call_id = v_call and s.member_id = p_member and s.left_at is null;
    v_is_left := found;
    delete from private.call_signals x using public.call_seats s
      where x.workspace_id = p_workspace and x.call_id = v_call and s.workspace_id = x.workspace_id
        and s.id = x.to_seat and s.member_id = p_member;
    update public.call_rings g set state = 'cancelled', answered_at = now()
      where g.workspace_id = p_workspace and g.call_id = v_call and g.member_id = p_member and g.state = 'ringing';
    if found then
      perform private.tell_member(p_workspace, p_member, 'call.settled', jsonb_build_object('callId', v_call, 'state', 'cancelled'));
    end if;
    v_is_left := private.end_if_empty(p_workspace, v_call) or v_is_left;
    perform private.announce_call(p_workspace, v_call, v_is_left);
  end loop;
end
$$;
comment on function private.empty_seats(uuid, uuid, uuid) is
  'Takes a member who loses access out of the live calls of a workspace, or of one conversation, and lets nothing ring for them. The epoch''s lock is held alone. Those who stay let go of the connection.';

create function private.leave_rooms()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  -- After announce_conversation_member, which holds the epoch's lock alone and has moved the topics.
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
  -- After announce_member, which then holds the epoch's lock alone. A new role that takes nothing leaves the call alone.
  if new.status <> 'active' or (
    exists (select from public.roles r where r.workspace_id = old.workspace_id and r.id = old.role_id and r.is_insider)
    and not exists (select from public.roles r where r.workspace_id = new.workspace_id and r.id = new.role_id and r.is_insider)) then
    perform private.empty_seats(new.workspace_id, new.id, null);
  end if;
  return null;
end
$$;
comment on function private.shut_out_of_rooms() is
  'Who is suspended, removed or made an outsider leaves the calls; who may still enter one joins again.';
create trigger shut_out_of_rooms after update of status, role_id on public.memberships
  for each row when (old.status = 'active' and (new.status <> 'active' or new.role_id <> old.role_id))
  execute function private.shut_out_of_rooms();

create function private.move_rooms()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_member uuid;
begin
  perform realtime.send('{}'::jsonb, 'topic.moved',
      'room:' || r.topic_id || ':' || case when old.kind <> 'public' then old.epoch else w.epoch end, true)
    from public.rooms r join public.workspaces w on w.id = r.workspace_id
    where r.workspace_id = new.workspace_id and r.conversation_id = new.id;
  -- As the conversation's: epochs of public and private ones count differently.
  update public.rooms r set topic_id = gen_random_uuid() where r.workspace_id = new.workspace_id and r.conversation_id = new.id;
  for v_member in
    select distinct s.member_id
    from public.rooms r
    join public.calls c on c.workspace_id = r.workspace_id and c.room_id = r.id and c.ended_at is null
    join public.call_seats s on s.workspace_id = c.workspace_id and s.call_id = c.id and s.left_at is null
    where r.workspace_id = new.workspace_id and r.conversation_id = new.id and new.kind = 'private'
      and not exists (
        select from public.conversation_members cm
        where cm.workspace_id = new.workspace_id and cm.conversation_id = new.id and cm.member_id = s.member_id)
    order by s.member_id
  loop
    perform private.empty_seats(new.workspace_id, v_member, new.id);
  end loop;
  return null;
end
$$;
comment on function private.move_rooms() is
  'When a channel turns private or public, its room gets another topic, and who no longer sees it leaves the call. The epoch''s lock is held by change_channel_kind.';
create trigger move_rooms after update of kind on public.conversations
  for each row when (old.kind <> new.kind) execute function private.move_rooms();

create function private.leave_all_calls()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_member record;
begin
  for v_member in
    select m.workspace_id, m.id from public.memberships m where m.user_id = new.id and m.status = 'active' order by m.workspace_id
  loop
    perform private.empty_seats(v_member.workspace_id, v_member.id, null);
  end loop;
  return null;
end
$$;
comment on function private.leave_all_calls() is 'A person whose topics move, because all their sessions ended, leaves every call.';
-- cut_off raises the person's epoch last, and holds the epochs' locks of their workspaces by then.
create trigger leave_all_calls after update of epoch on public.profiles
  for each row when (new.epoch > old.epoch) execute function private.leave_all_calls();
