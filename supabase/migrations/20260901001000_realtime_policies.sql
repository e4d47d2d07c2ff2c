-- Who may hear and speak on realtime topics: <kind>:<id>:<epoch>, and peer:<kind>:<id>:<epoch> for chatter.

create function private.may_hear(p_topic text)
returns boolean
language plpgsql stable security definer set search_path = ''
as $$
declare
  v_parts text[];
  v_id uuid;
begin
  v_parts := regexp_match(p_topic,
    '^(?:peer:)?(workspace|conversation|user):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}):([0-9]{1,9})$');
  if v_parts is null then
    return false;
  end if;
  v_id := v_parts[2]::uuid;
  return case v_parts[1]
    when 'workspace' then exists (
      select from public.workspaces w
      where w.id = v_id and w.epoch = v_parts[3]::integer and w.id in (select private.my_insider_workspaces()))
    when 'conversation' then exists (
      select from public.conversations c join public.workspaces w on w.id = c.workspace_id
      where c.topic_id = v_id
        and case when c.kind = 'public' then w.epoch else c.epoch end = v_parts[3]::integer
        and ((c.workspace_id, c.id) in (select m.workspace_id, m.conversation_id from private.my_conversations() m)
          or (c.kind = 'public' and c.workspace_id in (select private.my_insider_workspaces()))))
    else p_topic not like 'peer:%' and exists (
      select from public.profiles p
      where p.id = v_id and p.epoch = v_parts[3]::integer and p.id = private.me())
  end;
end
$$;
comment on function private.may_hear(text) is 'Whether the caller may listen to a topic now.';

create function private.may_speak(p_topic text)
returns boolean
language sql stable security definer set search_path = ''
as $$
  select p_topic like 'peer:%' and private.may_hear(p_topic) and (
    p_topic like 'peer:workspace:%'
    or exists (
      select from public.conversations c
      join private.my_conversations() m on m.workspace_id = c.workspace_id and m.conversation_id = c.id
      where c.topic_id = split_part(p_topic, ':', 3)::uuid))
$$;
comment on function private.may_speak(text) is 'Whether the caller may send on a topic: chatter beside what they belong to, never events of record.';
grant execute on function private.may_hear(text), private.may_speak(text) to authenticated;

create policy "people hear the topics of what they see" on realtime.messages for select to authenticated
  using (extension in ('broadcast', 'presence') and (select private.may_hear((select realtime.topic()))));
create policy "members send chatter beside what they belong to" on realtime.messages for insert to authenticated
  with check (extension in ('broadcast', 'presence') and (select private.may_speak((select realtime.topic()))));
