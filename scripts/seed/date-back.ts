import type { ClientBase } from 'pg';

import type { SeedConversation } from './seed-conversation.ts';
import { spreadTimes } from './spread-times.ts';

export type Filled = {
  workspaceId: string;
  conversations: readonly { id: string; messageIds: readonly string[]; written: SeedConversation }[];
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
} as const;

/** Gives everything that was filled in the times it was written with, in one transaction: the last step of the seed. */
export async function dateBack(admin: ClientBase, filled: readonly Filled[], now: Date): Promise<void> {
  await admin.query('begin');
  await admin.query('set local session_replication_role = replica');
  for (const { workspaceId, conversations } of filled) {
    const ids = conversations.flatMap(({ messageIds }) => messageIds);
    const times = conversations.flatMap(({ written }) =>
      spreadTimes(
        written.messages.map(({ at }) => at),
        now,
      ),
    );
    await admin.query(STEPS.messages, [workspaceId, ids, times]);
    await admin.query(STEPS.revisions, [workspaceId, ids]);
    await admin.query(STEPS.reactions, [workspaceId, ids]);
    await admin.query(STEPS.conversations, [workspaceId]);
    await admin.query(STEPS.members, [workspaceId]);
    await admin.query(STEPS.memberships, [workspaceId]);
    await admin.query(STEPS.workspace, [workspaceId]);
  }
  await admin.query('commit');
}
