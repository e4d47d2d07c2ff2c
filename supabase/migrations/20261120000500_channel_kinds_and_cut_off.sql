-- Channels turn private and public again; a person who signs out everywhere stops hearing at once.

create function private.change_channel_kind(p_workspace uuid, p_conversation uuid, p_kind text)
returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  v_from text;
begin
  if p_workspace not in (select private.my_workspaces()) then
    return false;
  end if;
  -- Before the conversation's row, in the order of a post.
  perform private.lock_epoch(p_workspace, true);
  select c.kind into v_from from public.conversations c
    where c.workspace_id = p_workspace and c.id = p_conversation and c.kind <> 'direct'
      and (c.workspace_id, c.id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
      and (c.created_by in (select private.my_memberships())
        or c.workspace_id in (select private.my_workspaces_with('channels.manage')))
    for no key update;
  if not found or p_kind not in ('public', 'private') then
    return false;
  end if;
  if v_from = p_kind then
    return true;
  end if;
  perform realtime.send(jsonb_build_object('conversationId', p_conversation), 'topic.moved',
    private.conversation_topic(p_workspace, p_conversation), true);
  perform realtime.send(jsonb_build_object('conversationId', p_conversation), 'conversation.changed',
    private.workspace_topic(p_workspace), true);
  -- A new topic: rights to the old one are cached, under epochs that count differently for public and private.
  update public.conversations c set kind = p_kind, topic_id = gen_random_uuid(), epoch = c.epoch + 1
    where c.workspace_id = p_workspace and c.id = p_conversation;
  delete from private.hints h where h.workspace_id = p_workspace and h.conversation_id = p_conversation;
  return true;
end
$$;
comment on function private.change_channel_kind(uuid, uuid, text) is
  'Turns a channel private or public, by its creator or who manages channels, in a channel one is in; it moves to a new topic. False: no such channel for the caller.';
grant execute on function private.change_channel_kind(uuid, uuid, text) to authenticated;

create function private.cut_off(p_user uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_member record;
  v_conversation uuid;
begin
  for v_member in
    select m.workspace_id, m.id from public.memberships m where m.user_id = p_user order by m.workspace_id
  loop
    perform from public.conversation_members cm
      where cm.workspace_id = v_member.workspace_id and cm.member_id = v_member.id
      order by cm.conversation_id for update;
    -- Also where they are not active: whoever lets them in again tells them so, on the topic that is left.
    perform private.lock_epoch(v_member.workspace_id, true);
    continue when not exists (select from public.memberships m
      where m.workspace_id = v_member.workspace_id and m.id = v_member.id and m.status = 'active');
    for v_conversation in
      select cm.conversation_id from public.conversation_members cm
      join public.conversations c on c.workspace_id = cm.workspace_id and c.id = cm.conversation_id and c.kind <> 'public'
      where cm.workspace_id = v_member.workspace_id and cm.member_id = v_member.id
      order by cm.conversation_id
    loop
      perform private.raise_conversation_epoch(v_member.workspace_id, v_conversation);
    end loop;
    perform private.raise_workspace_epoch(v_member.workspace_id);
  end loop;
  perform from public.profiles p where p.id = p_user for no key update;
  perform realtime.send('{}'::jsonb, 'topic.moved', 'user:' || p.id || ':' || p.epoch, true)
    from public.profiles p where p.id = p_user;
  update public.profiles p set epoch = p.epoch + 1 where p.id = p_user;
end
$$;
comment on function private.cut_off(uuid) is
  'Moves every topic that the person''s open sockets may hear, after their sessions were ended: tokens and cached rights outlive a session. The others come back by themselves.';
grant execute on function private.cut_off(uuid) to app_web, app_worker;
