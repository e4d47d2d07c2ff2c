import type { ClientBase } from 'pg';

import type { SeedCall } from './calls.ts';
import type { SeedConversation } from './seed-conversation.ts';
import { spreadTimes } from './spread-times.ts';

export type Filled = {
  workspaceId: string;
  conversations: readonly { id: string; messageIds: readonly string[]; written: SeedConversation }[];
  calls: readonly { id: string; written: SeedCall }[];
};

// What was made in seconds is said to have been made over two weeks. Triggers rest meanwhile, so that nothing is
// numbered, announced or audited again.
const STEPS = {
  messages: `
    update messages m set created_at = said.at,
      edited_at = m.edited_at + (said.at + interval '2 minutes' - m.edited_at),
      deleted_at = m.deleted_at + (said.at + interval '1 minute' - m.deleted_at)
    from unnest($2::uuid[], $3::timestamptz[]) as said (id, at)
    where m.workspace_id = $1 and m.id = said.id`,
  files: `
    update files f set created_at = m.created_at - interval '1 minute' from messages m
    where f.workspace_id = $1 and m.workspace_id = $1 and m.id = f.message_id and m.id = any ($2)`,
  revisions: `
    update message_revisions r set replaced_at = m.edited_at from messages m
    where r.workspace_id = $1 and m.workspace_id = $1 and m.id = r.message_id and m.id = any ($2)`,
  reactions: `
    update reactions r set created_at = least(now(), m.created_at + made.place * interval '40 seconds')
    from messages m, (
      select message_id, member_id, emoji, row_number() over (partition by message_id order by created_at) as place
      from reactions where workspace_id = $1 and message_id = any ($2)) made
    where r.workspace_id = $1 and r.message_id = made.message_id and r.member_id = made.member_id
      and r.emoji = made.emoji and m.workspace_id = $1 and m.id = r.message_id`,
  conversations: `
    update conversations c set last_message_at = said.last_at, created_at = said.first_at - interval '10 minutes'
    from (select conversation_id, max(created_at) as last_at, min(created_at) as first_at
      from messages where workspace_id = $1 group by conversation_id) said
    where c.workspace_id = $1 and c.id = said.conversation_id`,
  members: `
    update conversation_members cm set created_at = c.created_at from conversations c
    where cm.workspace_id = $1 and c.workspace_id = $1 and c.id = cm.conversation_id`,
  memberships: `
    update memberships set created_at = (select min(created_at) from conversations where workspace_id = $1) - interval '1 hour'
    where workspace_id = $1`,
  workspace: `
    update workspaces set created_at = (select min(created_at) from memberships where workspace_id = $1) where id = $1`,
  calls: `
    update calls c set started_at = was.at, ended_at = was.at + was.minutes * interval '1 minute'
    from unnest($2::uuid[], $3::timestamptz[], $4::integer[]) as was (id, at, minutes)
    where c.workspace_id = $1 and c.id = was.id`,
  seats: `
    update call_seats s set joined_at = c.started_at, seen_at = c.ended_at, left_at = c.ended_at
    from calls c where s.workspace_id = $1 and c.workspace_id = $1 and c.id = s.call_id and c.id = any ($2)`,
  rings: `
    update call_rings g set created_at = c.started_at, answered_at = c.started_at + interval '20 seconds'
    from calls c where g.workspace_id = $1 and c.workspace_id = $1 and c.id = g.call_id and c.id = any ($2)`,
  quality: `
    update call_quality q set at = c.started_at + interval '10 seconds'
    from calls c where q.workspace_id = $1 and c.workspace_id = $1 and c.id = q.call_id and c.id = any ($2)`,
  rooms: `
    update rooms r set created_at = c.started_at - interval '1 minute'
    from calls c where r.workspace_id = $1 and c.workspace_id = $1 and c.room_id = r.id and c.id = any ($2)`,
} as const;

/** Gives everything that was filled in the times it was written with, in one transaction: the last step of the seed. */
export async function dateBack(admin: ClientBase, filled: readonly Filled[], now: Date): Promise<void> {
  await admin.query('begin');
  await admin.query('set local session_replication_role = replica');
  for (const { workspaceId, conversations, calls } of filled) {
    const ids = conversations.flatMap(({ messageIds }) => messageIds);
    const times = conversations.flatMap(({ written }) =>
      spreadTimes(
        written.messages.map(({ at }) => at),
        now,
      ),
    );
    await admin.query(STEPS.messages, [workspaceId, ids, times]);
    await admin.query(STEPS.files, [workspaceId, ids]);
    await admin.query(STEPS.revisions, [workspaceId, ids]);
    await admin.query(STEPS.reactions, [workspaceId, ids]);
    await admin.query(STEPS.conversations, [workspaceId]);
    await admin.query(STEPS.members, [workspaceId]);
    await admin.query(STEPS.memberships, [workspaceId]);
    await admin.query(STEPS.workspace, [workspaceId]);
    const callIds = calls.map(({ id }) => id);
    const starts = calls.flatMap(({ written }) => spreadTimes([written.at], now));
    const minutes = calls.map(({ written }) => written.minutes);
    await admin.query(STEPS.calls, [workspaceId, callIds, starts, minutes]);
    for (const step of [STEPS.seats, STEPS.rings, STEPS.quality, STEPS.rooms])
      await admin.query(step, [workspaceId, callIds]);
  }
  await admin.query('commit');
}
