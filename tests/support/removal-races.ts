import { randomUUID } from 'node:crypto';

import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';

import { changeChannel } from '@/lib/chat/change-channel';
import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { createChannel } from '@/lib/chat/create-channel';
import { openDirect } from '@/lib/chat/open-direct';
import { postMessage } from '@/lib/chat/post-message';
import { addReaction } from '@/lib/chat/react';
import { asAppError } from '@/lib/core/errors';
import { changeMember } from '@/lib/workspaces/change-member';

import type { TestDb } from './database';
import { hold, operationAct, serverAct, type Act } from './held-transaction';
import { as, type TestPerson } from './people';
import { runs } from './soak';
import { createWorkspace, type TestWorkspace } from './workspace';

export type TestMember = TestPerson & { memberId: string };
/** Where a removal and what others do at the same moment meet. */
export type Scene = {
  acme: TestWorkspace;
  owner: TestMember;
  id: string;
  message: string;
  old: string;
  bo: TestMember;
  cy: TestMember;
  dee: TestMember;
  /** Of what this names, the one removed must not hear: the conversation, its calls. */
  secrets: string[];
};
export type Kind = 'public' | 'private' | 'direct';
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

async function setScene(db: TestDb, acme: TestWorkspace, kind: Kind, removal: Removal): Promise<Scene> {
  const { role = 'member', isLookingOn } = removal;
  const owner = { ...acme.owner, memberId: acme.ownerMemberId };
  const by = as(owner, acme.id);
  const bo = await acme.join('Bo', role);
  const [cy, dee] = [await acme.join('Cy'), await acme.join('Dee')];
  await db.admin('truncate private.rate_limits');
  let id: string = randomUUID();
  if (kind === 'direct') {
    const { id: direct } = await by.run(openDirect, {
      id,
      memberIds: [bo.memberId, cy.memberId],
    });
    id = direct;
  } else {
    await by.run(createChannel, { id, name: `c-${id.slice(0, 8)}`, kind });
    const memberIds = isLookingOn ? [cy.memberId] : [bo.memberId, cy.memberId];
    await by.run(addChannelMembers, { id, memberIds });
  }
  const post = async (body: string) =>
    (await by.run(postMessage, { id: randomUUID(), conversationId: id, body })).id;
  const old = await post(`<@${bo.memberId}>, look`);
  const message = await post('first');
  await by.run(addReaction, { id: message, emoji: '🎉' });
  return { acme, owner, id, message, old, bo, cy, dee, secrets: [id] };
}

const REMOVALS: Record<string, Removal> = {
  'taken out of a private channel': {
    kinds: ['private'],
    act: ({ acme, owner, id, bo }) =>
      operationAct(owner, acme.id, removeChannelMember, { id, memberId: bo.memberId }),
  },
  'leaving a private channel': {
    kinds: ['private'],
    act: ({ acme, id, bo }) => operationAct(bo, acme.id, removeChannelMember, { id, memberId: bo.memberId }),
  },
  'an outsider taken out of a public channel': {
    role: 'guest',
    kinds: ['public'],
    act: ({ acme, owner, id, bo }) =>
      operationAct(owner, acme.id, removeChannelMember, { id, memberId: bo.memberId }),
  },
  suspended: {
    kinds: ['public', 'private', 'direct'],
    act: ({ acme, owner, bo }) =>
      operationAct(owner, acme.id, changeMember, { id: bo.memberId, status: 'suspended' }),
  },
  'removed from the workspace': {
    kinds: ['public', 'private'],
    act: ({ acme, owner, bo }) =>
      operationAct(owner, acme.id, changeMember, { id: bo.memberId, status: 'removed' }),
  },
  'made an outsider': {
    isLookingOn: true,
    kinds: ['public'],
    act: ({ acme, owner, bo }) =>
      operationAct(owner, acme.id, changeMember, { id: bo.memberId, role: 'guest' }),
  },
  'signed out everywhere': {
    isSignedOut: true,
    kinds: ['public', 'private', 'direct'],
    act: ({ acme, owner, bo }) => serverAct(owner, acme.id, sql`select private.cut_off(${bo.userId}::uuid)`),
  },
  'shut out by a channel that turns private': {
    isLookingOn: true,
    kinds: ['public'],
    act: ({ acme, owner, id }) => operationAct(owner, acme.id, changeChannel, { id, kind: 'private' }),
  },
};

