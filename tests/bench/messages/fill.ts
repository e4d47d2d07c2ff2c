import type { Dweller, House } from '../support/house.ts';

/** Without the triggers, which would take minutes: so numbers and totals are written as they would be. */
async function untriggered(house: House, statements: [text: string, values: unknown[]][]): Promise<void> {
  const client = await house.admin.connect();
  try {
    await client.query('begin');
    await client.query('set local session_replication_role = replica');
    for (const [text, values] of statements) await client.query(text, values);
    await client.query('commit');
  } finally {
    client.release(true);
  }
}

/** Brings a conversation to so many messages; every fifth has two reactions. */
export async function fillConversation(
  house: House,
  { memberId }: Dweller,
  conversationId: string,
  messages: number,
): Promise<void> {
  const { rows } = await house.admin.query<{ seq: string }>(
    'select seq from conversations where workspace_id = $1 and id = $2',
    [house.workspaceId, conversationId],
  );
  const present = Number(rows[0]?.seq);
  await untriggered(house, [
    [
      `insert into messages (workspace_id, id, conversation_id, author_id, seq, version, body, created_at)
       select $1, gen_random_uuid(), $2, $3, n, n, 'Message ' || n || ' about **the plan** and the budget of the week',
         now() - (($5 - n) || ' seconds')::interval
       from generate_series($4::integer + 1, $5::integer) n`,
      [house.workspaceId, conversationId, memberId, present, messages],
    ],
    [
      `insert into reactions (workspace_id, conversation_id, message_id, member_id, emoji)
       select m.workspace_id, m.conversation_id, m.id, $2, e from messages m, unnest(array['👍', '🎉']) e
       where m.workspace_id = $1 and m.conversation_id = $3 and m.seq % 5 = 0 and m.seq > $4`,
      [house.workspaceId, memberId, conversationId, present],
    ],
    [
      'update conversations set seq = $3, version = $3, last_message_at = now() where workspace_id = $1 and id = $2',
      [house.workspaceId, conversationId, messages],
    ],
  ]);
  await house.admin.query('vacuum (analyze) messages');
  await house.admin.query('analyze');
}

/**
 * Puts a reader into `joined` conversations (channels of both kinds and direct messages) of sixty messages each, of which
 * some are unread and every fourth names the reader; as many again, and public, are not theirs.
 */
export async function fillInbox(
  house: House,
  reader: Dweller,
  others: readonly Dweller[],
  joined: number,
): Promise<void> {
  const people = [reader, ...others].map(({ memberId }) => memberId);
  const [, partner] = people;
  await untriggered(house, [
    [
      `create temporary table inbox on commit drop as
       select n, gen_random_uuid() as id, n <= $1::integer as is_mine,
         case when n > $1 then 'public' when n % 10 = 0 then 'direct' when n % 3 = 0 then 'private' else 'public' end as kind
       from generate_series(1, 2 * $1::integer) n`,
      [joined],
    ],
    [
      `insert into conversations (workspace_id, id, kind, name, direct_key, seq, version, created_by, last_message_at)
       select $1, id, kind, case when kind <> 'direct' then 'inbox-' || n end,
         case when kind = 'direct' then $2::uuid || ' ' || gen_random_uuid() end, 60, 60, $3, now() - (n || ' minutes')::interval from inbox`,
      [house.workspaceId, reader.memberId, partner],
    ],
    [
      `insert into conversation_members (workspace_id, conversation_id, member_id, last_read_seq)
       select $1, i.id, m.id, 60 - (i.n % 30) from inbox i
       cross join unnest($2::uuid[]) with ordinality m (id, place)
       where (m.id <> $3 or i.is_mine) and (i.kind <> 'direct' or m.place <= 2)`,
      [house.workspaceId, people, reader.memberId],
    ],
    [
      `insert into messages (workspace_id, id, conversation_id, author_id, seq, version, body, created_at)
       select $1, gen_random_uuid(), i.id, $2, place, place,
         'Message ' || place || case when place % 4 = 0 then ' for <@' || $3::uuid || '>' else '' end,
         now() - ((60 - place) || ' minutes')::interval
       from inbox i, generate_series(1, 60) place`,
      [house.workspaceId, partner, reader.memberId],
    ],
    [
      `insert into mentions (workspace_id, conversation_id, message_id, member_id, seq)
       select m.workspace_id, m.conversation_id, m.id, $2, m.seq
       from messages m join inbox i on i.id = m.conversation_id
       where m.workspace_id = $1 and m.seq % 4 = 0 and (i.is_mine or i.kind = 'public')`,
      [house.workspaceId, reader.memberId],
    ],
  ]);
  await house.admin.query('analyze');
}
