-- Calls in the other ways of losing access: a channel that turns private, and signing out everywhere.

create function private.close_rooms_to_onlookers()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_member uuid;
begin
  for v_member in
    select distinct s.member_id
    from public.rooms r
    join public.calls c on c.workspace_id = r.workspace_id and c.room_id = r.id and c.ended_at is null
    join public.call_seats s on s.workspace_id = c.workspace_id and s.call_id = c.id and s.left_at is null
    where r.workspace_id = new.workspace_id and r.conversation_id = new.id
      and not exists (
        select from public.conversation_members cm
        where cm.workspace_id = new.workspace_id and cm.conversation_id = new.id and cm.member_id = s.member_id)
    order by s.member_id
  loop
    perform private.empty_seats(new.workspace_id, v_member, new.id);
  end loop;
  -- Whoever only looked on hears the old topic, too.
  perform realtime.send('{}'::jsonb, 'topic.moved', private.room_topic(r.workspace_id, r.id), true)
    from public.rooms r where r.workspace_id = new.workspace_id and r.conversation_id = new.id;
  update public.rooms r set epoch = r.epoch + 1 where r.workspace_id = new.workspace_id and r.conversation_id = new.id;
  return null;
end
$$;
comment on function private.close_rooms_to_onlookers() is
  'When a channel turns private, who is no member leaves its call. The epoch''s lock is held by change_channel_kind.';
create trigger close_rooms_to_onlookers after update of kind on public.conversations
  for each row when (old.kind = 'public' and new.kind = 'private')
  execute function private.close_rooms_to_onlookers();

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
    perform private.lock_epoch(v_member.workspace_id, true);
    perform private.empty_seats(v_member.workspace_id, v_member.id, null);
  end loop;
  return null;
end
$$;
comment on function private.leave_all_calls() is 'A person whose topics move, because all their sessions ended, leaves every call.';
-- cut_off raises the person's epoch last, and holds the epochs' locks of their workspaces by then.
create trigger leave_all_calls after update of epoch on public.profiles
  for each row when (new.epoch > old.epoch) execute function private.leave_all_calls();