const events = (db: TestDb) => db.admin<Event>('select id, topic, event, payload from realtime.messages');

/** Every topic that anybody may join now. */
async function liveTopics(db: TestDb): Promise<string[]> {
  const rows = await db.admin<{ topic: string }>(
    `select private.conversation_topic(c.workspace_id, c.id) as topic from conversations c
     union all select private.workspace_topic(w.id) from workspaces w
     union all select private.room_topic(r.workspace_id, r.id) from rooms r
     union all select 'user:' || p.id || ':' || p.epoch from profiles p`,
  );
  return rows.map(({ topic }) => topic);
}

/** What was said where nobody is any more, or to the one removed about what they were removed from. */
async function strayEvents(
  db: TestDb,
  { bo, secrets }: Scene,
  before: Event[],
  topics: Set<string>,
  { isSignedOut }: Removal,
): Promise<string[]> {
  const known = new Set(before.map((event) => event.id));
  const isTold = ({ topic, payload }: Event) =>
    !isSignedOut &&
    topic.startsWith(`user:${bo.userId}:`) &&
    secrets.some((secret) => JSON.stringify(payload).includes(secret));
  return (await events(db))
    .filter((event) => !known.has(event.id) && (!topics.has(event.topic) || isTold(event)))
    .map(({ topic, event }) => `${event} on ${topic.split(':')[0]}`);
}

async function commits(attempt: Promise<void>): Promise<string[]> {
  try {
    await attempt;
    return [];
  } catch (thrown) {
    // What comes too late is refused; a ring of locks would be a fault of the database.
    const refusal = asAppError(thrown);
    if (refusal && refusal.code !== 'unavailable') return [];
    return [String(thrown instanceof Error ? (thrown.cause ?? thrown) : thrown)];
  }
}

async function meet(
  db: TestDb,
  scene: Scene,
  removal: Removal,
  act: Act,
  first: 'removal' | 'act',
): Promise<string[]> {
  await db.admin('delete from realtime.messages');
  const before = new Set(await liveTopics(db));
  const remove = removal.act(scene);
  const one = await hold(db, first === 'removal' ? remove : act);
  const other = await hold(db, first === 'removal' ? act : remove, one);
  const [removing, acting] = first === 'removal' ? [one, other] : [other, one];
  if (removing.isWaiting) {
    // The removal has not begun where it counts: what is said now is said before it.
    return [...(await commits(acting.commit())), ...(await commits(removing.commit()))];
  }
  const faults = await commits(removing.commit());
  const [said, live] = [await events(db), await liveTopics(db)];
  faults.push(...(await commits(acting.commit())));
  // The act itself may move topics, too.
  const topics = new Set([...live, ...(await liveTopics(db)).filter((topic) => !before.has(topic))]);
  return [...faults, ...(await strayEvents(db, scene, said, topics, removal))];
}

/** What somebody does at the moment of a removal; null where a conversation of this kind has no such thing. */
export type Making = (scene: Scene, kind: Kind) => Act | null | Promise<Act | null>;

/**
 * Describes that nothing of these acts, begun before or after any removal, is told to the one removed once the removal
 * has committed, and that no act waits in a ring with a removal.
 */
export function describeRemovals(db: () => TestDb, acts: Record<string, Making>): void {
  describe.each(Object.entries(REMOVALS))('who is %s', (_, removal) => {
    it.each(removal.kinds.slice(0, runs(1, 3)))(
      'is told nothing by what commits later, in a %s conversation',
      async (kind) => {
        const strays: string[] = [];
        for (const [name, make] of Object.entries(acts)) {
          // A workspace that grew by every scene would make each slower than the last.
          const acme = await createWorkspace(db());
          for (const first of ['act', 'removal'] as const) {
            const scene = await setScene(db(), acme, kind, removal);
            const made = await make(scene, kind);
            if (!made) break;
            for (const stray of await meet(db(), scene, removal, made, first)) {
              strays.push(`${name}, ${first} first: ${stray}`);
            }
          }
        }
        expect(strays).toEqual([]);
      },
      120_000,
    );
  });
}
