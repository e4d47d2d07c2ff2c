import { Client } from 'pg';

import type { Member, Workspace } from './workspace';

/** What is made, in the order of what was said last: 30 private and 30 direct ones stand before all others. */
const COUNTS = { public: 300, private: 600, direct: 100 };

export type ManyConversations = {
  /** Ids by kind; of private and direct ones the first 30 are recent, the rest is old. */
  public: string[];
  private: string[];
  direct: string[];
};

/** Puts a person into a thousand conversations, each with the owner; past the API, which would take minutes. */
export async function createManyConversations(
  workspace: Workspace,
  person: Member,
): Promise<ManyConversations> {
  const client = new Client({ connectionString: process.env['ADMIN_DATABASE_URL'] });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(
      `with made as (
         insert into auth.users (instance_id, id, aud, role, email, raw_user_meta_data, raw_app_meta_data, email_confirmed_at, created_at, updated_at)
         select '00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated', 'authenticated',
           'crowd.' || n || '.' || $1 || '@example.com', jsonb_build_object('name', 'Crowd ' || n), '{}', now(), now(), now()
         from generate_series(1, ${COUNTS.direct}) n returning id, raw_user_meta_data ->> 'name' as name)
       select count(*) from made`,
      [workspace.id],
    );
    await client.query(
      `insert into memberships (workspace_id, user_id, role_id, name)
       select $1, u.id, r.id, u.raw_user_meta_data ->> 'name' from auth.users u
       join roles r on r.workspace_id = $1 and r.key = 'guest'
       where u.email like 'crowd.%.' || $1::text || '@example.com'`,
      [workspace.id],
    );
    const rows = [workspace.id, person.memberId, workspace.owner.memberId];
    await client.query(
      `insert into conversations (workspace_id, id, kind, name, last_message_at)
       select $1, gen_random_uuid(), kind, left(kind, 3) || '-' || n,
         now() - case when kind = 'private' and n <= 30 then interval '1 hour' else interval '2 days' end
       from (values ('public', ${COUNTS.public}), ('private', ${COUNTS.private})) as wanted (kind, many),
         generate_series(1, many) as n`,
      rows.slice(0, 1),
    );
    await client.query(
      `insert into conversations (workspace_id, id, kind, direct_key, last_message_at)
       select $1, gen_random_uuid(), 'direct',
         (select string_agg(x::text, ' ' order by x) from unnest(array[$2::uuid, $3::uuid, m.id]) as x),
         now() - case when row_number() over (order by m.id) <= 30 then interval '1 hour' else interval '2 days' end
       from memberships m where m.workspace_id = $1 and m.name like 'Crowd %'`,
      rows,
    );
    await client.query(
      `insert into conversation_members (workspace_id, conversation_id, member_id)
       select c.workspace_id, c.id, m.id from conversations c
       cross join unnest(array[$2::uuid, $3::uuid]) as m (id)
       where c.workspace_id = $1 and c.name is distinct from 'general'`,
      rows,
    );
    await client.query('commit');
    const { rows: made } = await client.query<{ kind: keyof ManyConversations; ids: string[] }>(
      `select kind, array_agg(id order by last_message_at desc, id) as ids from conversations
       where workspace_id = $1 and name is distinct from 'general' group by kind`,
      [workspace.id],
    );
    const idsOf = (kind: string) => made.find((row) => row.kind === kind)?.ids ?? [];
    return { public: idsOf('public'), private: idsOf('private'), direct: idsOf('direct') };
  } finally {
    await client.end();
  }
}
