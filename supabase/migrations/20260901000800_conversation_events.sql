-- Numbering, and the events of record that travel over realtime.

create function private.iso(p_at timestamptz)
returns text
language sql immutable set search_path = ''
as $$ select to_char(p_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
comment on function private.iso(timestamptz) is 'ISO 8601 in UTC with milliseconds, as the API writes times.';

create function private.lock_epoch(p_workspace uuid, p_exclusively boolean)
returns void
language sql volatile set search_path = ''
as $$
  select case when p_exclusively
    then pg_advisory_xact_lock(hashtextextended('epoch:' || p_workspace, 0))
    else pg_advisory_xact_lock_shared(hashtextextended('epoch:' || p_workspace, 0))
  end
$$;
comment on function private.lock_epoch(uuid, boolean) is
  'Orders what is said in public channels against removals: who speaks holds it shared, a rise of the workspace''s epoch alone. Locks are taken in one order, or they would wait for each other: membership of a conversation or message, this, conversation.';

create function private.workspace_topic(p_workspace uuid)
returns text
language sql stable security definer set search_path = ''
as $$ select 'workspace:' || w.id || ':' || w.epoch from public.workspaces w where w.id = p_workspace $$;
comment on function private.workspace_topic(uuid) is 'Topic of a workspace now.';

create function private.conversation_topic(p_workspace uuid, p_conversation uuid)
returns text
language sql stable security definer set search_path = ''
as $$
  select 'conversation:' || c.topic_id || ':' || case when c.kind = 'public' then w.epoch else c.epoch end
  from public.conversations c join public.workspaces w on w.id = c.workspace_id
  where c.workspace_id = p_workspace and c.id = p_conversation
$$;
comment on function private.conversation_topic(uuid, uuid) is
  'Topic of a conversation now. Public channels follow the workspace''s epoch, so that one rise moves all of them.';

create function private.tell_member(p_workspace uuid, p_member uuid, p_event text, p_payload jsonb)
returns void
language sql volatile security definer set search_path = ''
as $$
  select realtime.send(p_payload || jsonb_build_object('workspaceId', p_workspace), p_event, 'user:' || p.id || ':' || p.epoch, true)
  from public.memberships m join public.profiles p on p.id = m.user_id
  where m.workspace_id = p_workspace and m.id = p_member and m.status = 'active'
$$;
comment on function private.tell_member(uuid, uuid, text, jsonb) is 'Sends an event to one person, on all their devices.';

-- Messages ----------------------------------------------------------------------------------------

create function private.number_message()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_conversation public.conversations;
begin
  perform from public.conversation_members cm
    where cm.workspace_id = new.workspace_id and cm.conversation_id = new.conversation_id and cm.member_id = new.author_id
    for no key update;
  if not found or (current_setting('role', true) = 'authenticated' and new.author_id not in (select private.my_memberships())) then
    raise exception 'only members post, and as themselves' using errcode = 'PA010';
  end if;
  perform private.lock_epoch(new.workspace_id, false);
  select c.* into v_conversation from public.conversations c
    where c.workspace_id = new.workspace_id and c.id = new.conversation_id for no key update;
  -- A repeat of the same id inserts nothing and takes no number; the caller compares what stands there.
  if exists (select from public.messages m where m.workspace_id = new.workspace_id and m.id = new.id) then
    return null;
  end if;
  if v_conversation.archived_at is not null then
    raise exception 'the conversation is archived' using errcode = 'PA007';
  end if;
  update public.conversations c
    set seq = c.seq + 1, version = c.version + 1, last_message_at = now()
    where c.workspace_id = new.workspace_id and c.id = new.conversation_id
    returning c.seq, c.version into new.seq, new.version;
  update public.conversation_members cm set last_read_seq = new.seq
    where cm.workspace_id = new.workspace_id and cm.conversation_id = new.conversation_id and cm.member_id = new.author_id;
  return new;
end
$$;
comment on function private.number_message() is
  'Gives a message its seq and version under the conversation''s row lock. PA010: not a member; PA007: archived.';
create trigger number_message before insert on public.messages for each row execute function private.number_message();

create function private.change_message()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if new.body = old.body and new.deleted_at is not distinct from old.deleted_at then
    return new;
  end if;
  if old.deleted_at is not null then
    raise exception 'the message is deleted' using errcode = 'PA008';
  end if;
  if new.deleted_at is not null then
    new.deleted_at := now();
    new.body := '';
    delete from public.message_revisions r where r.workspace_id = old.workspace_id and r.message_id = old.id;
  else
    if current_setting('role', true) = 'authenticated' and old.author_id not in (select private.my_memberships()) then
      raise exception 'only the author edits' using errcode = '42501';
    end if;
    new.edited_at := now();
    insert into public.message_revisions (workspace_id, conversation_id, message_id, version, body)
    values (old.workspace_id, old.conversation_id, old.id, old.version, old.body);
  end if;
  perform private.lock_epoch(old.workspace_id, false);
  update public.conversations c set version = c.version + 1
    where c.workspace_id = old.workspace_id and c.id = old.conversation_id
    returning c.version into new.version;
  return new;
end
$$;
comment on function private.change_message() is
  'An edit keeps what was said before, a deletion empties the message; both take the next version. PA008: already deleted.';
create trigger change_message before update on public.messages for each row execute function private.change_message();

create function private.note_mentions(p_message public.messages)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.mentions x where x.workspace_id = p_message.workspace_id
    and x.conversation_id = p_message.conversation_id and x.message_id = p_message.id;
  insert into public.mentions (workspace_id, conversation_id, message_id, member_id, seq)
  select p_message.workspace_id, p_message.conversation_id, p_message.id, m.id, p_message.seq
  from (
    select distinct found.match[1]::uuid as id
    from regexp_matches(p_message.body,
      '<@([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})>', 'g') as found (match)
    limit 50
  ) named
  join public.memberships m on m.workspace_id = p_message.workspace_id and m.id = named.id and m.status = 'active'
  join public.roles r on r.workspace_id = m.workspace_id and r.id = m.role_id
  join public.conversations c on c.workspace_id = p_message.workspace_id and c.id = p_message.conversation_id
  where m.id <> p_message.author_id
    and ((c.kind = 'public' and r.is_insider) or exists (
      select from public.conversation_members cm
      where cm.workspace_id = c.workspace_id and cm.conversation_id = c.id and cm.member_id = m.id));
end
$$;
comment on function private.note_mentions(public.messages) is 'Keeps who is named in a message; only people who may read it count, fifty at most.';

create function private.announce_message()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_kind text;
begin
  if tg_op = 'UPDATE' and new.body = old.body and new.deleted_at is not distinct from old.deleted_at then
    return null;
  end if;
  if new.deleted_at is not null then
    delete from public.reactions r where r.workspace_id = new.workspace_id and r.message_id = new.id;
  end if;
  if tg_op = 'UPDATE' or new.body like '%<@%' then
    perform private.note_mentions(new);
  end if;
  perform realtime.send(
    jsonb_build_object('version', new.version, 'message', jsonb_build_object(
      'id', new.id, 'conversationId', new.conversation_id, 'seq', new.seq, 'version', new.version,
      'authorId', new.author_id, 'body', new.body, 'createdAt', private.iso(new.created_at),
      'editedAt', private.iso(new.edited_at), 'deletedAt', private.iso(new.deleted_at))),
    'message.changed', private.conversation_topic(new.workspace_id, new.conversation_id), true);
  if tg_op = 'UPDATE' then
    return null;
  end if;
  select c.kind into v_kind from public.conversations c where c.workspace_id = new.workspace_id and c.id = new.conversation_id;
  if v_kind = 'public' then
    perform realtime.send(
      jsonb_build_object('conversationId', new.conversation_id, 'seq', new.seq, 'authorId', new.author_id),
      'conversation.advanced', private.workspace_topic(new.workspace_id), true);
  end if;
  perform private.tell_member(new.workspace_id, told.member_id, 'notice', jsonb_build_object(
      'kind', told.kind, 'conversationId', new.conversation_id, 'messageId', new.id, 'seq', new.seq,
      'authorId', new.author_id, 'preview', left(new.body, 140)))
  from (
    select x.member_id, 'mention' as kind from public.mentions x
      where x.workspace_id = new.workspace_id and x.conversation_id = new.conversation_id and x.message_id = new.id
    union all
    select cm.member_id, 'direct' from public.conversation_members cm
      where v_kind = 'direct' and cm.workspace_id = new.workspace_id and cm.conversation_id = new.conversation_id
        and cm.member_id <> new.author_id
        and not exists (select from public.mentions x where x.workspace_id = new.workspace_id
          and x.conversation_id = new.conversation_id and x.message_id = new.id and x.member_id = cm.member_id)
  ) told;
  return null;
end
$$;
comment on function private.announce_message() is
  'message.changed to the conversation; conversation.advanced to the workspace for public channels; notice to those named or directly addressed.';
create trigger announce_message after insert or update on public.messages for each row execute function private.announce_message();

-- Reactions ---------------------------------------------------------------------------------------

create function private.check_reaction()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_message public.messages;
begin
  select m.* into v_message from public.messages m
    where m.workspace_id = new.workspace_id and m.conversation_id = new.conversation_id and m.id = new.message_id
    for no key update;
  if v_message.deleted_at is not null then
    raise exception 'the message is deleted' using errcode = 'PA008';
  end if;
  if (select count(distinct r.emoji) from public.reactions r
      where r.workspace_id = new.workspace_id and r.message_id = new.message_id and r.emoji <> new.emoji) >= 24 then
    raise exception 'a message bears at most 24 different reactions' using errcode = 'PA009';
  end if;
  return new;
end
$$;
comment on function private.check_reaction() is 'PA008: the message is deleted; PA009: more than 24 kinds of reactions.';
create trigger check_reaction before insert on public.reactions for each row execute function private.check_reaction();

create function private.announce_reaction()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_row public.reactions := coalesce(new, old);
  v_version bigint;
begin
  if not exists (select from public.messages m
      where m.workspace_id = v_row.workspace_id and m.id = v_row.message_id and m.deleted_at is null) then
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
comment on function private.announce_reaction() is 'reaction.changed to the conversation, under its next version.';
create trigger announce_reaction after insert or delete on public.reactions for each row execute function private.announce_reaction();
