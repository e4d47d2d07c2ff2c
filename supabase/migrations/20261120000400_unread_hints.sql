-- What tells pages of conversations whose topics they are not in: batched hints, never one event a message.

create table private.hints (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  conversation_id uuid not null,
  seq bigint not null,
  recounted bigint,
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, conversation_id),
  foreign key (workspace_id, conversation_id) references public.conversations (workspace_id, id) on delete cascade
);
alter table private.hints enable row level security;
alter table private.hints force row level security;
comment on table private.hints is 'Public channels that moved on and of which the workspace has not been told yet.';
comment on column private.hints.workspace_id is 'The tenant.';
comment on column private.hints.conversation_id is 'The channel.';
comment on column private.hints.seq is 'Its last message.';
comment on column private.hints.recounted is 'Its version when a message was last deleted: unread counts are to be asked for again. Null: only new messages came.';
comment on column private.hints.created_at is 'Since when the hint waits.';

create function private.send_hints(p_workspace uuid)
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
grant execute on function private.send_hints(uuid) to app_web, app_worker;

create function private.hint_members(p_workspace uuid, p_conversation uuid, p_seq bigint, p_recounted bigint)
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.tell_member(p_workspace, cm.member_id, 'conversations.advanced', jsonb_build_object('hints', jsonb_build_array(
      jsonb_build_object('conversationId', p_conversation, 'seq', p_seq, 'recounted', p_recounted))))
  from public.conversation_members cm
  where cm.workspace_id = p_workspace and cm.conversation_id = p_conversation
    and (select count(*) from (
      select from public.conversation_members other
      where other.workspace_id = cm.workspace_id and other.member_id = cm.member_id limit 61) others) > 60;
end
$$;
comment on function private.hint_members(uuid, uuid, bigint, bigint) is
  'Tells those members of a private conversation whose pages may not be in its topic: they belong to more conversations than a page joins (60).';

create function private.recount_mentioned(p_workspace uuid, p_conversation uuid, p_members uuid[], p_seq bigint, p_version bigint)
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

create or replace function private.announce_message()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_kind text;
  v_seq bigint;
  v_recounted bigint := case when new.deleted_at is null then null else new.version end;
  v_named uuid[] := '{}';
begin
  if tg_op = 'UPDATE' and new.body = old.body and new.deleted_at is not distinct from old.deleted_at then
    return null;
  end if;
  if new.deleted_at is not null then
    delete from public.reactions r where r.workspace_id = new.workspace_id and r.message_id = new.id;
  end if;
  if tg_op = 'UPDATE' then
    select coalesce(array_agg(x.member_id), '{}') into v_named from public.mentions x
      where x.workspace_id = new.workspace_id and x.conversation_id = new.conversation_id and x.message_id = new.id;
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

  select c.kind, c.seq into v_kind, v_seq from public.conversations c
    where c.workspace_id = new.workspace_id and c.id = new.conversation_id;
  if tg_op = 'INSERT' or new.deleted_at is not null then
    if v_kind = 'public' then
      insert into private.hints as h (workspace_id, conversation_id, seq, recounted)
      values (new.workspace_id, new.conversation_id, v_seq, v_recounted)
      on conflict (workspace_id, conversation_id) do update
        set seq = greatest(h.seq, excluded.seq), recounted = greatest(h.recounted, excluded.recounted);
    else
      perform private.hint_members(new.workspace_id, new.conversation_id, v_seq, v_recounted);
    end if;
  end if;
  if tg_op = 'UPDATE' then
    -- Who is named now and was not, or the other way round.
    perform private.recount_mentioned(new.workspace_id, new.conversation_id, array(
        select coalesce(was.id, x.member_id)
        from unnest(v_named) as was (id)
        full join (
          select m.member_id from public.mentions m where m.workspace_id = new.workspace_id
            and m.conversation_id = new.conversation_id and m.message_id = new.id) x on x.member_id = was.id
        where was.id is null or x.member_id is null), v_seq, new.version);
    return null;
  end if;
  perform private.tell_member(new.workspace_id, told.member_id, 'notice', jsonb_build_object(
      'kind', told.kind, 'conversationId', new.conversation_id, 'messageId', new.id, 'seq', new.seq,
      'version', new.version, 'authorId', new.author_id, 'preview', left(new.body, 140)))
  from (
    select x.member_id, 'mention' as kind from public.mentions x
      where x.workspace_id = new.workspace_id and x.conversation_id = new.conversation_id and x.message_id = new.id
    union all
    select cm.member_id, 'direct' from public.conversation_members cm
      where v_kind = 'direct' and cm.workspace_id = new.workspace_id and cm.conversation_id = new.conversation_id
        and cm.member_id <> new.author_id and not cm.is_muted
        and not exists (select from public.mentions x where x.workspace_id = new.workspace_id
          and x.conversation_id = new.conversation_id and x.message_id = new.id and x.member_id = cm.member_id)
  ) told;
  return null;
end
$$;
comment on function private.announce_message() is
  'message.changed to the conversation; a hint for pages that are not in its topic; notice to those named or directly addressed.';
