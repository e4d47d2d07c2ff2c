// Opening and scrolling a conversation of 10,000 messages: the app's own statements under row-level security,
// against the same statements by a role that is past it, in turn.
import { type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';

import { conversationRows } from '@/lib/chat/conversation-rows';
import { messageWindow } from '@/lib/chat/message-rows';

import { openHouse } from './support/house.ts';
import { median, report, timeMs } from './support/report.ts';

const MESSAGES = 10_000;
const ROUNDS = 300;
const WARM_UP = 30;
const AS_PERSON = `select set_config('request.jwt.claims', $1, true), set_config('role', 'authenticated', true)`;
const AS_ADMIN = `select set_config('request.jwt.claims', $1, true)`;

const house = await openHouse();
const { workspaceId, memberId, conversationId } = house;
const actor = {
  workspaceId,
  memberId,
  role: 'owner',
  rank: 100,
  isInsider: true,
  permissions: [],
  features: [],
};
const admin = new Client({ connectionString: house.adminUrl });
const web = new Client({ connectionString: house.webUrl });
await admin.connect();
await web.connect();

/** Ten thousand messages, every fifth with two reactions; without the triggers, which would take a minute. */
async function fill(): Promise<void> {
  await admin.query('begin');
  await admin.query('set local session_replication_role = replica');
  await admin.query(
    `insert into messages (workspace_id, id, conversation_id, author_id, seq, version, body, created_at)
     select $1, gen_random_uuid(), $2, $3, n, n, 'Message ' || n || ' about **the plan** and the budget of the week',
       now() - (($4 - n) || ' minutes')::interval
     from generate_series(1, $4::integer) n`,
    [workspaceId, conversationId, memberId, MESSAGES],
  );
  await admin.query(
    `insert into reactions (workspace_id, conversation_id, message_id, member_id, emoji)
     select m.workspace_id, m.conversation_id, m.id, $2, e from messages m, unnest(array['👍', '🎉']) e
     where m.workspace_id = $1 and m.conversation_id = $3 and m.seq % 5 = 0`,
    [workspaceId, memberId, conversationId],
  );
  await admin.query(
    'update conversations set seq = $3, version = $3, last_message_at = now() where workspace_id = $1 and id = $2',
    [workspaceId, conversationId, MESSAGES],
  );
  await admin.query('commit');
  await admin.query('analyze');
}

/** What the first screen of a conversation reads, in one transaction. */
async function open(client: Client, enter: string, chosen: SQL): Promise<void> {
  await client.query('begin');
  await client.query(enter, [house.claims]);
  const db = drizzle(client);
  const [conversation] = await conversationRows(db, actor, sql`c.id = ${conversationId}::uuid`);
  const page = await messageWindow(db, { workspaceId, conversationId }, chosen);
  await client.query('commit');
  if (conversation === undefined || page?.messages.length !== 50) throw new Error('the page is not whole');
}

async function compare(name: string, chosen: SQL): Promise<void> {
  const personMs: number[] = [];
  const adminMs: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const asPerson = await timeMs(async () => await open(web, AS_PERSON, chosen));
    const asAdmin = await timeMs(async () => await open(admin, AS_ADMIN, chosen));
    if (round < 0) continue;
    personMs.push(asPerson);
    adminMs.push(asAdmin);
  }
  report({ name, value: median(personMs), unit: 'ms', floor: median(adminMs), aim: 1.5 });
}

try {
  await fill();
  await compare('access.open-conversation.p50', sql`true order by s.seq desc limit 50`);
  await compare('access.scroll-back.p50', sql`s.seq < ${MESSAGES / 2} order by s.seq desc limit 50`);
} finally {
  await admin.end();
  await web.end();
}
