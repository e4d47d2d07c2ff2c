import type { ClientBase } from 'pg';

/**
 * Asks the policies what the hosted server asks, in one call: read = a probe row per extension, put in
 * by the admin, is visible to the caller's role; write = the role may insert one (42501 = no). The
 * function lives in the session's temporary schema, so the database keeps no trace of it, and every
 * probe is rolled back by the exception at the end of its block, together with role and claims.
 */
const rightsCheck = `
create or replace function pg_temp.realtime_rights(question jsonb) returns jsonb
language plpgsql as $function$
declare
  wanted text[] := array(select jsonb_array_elements_text(question->'extensions'));
  wanted_one text;
  probes uuid[];
  visible text[];
  answer jsonb := '{}';
begin
  begin
    if question->>'mode' = 'read' then
      with probe as (
        insert into realtime.messages (topic, extension)
        select question->>'topic', e from unnest(wanted) as e
        returning id
      )
      select array_agg(id) into probes from probe;
    end if;

    perform set_config('role', question->>'role', true),
            set_config('realtime.topic', question->>'topic', true),
            set_config('request.jwt.claims', question->>'claims', true),
            set_config('request.jwt.claim.sub', question->>'sub', true),
            set_config('request.jwt.claim.role', question->>'role', true),
            set_config('request.headers', question->>'headers', true);

    if question->>'mode' = 'read' then
      visible := array(select m.extension from realtime.messages as m where m.id = any (probes));
      foreach wanted_one in array wanted loop
        answer := answer || jsonb_build_object(wanted_one, wanted_one = any (visible));
      end loop;
    else
      foreach wanted_one in array wanted loop
        begin
          insert into realtime.messages (topic, extension) values (question->>'topic', wanted_one);
          answer := answer || jsonb_build_object(wanted_one, true);
        exception when insufficient_privilege then
          answer := answer || jsonb_build_object(wanted_one, false);
        end;
      end loop;
    end if;

    raise exception using errcode = 'RT000', message = 'probes are rolled back';
  exception
    when sqlstate 'RT000' then null;
    when others then answer := jsonb_build_object('code', sqlstate, 'error', sqlerrm);
  end;
  return answer;
end
$function$`;

/** Prepares a fresh connection of the rights pool. */
export async function installRightsCheck(client: ClientBase): Promise<void> {
  await client.query("set timezone to 'UTC'");
  await client.query(rightsCheck);
}
