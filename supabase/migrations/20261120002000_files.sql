-- Files: one row says whose, what and where a file is; its bytes are an object in Storage that only this row names.

create table public.files (
  workspace_id uuid not null references public.workspaces (id) on delete cascade,
  id uuid not null,
  uploaded_by uuid not null,
  purpose text not null check (purpose in ('attachment', 'avatar')),
  conversation_id uuid,
  message_id uuid,
  name text not null check (length(name) between 1 and 200),
  size_bytes bigint not null check (size_bytes > 0 and size_bytes <= case purpose when 'avatar' then 5242880 else 52428800 end),
  object_name text not null unique,
  state text not null default 'waiting' check (state in ('waiting', 'ready', 'refused', 'removed')),
  media_type text not null default 'application/octet-stream' check (length(media_type) <= 100),
  width integer check (width > 0),
  height integer check (height > 0),
  created_at timestamptz(3) not null default now(),
  primary key (workspace_id, id),
  foreign key (workspace_id, uploaded_by) references public.memberships (workspace_id, id),
  foreign key (workspace_id, conversation_id) references public.conversations (workspace_id, id),
  foreign key (workspace_id, message_id) references public.messages (workspace_id, id) deferrable initially deferred,
  check ((purpose = 'attachment') = (conversation_id is not null)),
  check (message_id is null or purpose = 'attachment')
);
create index files_uploader on public.files (workspace_id, uploaded_by, created_at);
create index files_conversation on public.files (workspace_id, conversation_id);
create index files_message on public.files (workspace_id, message_id);
create index files_left on public.files (created_at) where state <> 'ready' or message_id is null;
comment on table public.files is 'What people uploaded. Readable through a message or a picture that one sees, and only once it was looked at.';
comment on column public.files.workspace_id is 'The tenant.';
comment on column public.files.id is 'UUID v7 made by the client.';
comment on column public.files.uploaded_by is 'The member who uploaded it.';
comment on column public.files.purpose is 'attachment: of a message; avatar: a member''s picture. Also names the bucket: attachments, avatars.';
comment on column public.files.conversation_id is 'Where an attachment is to be posted.';
comment on column public.files.message_id is 'The message that carries it; null until it is sent.';
comment on column public.files.name is 'As the person named it.';
comment on column public.files.size_bytes is 'Announced by the client, then as measured.';
comment on column public.files.object_name is 'Name of the object in its bucket; made here, and not to be guessed.';
comment on column public.files.state is 'waiting for its bytes; ready; refused: not what it claimed to be; removed: its object is to be deleted.';
comment on column public.files.media_type is 'Found in its first bytes by the server, never as claimed.';
comment on column public.files.width is 'Of a picture, in pixels.';
comment on column public.files.height is 'Of a picture, in pixels.';
comment on column public.files.created_at is 'When it was announced.';

alter table public.memberships add column avatar_id uuid;
alter table public.memberships add foreign key (workspace_id, avatar_id) references public.files (workspace_id, id) deferrable initially deferred;
create index memberships_avatar on public.memberships (workspace_id, avatar_id) where avatar_id is not null;
comment on column public.memberships.avatar_id is 'Their picture here.';

alter table public.messages add column files jsonb not null default '[]';
alter table public.messages drop constraint messages_check;
alter table public.messages add constraint messages_say_something
  check (deleted_at is not null or files <> '[]'::jsonb or length(btrim(body, E' \t\r\n')) > 0);
comment on column public.messages.files is 'What it carries, as files has it: id, name, mediaType, sizeBytes, width, height. Empty once deleted.';
grant insert (files) on public.messages to authenticated;

alter table public.files enable row level security;
alter table public.files force row level security;
create policy "people see what they are about to send, what messages carry, and faces" on public.files for select to authenticated
  using (
    (message_id is null and state <> 'removed' and uploaded_by in (select private.my_memberships()))
    or (state = 'ready' and message_id is not null and exists (
      select from public.conversations c where c.workspace_id = files.workspace_id and c.id = files.conversation_id offset 0))
    or (state = 'ready' and purpose = 'avatar' and exists (
      select from public.memberships m where m.workspace_id = files.workspace_id and m.avatar_id = files.id offset 0))
  );
grant select on public.files to authenticated;

