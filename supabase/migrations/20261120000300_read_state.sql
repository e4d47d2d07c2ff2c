-- How far each member has read, and how they keep a conversation: muted, pinned, archived. Their own business.

create sequence private.marks_versions;

alter table public.profiles add column shares_reading boolean not null default true;
comment on column public.profiles.shares_reading is 'Whether others see how far the person has read; who does not share does not see.';
grant update (shares_reading) on public.profiles to authenticated;

alter table public.conversation_members
  add column version bigint not null default 0,
  add column is_muted boolean not null default false,
  add column is_pinned boolean not null default false,
  add column archived_seq bigint check (archived_seq >= 0);
comment on column public.conversation_members.version is 'Grows with every change of the member''s marks, also over leaving and coming back.';
comment on column public.conversation_members.is_muted is 'No unread count and no notices, but for mentions.';
comment on column public.conversation_members.is_pinned is 'Stands first in the member''s lists.';
comment on column public.conversation_members.archived_seq is 'Put away by the member when this was the last message; comes back with the next one, unless muted.';

-- Marks are read and written through the functions below: other members see the row, but not these columns.
revoke select, update on public.conversation_members from authenticated;
revoke update (last_read_seq) on public.conversation_members from authenticated;
grant select (workspace_id, conversation_id, member_id, created_at) on public.conversation_members to authenticated;
drop policy "people read on" on public.conversation_members;

create index messages_deleted on public.messages (workspace_id, conversation_id, seq) where deleted_at is not null;
create index messages_author_seq on public.messages (workspace_id, author_id, conversation_id, seq);
drop index public.messages_author;

create function private.marks_of(p_workspace uuid, p_member uuid, p_conversations uuid[])
returns table (
  conversation_id uuid, marks_version bigint, seq bigint, version bigint, last_read_seq bigint, unread_count bigint,
  mention_count bigint, is_muted boolean, is_pinned boolean, archived_seq bigint)
language plpgsql stable security definer set search_path = ''
as $$
begin
  -- What is after the last read message and does not count is rare: own messages after a mark, and deleted ones.
  -- Those are counted, so that the cost does not grow with the backlog.
  return query
    select c.id, cm.version, c.seq, c.version, cm.last_read_seq,
      case when c.seq <= cm.last_read_seq then 0 else c.seq - cm.last_read_seq - (
          select count(*) from public.messages m
          where m.workspace_id = cm.workspace_id and m.author_id = cm.member_id
            and m.conversation_id = cm.conversation_id and m.seq > cm.last_read_seq
        ) - (
          select count(*) from public.messages m
          where m.workspace_id = cm.workspace_id and m.conversation_id = cm.conversation_id
            and m.seq > cm.last_read_seq and m.deleted_at is not null and m.author_id <> cm.member_id
        ) end,
      case when c.seq <= cm.last_read_seq then 0 else (
          select count(*) from public.mentions x
          where x.workspace_id = cm.workspace_id and x.member_id = cm.member_id
            and x.conversation_id = cm.conversation_id and x.seq > cm.last_read_seq
        ) end,
      cm.is_muted, cm.is_pinned, cm.archived_seq
    from public.conversation_members cm
    join public.conversations c on c.workspace_id = cm.workspace_id and c.id = cm.conversation_id
    where cm.workspace_id = p_workspace and cm.member_id = p_member
      and (p_conversations is null or cm.conversation_id = any (p_conversations));
end
$$;
comment on function private.marks_of(uuid, uuid, uuid[]) is
  'A member''s marks of all or some conversations, with what is unread (by others, not deleted) and the seq and version of the conversation they are as of. One snapshot.';

create function private.marks_json(p_workspace uuid, p_member uuid, p_conversation uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'conversationId', x.conversation_id, 'marksVersion', x.marks_version, 'seq', x.seq, 'version', x.version,
      'lastReadSeq', x.last_read_seq, 'unreadCount', x.unread_count, 'mentionCount', x.mention_count,
      'isMuted', x.is_muted, 'isPinned', x.is_pinned, 'archivedSeq', x.archived_seq)
    from private.marks_of(p_workspace, p_member, array[p_conversation]) x
  );
end
$$;
comment on function private.marks_json(uuid, uuid, uuid) is
  'A member''s marks of one conversation as the API and the events write them; null for who is no member.';

drop trigger follow_reading on public.conversation_members;
drop function private.follow_reading();

create or replace function private.begin_reading()
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
  new.version := nextval('private.marks_versions');
  return new;
end
$$;

create function private.number_marks()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  select least(new.last_read_seq, c.seq) into new.last_read_seq from public.conversations c
    where c.workspace_id = new.workspace_id and c.id = new.conversation_id;
  if (new.last_read_seq, new.is_muted, new.is_pinned, new.archived_seq)
    is distinct from (old.last_read_seq, old.is_muted, old.is_pinned, old.archived_seq) then
    new.version := nextval('private.marks_versions');
  end if;
  return new;
end
$$;
comment on function private.number_marks() is 'Nobody reads past the end; every change of marks takes the next version.';
create trigger number_marks before update of last_read_seq, is_muted, is_pinned, archived_seq on public.conversation_members
  for each row execute function private.number_marks();

create function private.announce_marks()
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
    -- Not on a topic that somebody just taken out still hears.
    perform from public.conversations c where c.workspace_id = new.workspace_id and c.id = new.conversation_id for share;
    perform realtime.send(jsonb_build_object('memberId', new.member_id, 'lastReadSeq', new.last_read_seq), 'receipt.moved',
      private.conversation_topic(new.workspace_id, new.conversation_id), true);
  end if;
  return null;
