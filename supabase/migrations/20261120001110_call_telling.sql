-- How a call is told: to who asks, and to those who hear of it.

create function private.call_json(p_workspace uuid, p_call uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', c.id, 'roomId', c.room_id, 'code', r.code, 'conversationId', r.conversation_id, 'kind', c.kind,
      'startedBy', c.started_by, 'version', c.version, 'startedAt', private.iso(c.started_at),
      'endedAt', private.iso(c.ended_at), 'endReason', c.end_reason,
      'topicName', private.room_topic(r.workspace_id, r.id),
      'seats', coalesce((
        select jsonb_agg(jsonb_build_object('id', s.id, 'memberId', s.member_id, 'incarnation', s.incarnation,
          'isMuted', s.is_muted, 'isCameraOn', s.is_camera_on, 'isSharing', s.is_sharing,
          'joinedAt', private.iso(s.joined_at)) order by s.joined_at, s.id)
        from public.call_seats s
        where s.workspace_id = c.workspace_id and s.call_id = c.id and s.left_at is null), '[]'::jsonb),
      'rings', coalesce((
        select jsonb_agg(jsonb_build_object('memberId', g.member_id, 'state', g.state, 'message', '') order by g.member_id)
        from public.call_rings g where g.workspace_id = c.workspace_id and g.call_id = c.id), '[]'::jsonb))
    from public.calls c join public.rooms r on r.workspace_id = c.workspace_id and r.id = c.room_id
    where c.workspace_id = p_workspace and c.id = p_call
  );
end
$$;
comment on function private.call_json(uuid, uuid) is 'A call with those who are in it and those who were called, as the API and the events write it; without what people said when declining.';

create function private.call_for_me(p_workspace uuid, p_call uuid)
returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return private.call_json(p_workspace, p_call) || jsonb_build_object('rings', coalesce((
    select jsonb_agg(jsonb_build_object('memberId', g.member_id, 'state', g.state, 'message', coalesce(said.message, '')) order by g.member_id)
    from public.call_rings g left join private.ring_messages(p_workspace, p_call) said on said.member_id = g.member_id
    where g.workspace_id = p_workspace and g.call_id = p_call), '[]'::jsonb));
end
$$;
comment on function private.call_for_me(uuid, uuid) is 'As call_json, with what the caller may know of what people said.';

create function private.announce_call(p_workspace uuid, p_call uuid, p_to_conversation boolean)
returns void
language plpgsql security definer set search_path = ''
as $$
declare
  v_call public.calls;
  v_conversation uuid;
begin
  update public.calls c set version = c.version + 1 where c.workspace_id = p_workspace and c.id = p_call returning c.* into v_call;
  perform realtime.send(private.call_json(p_workspace, p_call), 'call.changed',
    private.room_topic(p_workspace, v_call.room_id), true);
  if not p_to_conversation then
    return;
  end if;
  select r.conversation_id into v_conversation from public.rooms r where r.workspace_id = p_workspace and r.id = v_call.room_id;
  if v_conversation is not null then
    perform realtime.send(jsonb_build_object('callId', p_call, 'version', v_call.version, 'isLive', v_call.ended_at is null),
      'call.changed', private.conversation_topic(p_workspace, v_conversation), true);
  end if;
end
$$;
comment on function private.announce_call(uuid, uuid, boolean) is 'call.changed to the room, whole, under the call''s next version; in short to its conversation too, if who is in it, or whether it is live, changed.';

create function private.see_call(p_workspace uuid, p_call uuid)
returns jsonb
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform private.tend_calls(p_workspace);
  return (
    select private.call_for_me(c.workspace_id, c.id) from public.calls c
    join public.rooms r on r.workspace_id = c.workspace_id and r.id = c.room_id
    where c.workspace_id = p_workspace and c.id = p_call and private.sees_room(r));
end
$$;
comment on function private.see_call(uuid, uuid) is 'A call as it is now; null for who does not see its room.';
grant execute on function private.see_call(uuid, uuid) to authenticated;
