import { randomUUID } from 'node:crypto';

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { changeChannel } from '@/lib/chat/change-channel';
import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { deleteMessage, editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { markConversation, markRead } from '@/lib/chat/mark-conversation';
import { openDirect } from '@/lib/chat/open-direct';
import { postMessage } from '@/lib/chat/post-message';
import { addReaction, removeReaction } from '@/lib/chat/react';
import { AppError } from '@/lib/core/errors';
import { reportPresence } from '@/lib/presence/report-presence';
import { setStatus } from '@/lib/presence/set-status';
import { changeMe, changeMember } from '@/lib/workspaces/change-member';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { hold, operationAct, serverAct, type Act } from '@/tests/support/held-transaction';
import { as, type TestPerson } from '@/tests/support/people';
import { runs } from '@/tests/support/soak';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

type TestMember = TestPerson & { memberId: string };
/** Where a removal and what others do at the same moment meet. */
type Scene = { id: string; message: string; old: string; bo: TestMember; cy: TestMember; dee: TestMember };
type Kind = 'public' | 'private' | 'direct';
type Removal = {
  role?: string;
  /** Not a member of the public channel. */
  isLookingOn?: true;
  /** Gone as a whole: their own topic, too. */
  isSignedOut?: true;
  kinds: Kind[];
  act: (scene: Scene) => Act;
};
type Event = { id: string; topic: string; event: string; payload: Record<string, unknown> };

let db: TestDb;
let acme: TestWorkspace;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

const owner = () => ({ ...acme.owner, memberId: acme.ownerMemberId });
const inAcme = (person: TestPerson) => as(person, acme.id);

async function setScene(kind: Kind, { role = 'member', isLookingOn }: Removal): Promise<Scene> {
  const bo = await acme.join('Bo', role);
  const [cy, dee] = [await acme.join('Cy'), await acme.join('Dee')];
  await db.admin('truncate private.rate_limits');
  let id: string = randomUUID();
  if (kind === 'direct') {
    const { id: direct } = await inAcme(acme.owner).run(openDirect, {
      id,
      memberIds: [bo.memberId, cy.memberId],
    });
    id = direct;
  } else {
    await inAcme(acme.owner).run(createChannel, { id, name: `c-${id.slice(0, 8)}`, kind });
    const memberIds = isLookingOn ? [cy.memberId] : [bo.memberId, cy.memberId];
    await inAcme(acme.owner).run(addChannelMembers, { id, memberIds });
  }
  const post = async (body: string) =>
    (await inAcme(acme.owner).run(postMessage, { id: randomUUID(), conversationId: id, body })).id;
  const old = await post(`<@${bo.memberId}>, look`);
  const message = await post('first');
  await inAcme(acme.owner).run(addReaction, { id: message, emoji: '🎉' });
  return { id, message, old, bo, cy, dee };
}

const REMOVALS: Record<string, Removal> = {
  'taken out of a private channel': {
    kinds: ['private'],
    act: ({ id, bo }) => operationAct(owner(), acme.id, removeChannelMember, { id, memberId: bo.memberId }),
  },
  'leaving a private channel': {
    kinds: ['private'],
    act: ({ id, bo }) => operationAct(bo, acme.id, removeChannelMember, { id, memberId: bo.memberId }),
  },
  'an outsider taken out of a public channel': {
    role: 'guest',
    kinds: ['public'],
    act: ({ id, bo }) => operationAct(owner(), acme.id, removeChannelMember, { id, memberId: bo.memberId }),
  },
  suspended: {
    kinds: ['public', 'private', 'direct'],
    act: ({ bo }) => operationAct(owner(), acme.id, changeMember, { id: bo.memberId, status: 'suspended' }),
  },
  'removed from the workspace': {
    kinds: ['public', 'private'],
    act: ({ bo }) => operationAct(owner(), acme.id, changeMember, { id: bo.memberId, status: 'removed' }),
  },
  'made an outsider': {
    isLookingOn: true,
    kinds: ['public'],
    act: ({ bo }) => operationAct(owner(), acme.id, changeMember, { id: bo.memberId, role: 'guest' }),
  },
  'signed out everywhere': {
    isSignedOut: true,
    kinds: ['public', 'private', 'direct'],
    act: ({ bo }) => serverAct(owner(), acme.id, sql`select private.cut_off(${bo.userId}::uuid)`),
  },
  'shut out by a channel that turns private': {
    isLookingOn: true,
    kinds: ['public'],
    act: ({ id }) => operationAct(owner(), acme.id, changeChannel, { id, kind: 'private' }),
  },
};

const ACTS: Record<string, (scene: Scene, kind: Kind) => Act | null> = {
  post: ({ id, bo }) =>
    operationAct(owner(), acme.id, postMessage, {
      id: randomUUID(),
      conversationId: id,
      body: `hear, <@${bo.memberId}>`,
    }),
  edit: ({ message, bo }) =>
    operationAct(owner(), acme.id, editMessage, { id: message, body: `hear, <@${bo.memberId}>` }),
  'edit of what named them': ({ old }) =>
    operationAct(owner(), acme.id, editMessage, { id: old, body: 'look' }),
  delete: ({ old }) => operationAct(owner(), acme.id, deleteMessage, { id: old }),
  react: ({ message, cy }) => operationAct(cy, acme.id, addReaction, { id: message, emoji: '👍' }),
  'take a reaction back': ({ message }) =>
    operationAct(owner(), acme.id, removeReaction, { id: message, emoji: '🎉' }),
  read: ({ id, cy }) => operationAct(cy, acme.id, markRead, { id, seq: 2 }),
  'read on a device of the person': ({ id, bo }) => operationAct(bo, acme.id, markRead, { id, seq: 2 }),
  'mute on a device of the person': ({ id, bo }) =>
    operationAct(bo, acme.id, markConversation, { id, isMuted: true }),
  rename: ({ id }, kind) =>
    kind === 'direct'
      ? null
      : operationAct(owner(), acme.id, changeChannel, { id, name: `r-${id.slice(0, 8)}` }),
  topic: ({ id }, kind) =>
    kind === 'direct' ? null : operationAct(owner(), acme.id, changeChannel, { id, topic: 'plans' }),
  archive: ({ id }, kind) =>
    kind === 'direct' ? null : operationAct(owner(), acme.id, changeChannel, { id, isArchived: true }),
  turn: ({ id }, kind) =>
    kind === 'direct'
      ? null
      : operationAct(owner(), acme.id, changeChannel, {
          id,
          kind: kind === 'public' ? 'private' : 'public',
        }),
  add: ({ id, dee }, kind) =>
    kind === 'direct'
      ? null
      : operationAct(owner(), acme.id, addChannelMembers, { id, memberIds: [dee.memberId] }),
  'take somebody else out': ({ id, cy }, kind) =>
    kind === 'direct'
      ? null
      : operationAct(owner(), acme.id, removeChannelMember, { id, memberId: cy.memberId }),
  create: () => {
    const id = randomUUID();
    return operationAct(owner(), acme.id, createChannel, { id, name: `n-${id.slice(0, 8)}` });
  },
  come: ({ cy }) => operationAct(cy, acme.id, reportPresence, { deviceId: randomUUID(), state: 'active' }),
  'set a status': () =>
    operationAct(owner(), acme.id, setStatus, { custom: { emoji: '🌴', text: randomUUID() } }),
  'change one’s name': ({ dee }) => operationAct(dee, acme.id, changeMe, { name: 'Deirdre' }),
  'suspend somebody else': ({ cy }) =>
    operationAct(owner(), acme.id, changeMember, { id: cy.memberId, status: 'suspended' }),
  'promote somebody else': ({ dee }) =>
    operationAct(owner(), acme.id, changeMember, { id: dee.memberId, role: 'admin' }),
  'sign somebody else out': ({ dee }) =>
    serverAct(owner(), acme.id, sql`select private.cut_off(${dee.userId}::uuid)`),
  'flush hints': () => serverAct(owner(), acme.id, sql`select private.send_hints(${acme.id}::uuid)`),
};

const events = () => db.admin<Event>('select id, topic, event, payload from realtime.messages');

/** Every topic that anybody may join now. */
async function liveTopics(): Promise<string[]> {
  const rows = await db.admin<{ topic: string }>(
    `select private.conversation_topic(c.workspace_id, c.id) as topic from conversations c
     union all select private.workspace_topic(w.id) from workspaces w
     union all select 'user:' || p.id || ':' || p.epoch from profiles p`,
  );
  return rows.map(({ topic }) => topic);
}

/** What was said where nobody is any more, or to the one removed about what they were removed from. */
async function strayEvents(
  { id, bo }: Scene,
  before: Event[],
  topics: Set<string>,
  { isSignedOut }: Removal,
): Promise<string[]> {
  const known = new Set(before.map((event) => event.id));
  const isTold = ({ topic, payload }: Event) =>
    !isSignedOut && topic.startsWith(`user:${bo.userId}:`) && JSON.stringify(payload).includes(id);
  return (await events())
    .filter((event) => !known.has(event.id) && (!topics.has(event.topic) || isTold(event)))
    .map(({ topic, event }) => `${event} on ${topic.split(':')[0]}`);
}

async function commits(attempt: Promise<void>): Promise<string[]> {
  try {
    await attempt;
    return [];
  } catch (thrown) {
    // What comes too late is refused; a ring of locks would be a fault of the database.
    return thrown instanceof AppError
      ? []
      : [String(thrown instanceof Error ? (thrown.cause ?? thrown) : thrown)];
  }
}

async function meet(scene: Scene, removal: Removal, act: Act, first: 'removal' | 'act'): Promise<string[]> {
  await db.admin('delete from realtime.messages');
  const before = new Set(await liveTopics());
  const remove = removal.act(scene);
  const one = await hold(db, first === 'removal' ? remove : act);
  const other = await hold(db, first === 'removal' ? act : remove, one);
  const [removing, acting] = first === 'removal' ? [one, other] : [other, one];
  if (removing.isWaiting) {
    // The removal has not begun where it counts: what is said now is said before it.
    return [...(await commits(acting.commit())), ...(await commits(removing.commit()))];
  }
  const faults = await commits(removing.commit());
  const [said, live] = [await events(), await liveTopics()];
  faults.push(...(await commits(acting.commit())));
  // The act itself may move topics, too.
  const topics = new Set([...live, ...(await liveTopics()).filter((topic) => !before.has(topic))]);
  return [...faults, ...(await strayEvents(scene, said, topics, removal))];
}

describe.each(Object.entries(REMOVALS))('who is %s', (_, removal) => {
  it.each(removal.kinds.slice(0, runs(1, 3)))(
    'is told nothing by what commits later, in a %s conversation',
    async (kind) => {
      const strays: string[] = [];
      for (const [name, act] of Object.entries(ACTS)) {
        // A workspace that grew by every scene would make each slower than the last.
        acme = await createWorkspace(db);
        for (const first of ['act', 'removal'] as const) {
          const scene = await setScene(kind, removal);
          const made = act(scene, kind);
          if (!made) break;
          for (const stray of await meet(scene, removal, made, first)) {
            strays.push(`${name}, ${first} first: ${stray}`);
          }
        }
      }
      expect(strays).toEqual([]);
    },
    120_000,
  );
});