create function private.begin_file(p_workspace uuid, p_id uuid, p_purpose text, p_conversation uuid, p_name text, p_size bigint)
returns text
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_name text;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  if v_me is null then
    raise exception 'not in this workspace' using errcode = 'PA010';
  end if;
  if p_purpose = 'attachment' then
    if p_workspace not in (select private.my_workspaces_with('messages.post')) then
      raise exception 'not allowed to post' using errcode = '42501';
    end if;
    if (p_workspace, p_conversation) not in (select m.workspace_id, m.conversation_id from private.my_conversations() m) then
      raise exception 'not in this conversation' using errcode = 'PA010';
    end if;
  end if;
  insert into public.files (workspace_id, id, uploaded_by, purpose, conversation_id, name, size_bytes, object_name)
  values (p_workspace, p_id, v_me, p_purpose, p_conversation, p_name, p_size, p_workspace || '/' || gen_random_uuid())
  on conflict (workspace_id, id) do nothing;
  select f.object_name into v_name from public.files f
    where f.workspace_id = p_workspace and f.id = p_id and f.uploaded_by = v_me and f.purpose = p_purpose
      and f.conversation_id is not distinct from p_conversation and f.name = p_name;
  if v_name is null then
    raise exception 'the id stands for another file' using errcode = '23505';
  end if;
  return v_name;
end
$$;
comment on function private.begin_file(uuid, uuid, text, uuid, text, bigint) is
  'Announces a file of the caller''s and gives the name under which to upload it. 42501; PA010: not in the conversation; 23505: the id stands for another file.';
grant execute on function private.begin_file(uuid, uuid, text, uuid, text, bigint) to authenticated;

create function private.finish_file(p_workspace uuid, p_id uuid, p_state text, p_object_name text, p_media_type text, p_size bigint, p_width integer, p_height integer)
returns boolean
language plpgsql security definer set search_path = ''
as $$
begin
  update public.files f
    set state = p_state, object_name = p_object_name, media_type = p_media_type, size_bytes = p_size, width = p_width, height = p_height
    where f.workspace_id = p_workspace and f.id = p_id and f.state = 'waiting' and p_state in ('ready', 'refused');
  return found;
end
$$;
comment on function private.finish_file(uuid, uuid, text, text, text, bigint, integer, integer) is
  'What the server found when it looked at an uploaded file. False: it was looked at before, or is gone.';
grant execute on function private.finish_file(uuid, uuid, text, text, text, bigint, integer, integer) to app_web, app_worker;

create function private.take_picture(p_workspace uuid, p_file uuid)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_old uuid;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  select m.avatar_id into v_old from public.memberships m where m.workspace_id = p_workspace and m.id = v_me for no key update;
  if v_old is not distinct from p_file then
    return;
  end if;
  if p_file is not null and not exists (
    select from public.files f
    where f.workspace_id = p_workspace and f.id = p_file and f.uploaded_by = v_me and f.purpose = 'avatar' and f.state = 'ready') then
    raise exception 'no such picture' using errcode = 'PA010';
  end if;
  update public.memberships m set avatar_id = p_file where m.workspace_id = p_workspace and m.id = v_me;
  update public.files f set state = 'removed' where f.workspace_id = p_workspace and f.id = v_old;
end
$$;
comment on function private.take_picture(uuid, uuid) is
  'Makes an uploaded picture the caller''s, or takes theirs away (null); the one before is removed. PA010: no such picture of theirs.';
grant execute on function private.take_picture(uuid, uuid) to authenticated;

drop trigger announce_member on public.memberships;
create trigger announce_member after insert or update of role_id, status, name, title, avatar_id on public.memberships
  for each row execute function private.announce_member();

-- Attached to messages --------------------------------------------------------------------------------

create function private.attach_files()
returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  v_ids uuid[];
  v_facts jsonb;
begin
  if new.files = '[]'::jsonb then
    return new;
  end if;
  -- Only ids are taken from the caller; what the files are is known here.
  select array_agg(distinct (one.file ->> 'id')::uuid) into v_ids from jsonb_array_elements(new.files) as one (file);
  perform from public.files f where f.workspace_id = new.workspace_id and f.id = any (v_ids) order by f.id for no key update;
  update public.files f set message_id = new.id
    where f.workspace_id = new.workspace_id and f.id = any (v_ids) and f.uploaded_by = new.author_id
      and f.conversation_id = new.conversation_id and f.purpose = 'attachment' and f.state = 'ready' and f.message_id is null;
  select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'sizeBytes', f.size_bytes,
      'width', f.width, 'height', f.height) order by one.place)
    into v_facts
    from jsonb_array_elements(new.files) with ordinality as one (file, place)
    join public.files f on f.workspace_id = new.workspace_id and f.id = (one.file ->> 'id')::uuid and f.message_id = new.id;
  if jsonb_array_length(v_facts) is distinct from jsonb_array_length(new.files)
    or jsonb_array_length(v_facts) <> cardinality(v_ids) or cardinality(v_ids) > 10 then
    raise exception 'a file is not there to be attached' using errcode = 'PA014';
  end if;
  new.files := v_facts;
  return new;
end
$$;
comment on function private.attach_files() is
  'A message carries ten files at most: its author''s, uploaded for this conversation, looked at, and carried by no other. PA014 otherwise.';
