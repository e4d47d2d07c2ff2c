-- Whoever sends an event first waits for a removal that is under way, and only then asks where to send it: on a topic
-- that was left, it would be heard by the one removed, and by nobody else. One order of locks for all: membership of the
-- workspace, membership of a conversation or message, epoch of the workspace, conversation, row of the workspace.

create or replace function private.raise_conversation_epoch(p_workspace uuid, p_conversation uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  -- Of two removals the second tells those who stay on the topic to which the first has moved them.
  perform from public.conversations c where c.workspace_id = p_workspace and c.id = p_conversation for no key update;
  perform realtime.send(jsonb_build_object('conversationId', p_conversation), 'topic.moved',
    private.conversation_topic(p_workspace, p_conversation), true);
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
  update public.workspaces w set epoch = w.epoch + 1 where w.id = p_workspace;
end
$$;

create or replace function private.start_conversation()
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
    perform private.lock_epoch(new.workspace_id, false);
    perform realtime.send(jsonb_build_object('conversationId', new.id), 'conversation.changed',
      private.workspace_topic(new.workspace_id), true);
  end if;
  return null;
end
$$;

create or replace function private.announce_conversation()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.kind = 'public' then
    -- The conversation's row is locked already, so it is too late for the epoch's lock.
    perform from public.workspaces w where w.id = new.workspace_id for share;
  end if;
  perform realtime.send(jsonb_build_object('conversationId', new.id), 'conversation.changed',
    private.conversation_topic(new.workspace_id, new.id), true);
  if new.kind = 'public' then
    perform realtime.send(jsonb_build_object('conversationId', new.id), 'conversation.changed',
      private.workspace_topic(new.workspace_id), true);
  end if;
  return null;
end
$$;

create or replace function private.begin_reading()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  -- Locked, so that nobody is added who is being removed.
  perform from public.memberships m
    where m.workspace_id = new.workspace_id and m.id = new.member_id and m.status = 'active' for share;
  if not found then
    raise exception 'no such member' using errcode = 'PA005';
  end if;
  select c.seq into new.last_read_seq from public.conversations c
    where c.workspace_id = new.workspace_id and c.id = new.conversation_id;
  new.version := nextval('private.marks_versions');
  return new;
end
$$;

create or replace function private.announce_conversation_member()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row public.conversation_members := coalesce(new, old);
  v_kind text;
begin
  perform private.lock_epoch(v_row.workspace_id, tg_op = 'DELETE');
  select c.kind into v_kind from public.conversations c
    where c.workspace_id = v_row.workspace_id and c.id = v_row.conversation_id;
  if v_kind is null then
    return null;
  end if;
  if v_kind <> 'public' then
    perform from public.conversations c
      where c.workspace_id = v_row.workspace_id and c.id = v_row.conversation_id for no key update;
  end if;
  perform private.tell_member(v_row.workspace_id, v_row.member_id,
    case tg_op when 'INSERT' then 'conversation.joined' else 'conversation.left' end,
    jsonb_build_object('conversationId', v_row.conversation_id));
  perform realtime.send(jsonb_build_object('conversationId', v_row.conversation_id), 'members.changed',
    private.conversation_topic(v_row.workspace_id, v_row.conversation_id), true);
  if tg_op = 'INSERT' then
    return null;
  end if;
  if v_kind <> 'public' then
    perform private.raise_conversation_epoch(v_row.workspace_id, v_row.conversation_id);
  elsif not exists (
      -- Insiders read public channels anyway; of who leaves the workspace every topic moves.
      select from public.memberships m join public.roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
      where m.workspace_id = v_row.workspace_id and m.id = v_row.member_id and (r.is_insider or m.status <> 'active')) then
    perform private.raise_workspace_epoch(v_row.workspace_id);
  end if;
  return null;
end
$$;

create or replace function private.announce_member()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_is_shut_out boolean := false;
  v_loses_public boolean := false;
  v_conversation uuid;
begin
  if tg_op = 'UPDATE' then
    v_is_shut_out := new.status <> 'active' and old.status = 'active';
    v_loses_public := v_is_shut_out or new.role_id <> old.role_id
      and exists (select from public.roles r where r.workspace_id = old.workspace_id and r.id = old.role_id and r.is_insider)
      and not exists (select from public.roles r where r.workspace_id = new.workspace_id and r.id = new.role_id and r.is_insider);
  end if;
  if tg_op = 'INSERT' or (old.status <> 'active' and new.status = 'active') then
    -- Insiders start in the channels that everybody is in.
    insert into public.conversation_members (workspace_id, conversation_id, member_id)
    select new.workspace_id, c.id, new.id
    from public.conversations c
    join public.roles r on r.workspace_id = new.workspace_id and r.id = new.role_id and r.is_insider
    where c.workspace_id = new.workspace_id and c.kind = 'public' and c.name = 'general' and c.archived_at is null
      and new.status = 'active'
    on conflict do nothing;
  elsif new.status <> old.status then
    perform from public.conversation_members cm
      where cm.workspace_id = new.workspace_id and cm.member_id = new.id
      order by cm.conversation_id for update;
  end if;
  perform private.lock_epoch(new.workspace_id, v_loses_public or new.status = 'removed');
  if tg_op = 'UPDATE' and new.status = 'removed' and old.status <> 'removed' then
    delete from public.conversation_members cm using public.conversations c
    where cm.workspace_id = new.workspace_id and cm.member_id = new.id
      and c.workspace_id = cm.workspace_id and c.id = cm.conversation_id and c.kind <> 'direct';
  end if;
  if v_is_shut_out then
    for v_conversation in
      select cm.conversation_id from public.conversation_members cm
      join public.conversations c on c.workspace_id = cm.workspace_id and c.id = cm.conversation_id and c.kind <> 'public'
      where cm.workspace_id = new.workspace_id and cm.member_id = new.id
    loop
      perform private.raise_conversation_epoch(new.workspace_id, v_conversation);
    end loop;
  end if;
  -- Before the topic moves: nobody is on the new one yet.
  perform realtime.send(jsonb_build_object('memberId', new.id), 'member.changed', private.workspace_topic(new.workspace_id), true);
  if v_loses_public then
    perform private.raise_workspace_epoch(new.workspace_id);
  end if;
  if tg_op = 'UPDATE' and (new.status <> old.status or new.role_id <> old.role_id) then
    perform realtime.send(jsonb_build_object('workspaceId', new.workspace_id), 'membership.changed',
      'user:' || p.id || ':' || p.epoch, true)
    from public.profiles p where p.id = new.user_id;
  end if;
  return null;
end
$$;

create or replace function private.announce_marks()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.tell_member(new.workspace_id, new.member_id, 'conversation.marked',
    private.marks_json(new.workspace_id, new.member_id, new.conversation_id));
  -- Whoever posts has read; that needs no receipt.
  if new.last_read_seq > old.last_read_seq and pg_trigger_depth() = 1
    and private.shows_reading(new.workspace_id, new.conversation_id)
    and exists (
      select from public.memberships m join public.profiles p on p.id = m.user_id
      where m.workspace_id = new.workspace_id and m.id = new.member_id and p.shares_reading) then
    perform private.lock_epoch(new.workspace_id, false);
    perform from public.conversations c where c.workspace_id = new.workspace_id and c.id = new.conversation_id for share;
    perform realtime.send(jsonb_build_object('memberId', new.member_id, 'lastReadSeq', new.last_read_seq), 'receipt.moved',
      private.conversation_topic(new.workspace_id, new.conversation_id), true)
    where private.shows_reading(new.workspace_id, new.conversation_id);
  end if;
  return null;
end
$$;

create function private.lock_message(p_workspace uuid, p_message uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform from public.messages m
    where m.workspace_id = p_workspace and m.id = p_message
      and (m.workspace_id, m.conversation_id) in (select mine.workspace_id, mine.conversation_id from private.my_conversations() mine)
    for no key update;
end
$$;
comment on function private.lock_message(uuid, uuid) is
  'For who takes a reaction back: whoever puts one on, edits or deletes locks the message before its reactions. Nothing for who is not in the conversation.';
grant execute on function private.lock_message(uuid, uuid) to authenticated;

create or replace function private.announce_reaction()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row public.reactions := coalesce(new, old);
  v_version bigint;
begin
  -- Before the conversation, as those who edit.
  perform from public.messages m
    where m.workspace_id = v_row.workspace_id and m.id = v_row.message_id and m.deleted_at is null for no key update;
  if not found then
    return null;
  end if;
  perform private.lock_epoch(v_row.workspace_id, false);
  update public.conversations c set version = c.version + 1
    where c.workspace_id = v_row.workspace_id and c.id = v_row.conversation_id
    returning c.version into v_version;
  update public.messages m set version = v_version where m.workspace_id = v_row.workspace_id and m.id = v_row.message_id;
  perform realtime.send(
    jsonb_build_object('version', v_version, 'messageId', v_row.message_id, 'memberId', v_row.member_id,
      'emoji', v_row.emoji, 'isOn', tg_op = 'INSERT'),
    'reaction.changed', private.conversation_topic(v_row.workspace_id, v_row.conversation_id), true);
  return null;
end
$$;

create or replace function private.recount_mentioned(p_workspace uuid, p_conversation uuid, p_members uuid[], p_seq bigint, p_version bigint)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  -- Who was named and has left since is told nothing more of it.
  perform private.tell_member(p_workspace, cm.member_id, 'conversations.advanced', jsonb_build_object('hints', jsonb_build_array(
      jsonb_build_object('conversationId', p_conversation, 'seq', p_seq, 'recounted', p_version))))
  from public.conversation_members cm
  where cm.workspace_id = p_workspace and cm.conversation_id = p_conversation and cm.member_id = any (p_members);
end
$$;
comment on function private.recount_mentioned(uuid, uuid, uuid[], bigint, bigint) is
  'Tells those of these people who are in the conversation that their count of mentions changed otherwise than by a new message.';

create or replace function private.send_hints(p_workspace uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_workspace uuid;
  v_hints jsonb;
begin
  for v_workspace in
    select distinct w.workspace_id from private.hints w
    where w.workspace_id = p_workspace or w.created_at < now() - interval '5 seconds'
    order by w.workspace_id limit 50
  loop
    -- First, as those who post: they hold it when they leave a hint.
    perform private.lock_epoch(v_workspace, false);
    with sent as (
      delete from private.hints h using (
        select w.conversation_id from private.hints w where w.workspace_id = v_workspace limit 500 for update skip locked
      ) due
      where h.workspace_id = v_workspace and h.conversation_id = due.conversation_id
      returning h.*
    )
    select jsonb_agg(jsonb_build_object('conversationId', s.conversation_id, 'seq', s.seq, 'recounted', s.recounted))
      into v_hints from sent s;
    continue when v_hints is null;
    perform realtime.send(jsonb_build_object('hints', v_hints), 'conversations.advanced',
      private.workspace_topic(v_workspace), true);
    -- Outsiders do not hear the workspace's topic, and with more than 60 conversations not each of their channels'.
    perform private.tell_member(v_workspace, outside.member_id, 'conversations.advanced', jsonb_build_object('hints', outside.hints))
    from (
      select cm.member_id, jsonb_agg(hint.value) as hints
      from jsonb_array_elements(v_hints) as hint
      join public.roles r on r.workspace_id = v_workspace and not r.is_insider
      join public.memberships m on m.workspace_id = r.workspace_id and m.role_id = r.id and m.status = 'active'
      join public.conversation_members cm on cm.workspace_id = m.workspace_id and cm.member_id = m.id
        and cm.conversation_id = (hint.value ->> 'conversationId')::uuid
      group by cm.member_id
    ) outside
    where (select count(*) from (
      select from public.conversation_members other
      where other.workspace_id = v_workspace and other.member_id = outside.member_id limit 61) others) > 60;
  end loop;
end
$$;
comment on function private.send_hints(uuid) is
  'Sends the waiting hints of a workspace as one event, and those of others that were left behind by a server that died. At most 500 of each.';

create or replace function private.cut_off(p_user uuid)
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

comment on function private.lock_epoch(uuid, boolean) is
  'Orders what is said against removals: who speaks holds it shared and names the topic only then, who moves topics holds it alone. Locks are taken in one order, or they would wait for each other: membership of the workspace, membership of a conversation or message, this, conversation, row of the workspace.';
