-- Who sees and does what in conversations.

-- Ids are unique within a workspace only, and clients choose them: whoever compares a conversation's id compares the
-- workspace with it, or a twin made elsewhere would open the door.

create function private.my_conversations()
returns table (workspace_id uuid, conversation_id uuid)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
    select cm.workspace_id, cm.conversation_id
    from private.my_places() p
    join public.conversation_members cm on cm.workspace_id = p.workspace_id and cm.member_id = p.member_id;
end
$$;
comment on function private.my_conversations() is 'Conversations the caller belongs to.';

create function private.my_peers()
returns table (workspace_id uuid, member_id uuid)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
    select distinct cm.workspace_id, cm.member_id
    from public.conversation_members cm
    join private.my_conversations() mine
      on mine.workspace_id = cm.workspace_id and mine.conversation_id = cm.conversation_id;
end
$$;
comment on function private.my_peers() is 'Memberships that share a conversation with the caller.';
grant execute on function private.my_conversations(), private.my_peers() to authenticated;

create policy "insiders see everyone, outsiders those they talk with" on public.memberships for select to authenticated
  using (
    workspace_id in (select private.my_insider_workspaces())
    or id in (select private.my_memberships())
    or (workspace_id, id) in (select p.workspace_id, p.member_id from private.my_peers() p)
  );
create policy "people change how they appear" on public.memberships for update to authenticated
  using (id in (select private.my_memberships())) with check (id in (select private.my_memberships()));
grant select, update (name, title, is_checklist_hidden) on public.memberships to authenticated;

