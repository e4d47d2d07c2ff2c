-- Reading a run of messages. In PL/pgSQL, which keeps its plans for the session: planning these statements under
-- row-level security takes longer than running them. The caller's policies hold, since the function runs as the caller.

create function private.read_messages(p_workspace uuid, p_conversation uuid, p_first bigint, p_last bigint, p_since bigint, p_limit integer)
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
        'body', m.body, 'createdAt', m.created_at, 'editedAt', m.edited_at, 'deletedAt', m.deleted_at,
        'reactions', coalesce((
          select jsonb_agg(jsonb_build_object('emoji', r.emoji, 'memberId', r.member_id) order by r.created_at, r.emoji, r.member_id)
          from public.reactions r
          where r.workspace_id = m.workspace_id and r.conversation_id = m.conversation_id and r.message_id = m.id), '[]'::jsonb))
      order by m.seq)
    from public.messages m
    where m.workspace_id = p_workspace and m.conversation_id = p_conversation and m.seq = any (v_seqs)), '[]'::jsonb));
end
$$;
comment on function private.read_messages(uuid, uuid, bigint, bigint, bigint, integer) is
  'Messages with their reactions, in order: those from p_first to p_last (by default the newest), or those that changed since version p_since; at most p_limit. With the conversation''s seq and version of the same snapshot; null for who does not see it.';
grant execute on function private.read_messages(uuid, uuid, bigint, bigint, bigint, integer) to authenticated;

create function private.read_members(p_workspace uuid, p_conversation uuid)
returns uuid[]
language plpgsql stable set search_path = ''
as $$
begin
  if not exists (select from public.conversations c where c.workspace_id = p_workspace and c.id = p_conversation) then
    return null;
  end if;
  return array(
    select cm.member_id from public.conversation_members cm
    join public.memberships m on m.workspace_id = cm.workspace_id and m.id = cm.member_id and m.status = 'active'
    where cm.workspace_id = p_workspace and cm.conversation_id = p_conversation
    order by cm.created_at, cm.member_id);
end
$$;
comment on function private.read_members(uuid, uuid) is
  'Active members of a conversation in the order they joined; null for who does not see it. As the caller, with plans kept.';
grant execute on function private.read_members(uuid, uuid) to authenticated;
