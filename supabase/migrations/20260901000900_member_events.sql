-- Joining, leaving, changing: events, and the cut-off of those who lose access.

create function private.raise_conversation_epoch(p_workspace uuid, p_conversation uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform realtime.send(jsonb_build_object('conversationId', p_conversation), 'topic.moved',
    private.conversation_topic(p_workspace, p_conversation), true);
  update public.conversations c set epoch = c.epoch + 1 where c.workspace_id = p_workspace and c.id = p_conversation;
end
$$;
comment on function private.raise_conversation_epoch(uuid, uuid) is 'Moves a private conversation to a new topic, which only those still in it may hear.';

create function private.raise_workspace_epoch(p_workspace uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.lock_epoch(p_workspace, true);
  perform realtime.send('{}'::jsonb, 'topic.moved', private.workspace_topic(p_workspace), true);
  update public.workspaces w set epoch = w.epoch + 1 where w.id = p_workspace;
end
$$;
comment on function private.raise_workspace_epoch(uuid) is 'Moves the workspace and its public channels to new topics.';

create function private.start_conversation()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.kind = 'direct' then
    return null;
  end if;
  if new.created_by is not null then
    insert into public.conversation_members (workspace_id, conversation_id, member_id)
    values (new.workspace_id, new.id, new.created_by);
  end if;
  if new.kind = 'public' then
    perform realtime.send(jsonb_build_object('conversationId', new.id), 'conversation.changed',
      private.workspace_topic(new.workspace_id), true);
  end if;
  return null;
end
$$;
comment on function private.start_conversation() is 'The creator of a channel is its first member; public ones are announced.';
create trigger start_conversation after insert on public.conversations
  for each row execute function private.start_conversation();

create function private.announce_conversation()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform realtime.send(jsonb_build_object('conversationId', new.id), 'conversation.changed',
    private.conversation_topic(new.workspace_id, new.id), true);
  if new.kind = 'public' then
    perform realtime.send(jsonb_build_object('conversationId', new.id), 'conversation.changed',
      private.workspace_topic(new.workspace_id), true);
  end if;
  return null;
end
$$;
comment on function private.announce_conversation() is 'conversation.changed to those who can see it.';
create trigger announce_conversation after update of name, topic, archived_at on public.conversations
  for each row when (old.name is distinct from new.name or old.topic <> new.topic
    or old.archived_at is distinct from new.archived_at)
  execute function private.announce_conversation();

create function private.begin_reading()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if not exists (select from public.memberships m
      where m.workspace_id = new.workspace_id and m.id = new.member_id and m.status = 'active') then
    raise exception 'no such member' using errcode = 'PA005';
  end if;
  select c.seq into new.last_read_seq from public.conversations c
    where c.workspace_id = new.workspace_id and c.id = new.conversation_id;
  return new;
end
$$;
comment on function private.begin_reading() is 'Newcomers start with everything read. PA005: no such active member.';
create trigger begin_reading before insert on public.conversation_members
  for each row execute function private.begin_reading();

create function private.announce_conversation_member()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row public.conversation_members := coalesce(new, old);
  v_kind text;
  v_is_insider boolean;
begin
  select c.kind into v_kind from public.conversations c
    where c.workspace_id = v_row.workspace_id and c.id = v_row.conversation_id;
  if v_kind is null then
    return null;
  end if;
  perform private.tell_member(v_row.workspace_id, v_row.member_id,
    case tg_op when 'INSERT' then 'conversation.joined' else 'conversation.left' end,
    jsonb_build_object('conversationId', v_row.conversation_id));
  perform realtime.send(jsonb_build_object('conversationId', v_row.conversation_id), 'members.changed',
    private.conversation_topic(v_row.workspace_id, v_row.conversation_id), true);
  if tg_op = 'DELETE' then
    select r.is_insider into v_is_insider from public.memberships m
      join public.roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
      where m.workspace_id = v_row.workspace_id and m.id = v_row.member_id;
    if v_kind <> 'public' then
      perform private.raise_conversation_epoch(v_row.workspace_id, v_row.conversation_id);
    elsif not v_is_insider then
      perform private.raise_workspace_epoch(v_row.workspace_id);
    end if;
  end if;
  return null;
end
$$;
comment on function private.announce_conversation_member() is
  'conversation.joined or .left to the person, members.changed to the conversation; who leaves what they can no longer see is cut off.';
create trigger announce_conversation_member after insert or delete on public.conversation_members
  for each row execute function private.announce_conversation_member();

create function private.follow_reading()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  select least(new.last_read_seq, c.seq) into new.last_read_seq from public.conversations c
    where c.workspace_id = new.workspace_id and c.id = new.conversation_id;
  if new.last_read_seq <> old.last_read_seq then
    perform private.tell_member(new.workspace_id, new.member_id, 'conversation.read',
      jsonb_build_object('conversationId', new.conversation_id, 'lastReadSeq', new.last_read_seq));
  end if;
  return new;
end
$$;
comment on function private.follow_reading() is 'Nobody reads past the end; conversation.read tells the person''s other devices.';
create trigger follow_reading before update of last_read_seq on public.conversation_members
  for each row execute function private.follow_reading();

create function private.announce_member()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_was_insider boolean;
  v_is_insider boolean;
  v_conversation uuid;
begin
  if tg_op = 'INSERT' or (old.status <> 'active' and new.status = 'active') then
    -- Insiders start in the channels that everybody is in.
    insert into public.conversation_members (workspace_id, conversation_id, member_id)
    select new.workspace_id, c.id, new.id
    from public.conversations c
    join public.roles r on r.workspace_id = new.workspace_id and r.id = new.role_id and r.is_insider
    where c.workspace_id = new.workspace_id and c.kind = 'public' and c.name = 'general' and c.archived_at is null
    on conflict do nothing;
  elsif new.status <> 'active' and old.status = 'active' then
    -- In the order in which a post takes its locks.
    perform from public.conversation_members cm
      where cm.workspace_id = new.workspace_id and cm.member_id = new.id for update;
    perform private.lock_epoch(new.workspace_id, true);
    for v_conversation in
      select cm.conversation_id from public.conversation_members cm
      join public.conversations c on c.workspace_id = cm.workspace_id and c.id = cm.conversation_id and c.kind <> 'public'
      where cm.workspace_id = new.workspace_id and cm.member_id = new.id
    loop
      perform private.raise_conversation_epoch(new.workspace_id, v_conversation);
    end loop;
    if new.status = 'removed' then
      delete from public.conversation_members cm using public.conversations c
      where cm.workspace_id = new.workspace_id and cm.member_id = new.id
        and c.workspace_id = cm.workspace_id and c.id = cm.conversation_id and c.kind <> 'direct';
    end if;
    perform private.raise_workspace_epoch(new.workspace_id);
  elsif new.role_id <> old.role_id then
    select r.is_insider into v_was_insider from public.roles r where r.workspace_id = old.workspace_id and r.id = old.role_id;
    select r.is_insider into v_is_insider from public.roles r where r.workspace_id = new.workspace_id and r.id = new.role_id;
    if v_was_insider and not v_is_insider then
      perform private.raise_workspace_epoch(new.workspace_id);
    end if;
  end if;
  perform realtime.send(jsonb_build_object('memberId', new.id), 'member.changed', private.workspace_topic(new.workspace_id), true);
  if tg_op = 'UPDATE' and (new.status <> old.status or new.role_id <> old.role_id) then
    perform realtime.send(jsonb_build_object('workspaceId', new.workspace_id), 'membership.changed',
      'user:' || p.id || ':' || p.epoch, true)
    from public.profiles p where p.id = new.user_id;
  end if;
  return null;
end
$$;
comment on function private.announce_member() is
  'member.changed to the workspace, membership.changed to the person; who loses access is cut off from every topic of the workspace.';
create trigger announce_member after insert or update of role_id, status, name, title on public.memberships
  for each row execute function private.announce_member();

create function private.open_first_channel()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.conversations (workspace_id, id, kind, name, topic, created_by)
  select new.id, gen_random_uuid(), 'public', 'general', 'For everyone: news, questions, small talk', m.id
  from public.memberships m where m.workspace_id = new.id;
  return null;
end
$$;
comment on function private.open_first_channel() is 'A workspace starts with #general, which every insider is in.';
-- Triggers of one event run in the order of their names: after found_workspace.
create trigger open_first_channel after insert on public.workspaces
  for each row execute function private.open_first_channel();