create policy "members see their conversations, insiders the public channels" on public.conversations for select to authenticated
  using (
    (kind = 'public' and workspace_id in (select private.my_insider_workspaces()))
    or (workspace_id, id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
  );
create policy "people create channels" on public.conversations for insert to authenticated
  with check (
    kind in ('public', 'private')
    and workspace_id in (select private.my_workspaces_with('channels.create'))
    and created_by in (select private.my_memberships())
  );
create policy "creators and channel managers change channels" on public.conversations for update to authenticated
  using (
    kind <> 'direct'
    and (workspace_id, id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
    and (
      created_by in (select private.my_memberships())
      or workspace_id in (select private.my_workspaces_with('channels.manage'))
    )
  )
  with check (kind <> 'direct');
grant select, insert (workspace_id, id, kind, name, topic, created_by), update (name, topic, archived_at)
  on public.conversations to authenticated;

-- `offset 0` keeps EXISTS one index probe a row: else the planner hashes the conversations of all workspaces.

create policy "people see who is in what they see" on public.conversation_members for select to authenticated
  using (exists (
    select from public.conversations c
    where c.workspace_id = conversation_members.workspace_id and c.id = conversation_members.conversation_id
    offset 0
  ));
create policy "insiders join public channels, members bring others" on public.conversation_members for insert to authenticated
  with check (
    exists (
      select from public.conversations c
      where c.workspace_id = conversation_members.workspace_id and c.id = conversation_members.conversation_id
        and c.kind <> 'direct' and c.archived_at is null
    )
    and (
      (member_id in (select private.my_memberships()) and workspace_id in (select private.my_insider_workspaces()))
      or ((workspace_id, conversation_id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
        and workspace_id in (select private.my_workspaces_with('channels.create')))
    )
  );
create policy "people read on" on public.conversation_members for update to authenticated
  using (member_id in (select private.my_memberships())) with check (member_id in (select private.my_memberships()));
create policy "people leave channels, managers take people out" on public.conversation_members for delete to authenticated
  using (
    exists (
      select from public.conversations c
      where c.workspace_id = conversation_members.workspace_id and c.id = conversation_members.conversation_id
        and c.kind <> 'direct'
    )
    and (
      member_id in (select private.my_memberships())
      or ((workspace_id, conversation_id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
        and workspace_id in (select private.my_workspaces_with('channels.manage')))
    )
  );
grant select, insert (workspace_id, conversation_id, member_id), update (last_read_seq), delete
  on public.conversation_members to authenticated;

create policy "who sees a conversation reads its messages" on public.messages for select to authenticated
  using (exists (
    select from public.conversations c where c.workspace_id = messages.workspace_id and c.id = messages.conversation_id
    offset 0
  ));
create policy "members post as themselves" on public.messages for insert to authenticated
  with check (
    author_id in (select private.my_memberships())
    and (workspace_id, conversation_id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
    and workspace_id in (select private.my_workspaces_with('messages.post'))
  );
create policy "authors change their messages, moderators delete" on public.messages for update to authenticated
  using (
    (workspace_id, conversation_id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
    and (
      author_id in (select private.my_memberships())
      or workspace_id in (select private.my_workspaces_with('messages.moderate'))
    )
  )
  with check ((workspace_id, conversation_id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m));
grant select, insert (workspace_id, id, conversation_id, author_id, body), update (body, deleted_at)
  on public.messages to authenticated;

create policy "who reads a message reads what it said" on public.message_revisions for select to authenticated
  using (exists (
    select from public.conversations c
    where c.workspace_id = message_revisions.workspace_id and c.id = message_revisions.conversation_id
    offset 0
  ));
grant select on public.message_revisions to authenticated;

create policy "who reads a message sees its reactions" on public.reactions for select to authenticated
  using (exists (
    select from public.conversations c where c.workspace_id = reactions.workspace_id and c.id = reactions.conversation_id
    offset 0
  ));
create policy "members react as themselves" on public.reactions for insert to authenticated
  with check (
    member_id in (select private.my_memberships())
    and (workspace_id, conversation_id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
    and workspace_id in (select private.my_workspaces_with('messages.post'))
  );
create policy "people take their reactions back" on public.reactions for delete to authenticated
  using (member_id in (select private.my_memberships()) and (workspace_id, conversation_id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m));
grant select, insert (workspace_id, conversation_id, message_id, member_id, emoji), delete on public.reactions to authenticated;

create policy "people see where they are mentioned" on public.mentions for select to authenticated
  using (
    member_id in (select private.my_memberships())
    and exists (
      select from public.conversations c where c.workspace_id = mentions.workspace_id and c.id = mentions.conversation_id
      offset 0
    )
  );
grant select on public.mentions to authenticated;

-- Direct messages and search: the two things a policy cannot say ----------------------------------

create function private.open_direct(p_workspace uuid, p_id uuid, p_members uuid[])
returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_members uuid[];
  v_key text;
  v_id uuid;
begin
  select m.id into v_me from public.memberships m
    where m.workspace_id = p_workspace and m.id in (select private.my_memberships());
  if v_me is null or p_workspace not in (select private.my_workspaces_with('conversations.direct')) then
    raise exception 'not allowed to start direct messages' using errcode = '42501';
  end if;
  select array_agg(distinct x order by x) into v_members from unnest(p_members || v_me) as x;
  if cardinality(v_members) > 9 then
    raise exception 'a direct message has at most nine people' using errcode = 'PA009';
  end if;
  if (select count(*) from public.memberships m
      where m.workspace_id = p_workspace and m.id = any (v_members) and m.status = 'active') <> cardinality(v_members) then
    raise exception 'no such member' using errcode = 'PA005';
  end if;
  v_key := array_to_string(v_members, ' ');
  insert into public.conversations (workspace_id, id, kind, direct_key, created_by)
  values (p_workspace, p_id, 'direct', v_key, v_me)
  on conflict (workspace_id, direct_key) do nothing
  returning id into v_id;
  if v_id is null then
    select c.id into v_id from public.conversations c where c.workspace_id = p_workspace and c.direct_key = v_key;
  end if;
  insert into public.conversation_members (workspace_id, conversation_id, member_id)
  select p_workspace, v_id, x from unnest(v_members) as x
  on conflict do nothing;
  return v_id;
end
$$;
comment on function private.open_direct(uuid, uuid, uuid[]) is
  'The direct conversation of the caller with these members, made when there is none. 42501, PA005 (no such member), PA009 (more than nine).';
grant execute on function private.open_direct(uuid, uuid, uuid[]) to authenticated;

create function private.search_messages(p_workspace uuid, p_query text, p_before timestamptz, p_limit integer)
returns setof public.messages
language sql stable security definer set search_path = ''
as $$
  with wanted as (
    select to_tsquery('simple'::regconfig, string_agg(quote_literal(word) || ':*', ' & ')) as words
    from regexp_split_to_table(regexp_replace(lower(p_query), '[''\\]', ' ', 'g'), '\s+') as word
    where word ~ '[[:alnum:]]'
  )
  select m.*
  from public.messages m, wanted
  where m.workspace_id = p_workspace
    and p_workspace in (select private.my_workspaces())
    and m.search @@ wanted.words
    and m.deleted_at is null
    and m.created_at < coalesce(p_before, 'infinity')
    and (
      (m.workspace_id, m.conversation_id) in (select mine.workspace_id, mine.conversation_id from private.my_conversations() mine)
      or (p_workspace in (select private.my_insider_workspaces()) and exists (
        select from public.conversations c
        where c.workspace_id = m.workspace_id and c.id = m.conversation_id and c.kind = 'public'))
    )
  order by m.created_at desc, m.id desc
  limit least(p_limit, 50)
$$;
comment on function private.search_messages(uuid, text, timestamptz, integer) is
  'Newest messages that hold every word (as prefixes), of what the caller may read. A policy would keep the text index from being used, since @@ is not leakproof.';
grant execute on function private.search_messages(uuid, text, timestamptz, integer) to authenticated;
