import { randomUUID } from 'node:crypto';

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';

import { changeChannel } from '@/lib/chat/change-channel';
import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { deleteMessage, editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { markConversation, markRead } from '@/lib/chat/mark-conversation';
import { postMessage } from '@/lib/chat/post-message';
import { addReaction, removeReaction } from '@/lib/chat/react';
import { reportPresence } from '@/lib/presence/report-presence';
import { setStatus } from '@/lib/presence/set-status';
import { changeMe, changeMember } from '@/lib/workspaces/change-member';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { operationAct, serverAct } from '@/tests/support/held-transaction';
import { describeRemovals, type Making } from '@/tests/support/removal-races';

let db: TestDb;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

const ACTS: Record<string, Making> = {
  post: ({ acme, owner, id, bo }) =>
    operationAct(owner, acme.id, postMessage, {
      id: randomUUID(),
      conversationId: id,
      body: `hear, <@${bo.memberId}>`,
    }),
  edit: ({ acme, owner, message, bo }) =>
    operationAct(owner, acme.id, editMessage, { id: message, body: `hear, <@${bo.memberId}>` }),
  'edit of what named them': ({ acme, owner, old }) =>
    operationAct(owner, acme.id, editMessage, { id: old, body: 'look' }),
  delete: ({ acme, owner, old }) => operationAct(owner, acme.id, deleteMessage, { id: old }),
  react: ({ acme, message, cy }) => operationAct(cy, acme.id, addReaction, { id: message, emoji: '👍' }),
  'take a reaction back': ({ acme, owner, message }) =>
    operationAct(owner, acme.id, removeReaction, { id: message, emoji: '🎉' }),
  read: ({ acme, id, cy }) => operationAct(cy, acme.id, markRead, { id, seq: 2 }),
  'read on a device of the person': ({ acme, id, bo }) => operationAct(bo, acme.id, markRead, { id, seq: 2 }),
  'mute on a device of the person': ({ acme, id, bo }) =>
    operationAct(bo, acme.id, markConversation, { id, isMuted: true }),
  rename: ({ acme, owner, id }, kind) =>
    kind === 'direct'
      ? null
      : operationAct(owner, acme.id, changeChannel, { id, name: `r-${id.slice(0, 8)}` }),
  topic: ({ acme, owner, id }, kind) =>
    kind === 'direct' ? null : operationAct(owner, acme.id, changeChannel, { id, topic: 'plans' }),
  archive: ({ acme, owner, id }, kind) =>
    kind === 'direct' ? null : operationAct(owner, acme.id, changeChannel, { id, isArchived: true }),
  turn: ({ acme, owner, id }, kind) =>
    kind === 'direct'
      ? null
      : operationAct(owner, acme.id, changeChannel, {
          id,
          kind: kind === 'public' ? 'private' : 'public',
        }),
  add: ({ acme, owner, id, dee }, kind) =>
    kind === 'direct'
      ? null
      : operationAct(owner, acme.id, addChannelMembers, { id, memberIds: [dee.memberId] }),
  'take somebody else out': ({ acme, owner, id, cy }, kind) =>
    kind === 'direct'
      ? null
      : operationAct(owner, acme.id, removeChannelMember, { id, memberId: cy.memberId }),
  create: ({ acme, owner }) => {
    const id = randomUUID();
    return operationAct(owner, acme.id, createChannel, { id, name: `n-${id.slice(0, 8)}` });
  },
  come: ({ acme, cy }) =>
    operationAct(cy, acme.id, reportPresence, { deviceId: randomUUID(), state: 'active' }),
  'set a status': ({ acme, owner }) =>
    operationAct(owner, acme.id, setStatus, { custom: { emoji: '🌴', text: randomUUID() } }),
  'change one’s name': ({ acme, dee }) => operationAct(dee, acme.id, changeMe, { name: 'Deirdre' }),
  'suspend somebody else': ({ acme, owner, cy }) =>
    operationAct(owner, acme.id, changeMember, { id: cy.memberId, status: 'suspended' }),
  'promote somebody else': ({ acme, owner, dee }) =>
    operationAct(owner, acme.id, changeMember, { id: dee.memberId, role: 'admin' }),
  'sign somebody else out': ({ acme, owner, dee }) =>
    serverAct(owner, acme.id, sql`select private.cut_off(${dee.userId}::uuid)`),
  'flush hints': ({ acme, owner }) =>
    serverAct(owner, acme.id, sql`select private.send_hints(${acme.id}::uuid)`),
};

describeRemovals(() => db, ACTS);