end
$$;
comment on function private.announce_marks() is
  'conversation.marked tells the person''s devices, receipt.moved the others of a small private conversation.';
create trigger announce_marks after update of last_read_seq, is_muted, is_pinned, archived_seq on public.conversation_members
  for each row when (new.version <> old.version) execute function private.announce_marks();

create function private.shows_reading(p_workspace uuid, p_conversation uuid)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
      select from public.conversations c
      where c.workspace_id = p_workspace and c.id = p_conversation and c.kind <> 'public'
    ) and (
      select count(*) from (
        select from public.conversation_members cm
        where cm.workspace_id = p_workspace and cm.conversation_id = p_conversation limit 21) some_members
    ) <= 20;
end
$$;
comment on function private.shows_reading(uuid, uuid) is 'Receipts are for private conversations of at most twenty people.';

create function private.mark_conversation(
  p_workspace uuid, p_conversation uuid, p_read bigint, p_is_back boolean,
  p_is_muted boolean, p_is_pinned boolean, p_is_archived boolean)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_seq bigint;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  select c.seq into v_seq from public.conversations c where c.workspace_id = p_workspace and c.id = p_conversation;
  update public.conversation_members cm
    set last_read_seq = case
          when p_is_archived then greatest(cm.last_read_seq, v_seq)
          when p_read is null then cm.last_read_seq
          when p_is_back then p_read
          else greatest(cm.last_read_seq, p_read)
        end,
        is_muted = coalesce(p_is_muted, cm.is_muted),
        is_pinned = coalesce(p_is_pinned, cm.is_pinned) and p_is_archived is not true,
        archived_seq = case
          when p_is_archived then v_seq
          when not p_is_archived or p_is_back or p_is_pinned then null
          else cm.archived_seq
        end
    where cm.workspace_id = p_workspace and cm.conversation_id = p_conversation and cm.member_id = v_me;
  return private.marks_json(p_workspace, v_me, p_conversation);
end
$$;
comment on function private.mark_conversation(uuid, uuid, bigint, boolean, boolean, boolean, boolean) is
  'Changes the caller''s marks of a conversation: read up to (p_is_back: exactly up to), muted, pinned, archived (which reads it). Null leaves a mark as it is. The marks then, or null for who is no member.';
grant execute on function private.mark_conversation(uuid, uuid, bigint, boolean, boolean, boolean, boolean) to authenticated;

create function private.my_inbox(p_workspace uuid, p_ids uuid[], p_with_archived boolean)
returns setof json
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_workspace_epoch integer;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  select w.epoch into v_workspace_epoch from public.workspaces w where w.id = p_workspace;
  return query
    select json_build_object(
      'id', c.id, 'kind', c.kind, 'name', c.name, 'topic', c.topic, 'isArchived', c.archived_at is not null, 'isMember', true,
      'memberIds', coalesce(array_to_json(string_to_array(c.direct_key, ' ')), '[]'::json), 'createdBy', c.created_by,
      'lastMessageAt', c.last_message_at,
      'topicName', 'conversation:' || c.topic_id || ':' || case when c.kind = 'public' then v_workspace_epoch else c.epoch end,
      'marksVersion', x.marks_version, 'seq', x.seq, 'version', x.version, 'lastReadSeq', x.last_read_seq,
      'unreadCount', x.unread_count, 'mentionCount', x.mention_count, 'isMuted', x.is_muted, 'isPinned', x.is_pinned,
      'archivedSeq', x.archived_seq,
      'preview', (
        select json_build_object('seq', m.seq, 'version', m.version, 'authorId', m.author_id, 'text', left(m.body, 140),
          'at', m.created_at, 'isDeleted', m.deleted_at is not null)
        from public.messages m
        where m.workspace_id = c.workspace_id and m.conversation_id = c.id and m.seq = c.seq))
    from private.marks_of(p_workspace, v_me, p_ids) x
    join public.conversations c on c.workspace_id = p_workspace and c.id = x.conversation_id
    where p_with_archived or c.archived_at is null
    order by c.name nulls last, c.last_message_at desc nulls last, c.id;
end
$$;
comment on function private.my_inbox(uuid, uuid[], boolean) is
  'The caller''s conversations in a workspace (all, or those named) with their marks, what is unread, and the last message; channels that are archived only if asked. A function, since a policy would be asked for each of its counts.';
grant execute on function private.my_inbox(uuid, uuid[], boolean) to authenticated;

create function private.my_receipts(p_workspace uuid, p_conversation uuid)
returns table (member_id uuid, last_read_seq bigint)
language plpgsql stable security definer set search_path = ''
as $$
begin
  if (p_workspace, p_conversation) not in (select mine.workspace_id, mine.conversation_id from private.my_conversations() mine)
    or not exists (select from public.profiles p where p.id = (select private.me()) and p.shares_reading)
    or not private.shows_reading(p_workspace, p_conversation) then
    return;
  end if;
  return query
    select cm.member_id, cm.last_read_seq
    from public.conversation_members cm
    join public.memberships m on m.workspace_id = cm.workspace_id and m.id = cm.member_id and m.status = 'active'
    join public.profiles p on p.id = m.user_id and p.shares_reading
    where cm.workspace_id = p_workspace and cm.conversation_id = p_conversation
      and cm.member_id not in (select private.my_memberships());
end
$$;
comment on function private.my_receipts(uuid, uuid) is
  'How far the others have read, in private conversations of at most twenty people that the caller belongs to; of those who share it, and only to who shares it too.';
grant execute on function private.my_receipts(uuid, uuid) to authenticated;
