-- What happens in calls. Locks are taken in one order: epoch of the workspace, room, call, seat; whoever locks a second call
-- does not wait for it. Every function asks first who calls, then waits for a removal that is under way, and only then
-- whether they may.

-- Rooms: their codes, who enters, and where they are heard of.

create function private.new_room_code()
returns text
language plpgsql volatile set search_path = ''
as $$
declare
  -- Without i, l and o. Bytes of two random UUIDs, but those that hold version and variant.
  v_letters constant text := 'abcdefghjkmnpqrstuvwxyz';
  v_bytes bytea := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
  v_code text := '';
begin
  for i in 0..9 loop
    v_code := v_code || substr(v_letters, 1 + get_byte(v_bytes, case when i < 6 then i else i + 10 end) % 23, 1)
      || case when i in (2, 6) then '-' else '' end;
  end loop;
  return v_code;
end
$$;
comment on function private.new_room_code() is 'Ten random letters, as abc-defg-hjk: 4 x 10^13 codes.';

create function private.may_enter(p_room public.rooms)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  if p_room.conversation_id is null then
    return p_room.workspace_id in (select private.my_workspaces());
  end if;
  return exists (
    select from public.conversations c
    where c.workspace_id = p_room.workspace_id and c.id = p_room.conversation_id
      and ((c.workspace_id, c.id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
        or (c.kind = 'public' and c.workspace_id in (select private.my_insider_workspaces()))));
end
$$;
comment on function private.may_enter(public.rooms) is
  'Whether the caller, who knows the room''s code, may enter: who sees its conversation, or every member where it has none.';

create function private.sees_room(p_room public.rooms)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return private.may_enter(p_room) and (p_room.conversation_id is not null or exists (
    select from private.my_places() p
    where p.workspace_id = p_room.workspace_id and (
      p_room.created_by = p.member_id
      or exists (
        select from public.calls c
        join public.call_seats s on s.workspace_id = c.workspace_id and s.call_id = c.id and s.member_id = p.member_id
        where c.workspace_id = p_room.workspace_id and c.room_id = p_room.id)
      or exists (
        select from public.calls c
        join public.call_rings g on g.workspace_id = c.workspace_id and g.call_id = c.id and g.member_id = p.member_id
        where c.workspace_id = p_room.workspace_id and c.room_id = p_room.id))));
end
$$;
comment on function private.sees_room(public.rooms) is
  'Whether the caller sees a room without showing its code: that of a conversation they see, or one they opened, sat in or were called to.';

create function private.room_topic(p_workspace uuid, p_room uuid)
returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select 'room:' || r.topic_id || ':' || case when c.kind <> 'public' then c.epoch else w.epoch end
    from public.rooms r
    join public.workspaces w on w.id = r.workspace_id
    left join public.conversations c on c.workspace_id = r.workspace_id and c.id = r.conversation_id
    where r.workspace_id = p_workspace and r.id = p_room);
end
$$;
comment on function private.room_topic(uuid, uuid) is
  'Topic of a room now. It moves with that of its conversation, or else with the workspace''s: whoever loses these loses it.';

create function private.open_room(p_workspace uuid, p_id uuid, p_name text, p_conversation uuid)
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  v_me uuid;
  v_room public.rooms;
  v_is_new boolean;
begin
  select p.member_id into v_me from private.my_places() p where p.workspace_id = p_workspace;
  perform private.lock_epoch(p_workspace, false) where v_me is not null;
  if v_me is null or p_workspace not in (select private.my_workspaces_with('calls.start')) then
    raise exception 'not allowed to open rooms' using errcode = '42501';
  end if;
  if p_conversation is not null
    and (p_workspace, p_conversation) not in (select m.workspace_id, m.conversation_id from private.my_conversations() m) then
    raise exception 'not in this conversation' using errcode = 'PA010';
  end if;
  insert into public.rooms (workspace_id, id, code, name, conversation_id, created_by)
  values (p_workspace, p_id, private.new_room_code(), p_name, p_conversation, v_me)
  on conflict do nothing;
  v_is_new := found;
  select r.* into v_room from public.rooms r
    where r.workspace_id = p_workspace
      and case when p_conversation is null then r.id = p_id and r.created_by = v_me and r.conversation_id is null
        else r.conversation_id = p_conversation end;
  if not found then
    raise exception 'the id stands for another room' using errcode = '23505';
  end if;
  return jsonb_build_object('id', v_room.id, 'code', v_room.code, 'isNew', v_is_new);
end
$$;
comment on function private.open_room(uuid, uuid, text, uuid) is
  'The id and code of a new room, or (isNew false) of the one that the conversation (or the id) has already. 42501; PA010: not in the conversation.';
grant execute on function private.open_room(uuid, uuid, text, uuid) to authenticated;

create function private.room_by_code(p_code text)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_room public.rooms;
begin
  select r.* into v_room from public.rooms r
    join public.workspace_features f on f.workspace_id = r.workspace_id and f.feature = 'meetings' and f.is_enabled
    where r.code = p_code;
  if not found or not private.may_enter(v_room) then
    return null;
  end if;
  perform private.tend_calls(v_room.workspace_id);
  return jsonb_build_object('id', v_room.id, 'workspaceId', v_room.workspace_id, 'code', v_room.code, 'name', v_room.name,
    'conversationId', v_room.conversation_id, 'createdBy', v_room.created_by, 'createdAt', private.iso(v_room.created_at),
    'call', (select private.call_for_me(c.workspace_id, c.id) from public.calls c
      where c.workspace_id = v_room.workspace_id and c.room_id = v_room.id and c.ended_at is null));
end
$$;
comment on function private.room_by_code(text) is 'The room of a code with its live call; null for who may not enter, where calls are switched off, and for a code that is nobody''s.';
grant execute on function private.room_by_code(text) to authenticated;