-- After number_message, by its name: a repeat attaches nothing.
create trigger take_files before insert on public.messages for each row execute function private.attach_files();

create function private.remove_files()
returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  update public.files f set state = 'removed', name = '-' where f.workspace_id = new.workspace_id and f.message_id = new.id;
  return null;
end
$$;
comment on function private.remove_files() is 'What a deleted message carried is removed with it.';
create trigger remove_files after update of deleted_at on public.messages
  for each row when (old.deleted_at is null and new.deleted_at is not null and old.files <> '[]'::jsonb)
  execute function private.remove_files();

create function private.take_removed_files(p_limit integer)
returns table (workspace_id uuid, id uuid, bucket text, object_name text)
language plpgsql security definer set search_path = ''
as $$
begin
  -- What was announced and never sent is given up after a day.
  update public.files f set state = 'removed'
    where f.created_at < now() - interval '1 day' and f.state <> 'removed' and f.message_id is null
      and not exists (select from public.memberships m where m.workspace_id = f.workspace_id and m.avatar_id = f.id);
  return query
    select f.workspace_id, f.id, f.purpose || 's', f.object_name from public.files f
    where f.state = 'removed' order by f.created_at limit p_limit for no key update skip locked;
end
$$;
comment on function private.take_removed_files(integer) is
  'Files whose objects are to be deleted now, oldest first; forget_files follows.';
grant execute on function private.take_removed_files(integer) to app_web, app_worker;

create function private.forget_files(p_workspaces uuid[], p_ids uuid[])
returns void
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.files f using unnest(p_workspaces, p_ids) as gone (workspace_id, id)
    where f.workspace_id = gone.workspace_id and f.id = gone.id and f.state = 'removed';
end
$$;
comment on function private.forget_files(uuid[], uuid[]) is 'Forgets removed files whose objects are gone.';
grant execute on function private.forget_files(uuid[], uuid[]) to app_web, app_worker;

create function private.my_uploads()
returns table (bucket text, object_name text)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
    select f.purpose || 's', f.object_name from private.my_places() p
    join public.files f on f.workspace_id = p.workspace_id and f.uploaded_by = p.member_id
    where f.state = 'waiting' and f.created_at > now() - interval '1 day';
end
$$;
comment on function private.my_uploads() is 'Where the caller may upload now: what they announced and was not looked at yet.';
grant execute on function private.my_uploads() to authenticated;

-- What messages say of themselves now tells of their files, too ---------------------------------------

create or replace function private.change_message()
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
    new.files := '[]';
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
      'authorId', new.author_id, 'body', new.body, 'files', new.files, 'createdAt', private.iso(new.created_at),
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

create or replace function private.read_messages(p_workspace uuid, p_conversation uuid, p_first bigint, p_last bigint, p_since bigint, p_limit integer)
returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  v_seq bigint;
  v_version bigint;
  v_first bigint;
  v_last bigint;
  v_seqs bigint[];
begin
  select c.seq, c.version into v_seq, v_version from public.conversations c
    where c.workspace_id = p_workspace and c.id = p_conversation;
  if not found then
    return null;
  end if;
  if p_since is not null then
    select array_agg(s.seq) into v_seqs from (
      select m.seq from public.messages m
      where m.workspace_id = p_workspace and m.conversation_id = p_conversation and m.version > p_since
      order by m.version limit p_limit) s;
  else
    -- Messages are numbered without gaps, so that a page is a range.
    v_last := least(coalesce(p_last, v_seq), v_seq);
    v_first := greatest(1, coalesce(p_first, v_last - p_limit + 1));
    v_seqs := array(select generate_series(v_first, least(v_last, v_first + p_limit - 1)));
  end if;
  return jsonb_build_object('seq', v_seq, 'version', v_version, 'messages', coalesce((
    select jsonb_agg(jsonb_build_object(
        'id', m.id, 'conversationId', m.conversation_id, 'seq', m.seq, 'version', m.version, 'authorId', m.author_id,
        'body', m.body, 'files', m.files, 'createdAt', m.created_at, 'editedAt', m.edited_at, 'deletedAt', m.deleted_at,
        'reactions', coalesce((
          select jsonb_agg(jsonb_build_object('emoji', r.emoji, 'memberId', r.member_id) order by r.created_at, r.emoji, r.member_id)
          from public.reactions r
          where r.workspace_id = m.workspace_id and r.conversation_id = m.conversation_id and r.message_id = m.id), '[]'::jsonb))
      order by m.seq)
    from public.messages m
    where m.workspace_id = p_workspace and m.conversation_id = p_conversation and m.seq = any (v_seqs)), '[]'::jsonb));
end
$$;
