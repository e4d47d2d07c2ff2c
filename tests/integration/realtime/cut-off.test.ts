import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { changeChannel } from '@/lib/chat/change-channel';
import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { deleteMessage, editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { markRead } from '@/lib/chat/mark-conversation';
import { openDirect } from '@/lib/chat/open-direct';
import { postMessage } from '@/lib/chat/post-message';
import { getConversation } from '@/lib/chat/queries';
import { addReaction, removeReaction } from '@/lib/chat/react';
import { cutOff } from '@/lib/core/auth/cut-off';
import { pool } from '@/lib/core/db';
import { getCall, joinCall, leaveCall, startCall, touchSeat } from '@/lib/meetings/calls';
import { reportPresence } from '@/lib/presence/report-presence';
import { setStatus } from '@/lib/presence/set-status';
import { changeMe, changeMember, leaveWorkspace } from '@/lib/workspaces/change-member';
import { getFrame } from '@/lib/workspaces/queries';
import { startLiveStack, type Listener, type LiveStack } from '@/tests/support/live-stack';
import { as } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

type TestMember = Awaited<ReturnType<TestWorkspace['join']>>;
/** A conversation of Olga's with Bo, who is about to lose it, and Cy and Gus (an outsider), who stay. */
type Scene = {
  home: TestWorkspace;
  id: string;
  first: string;
  /** Its live call, where Cy sits; Bo could hear its topic without ever having sat there. */
  seat: { callId: string; seatId: string; code: string };
  bo: TestMember;
  cy: TestMember;
  gus: TestMember;
};
/** The topics that somebody may join, by what they are for. */
type Topics = Record<string, string>;

type Way = {
  kind: 'public' | 'private' | 'direct';
  role?: string;
  /** Reads the public channel without being in it. */
  isLookingOn?: true;
  becomesPublic?: true;
  lose: (scene: Scene) => Promise<unknown>;
  /** What goes silent altogether; on what is left nothing is told of the conversation. */
  silent: string[];
};

let live: LiveStack;
beforeAll(async () => {
  live = await startLiveStack();
});
afterAll(() => live.close());

const CONVERSATION = ['conversation', 'peer', 'room'];
const WHOLE_WORKSPACE = [...CONVERSATION, 'workspace', 'peerWorkspace'];
const take = ({ home, id, bo }: Scene) =>
  as(home.owner, home.id).run(removeChannelMember, { id, memberId: bo.memberId });
const change = ({ home, bo }: Scene, input: { status?: 'suspended' | 'removed'; role?: string }) =>
  as(home.owner, home.id).run(changeMember, { id: bo.memberId, ...input });
const turn = ({ home, id }: Scene, kind: 'public' | 'private') =>
  as(home.owner, home.id).run(changeChannel, { id, kind });
const signOutEverywhere = async ({ bo }: Scene) => {
  await live.db.admin('delete from auth.sessions where user_id = $1', [bo.userId]);
  await cutOff(bo.userId);
};

const WAYS: Record<string, Way> = {
  'is taken out of a private channel': { kind: 'private', lose: take, silent: CONVERSATION },
  'leaves a private channel': {
    kind: 'private',
    lose: ({ home, id, bo }) => as(bo, home.id).run(removeChannelMember, { id, memberId: bo.memberId }),
    silent: CONVERSATION,
  },
  'is suspended': {
    kind: 'private',
    lose: (s) => change(s, { status: 'suspended' }),
    silent: WHOLE_WORKSPACE,
  },
  'is suspended, with a direct conversation open': {
    kind: 'direct',
    lose: (scene) => change(scene, { status: 'suspended' }),
    silent: WHOLE_WORKSPACE,
  },
  'is removed from the workspace': {
    kind: 'public',
    lose: (scene) => change(scene, { status: 'removed' }),
    silent: WHOLE_WORKSPACE,
  },
  'leaves the workspace': {
    kind: 'private',
    lose: ({ home, bo }) => as(bo, home.id).run(leaveWorkspace, {}),
    silent: WHOLE_WORKSPACE,
  },
  'is an outsider and taken out of a public channel': {
    kind: 'public',
    role: 'guest',
    lose: take,
    silent: CONVERSATION,
  },
  'is made an outsider': {
    kind: 'public',
    isLookingOn: true,
    lose: (scene) => change(scene, { role: 'guest' }),
    silent: WHOLE_WORKSPACE,
  },
  'signs out everywhere': { kind: 'private', lose: signOutEverywhere, silent: [...WHOLE_WORKSPACE, 'user'] },
  'signs out everywhere, as an outsider': {
    kind: 'public',
    role: 'guest',
    lose: signOutEverywhere,
    silent: [...CONVERSATION, 'user'],
  },
  'looks on as a channel turns private': {
    kind: 'public',
    isLookingOn: true,
    lose: (scene) => turn(scene, 'private'),
    silent: CONVERSATION,
  },
  'was taken out, as an outsider, of a channel that turns public': {
    kind: 'private',
    role: 'guest',
    becomesPublic: true,
    lose: async (scene) => {
      await take(scene);
      await turn(scene, 'public');
    },
    silent: CONVERSATION,
  },
};

async function setScene({ kind, role = 'member', isLookingOn }: Way): Promise<Scene> {
  const home = await createWorkspace(live.db, 'Olga');
  const [bo, cy, gus] = [await home.join('Bo', role), await home.join('Cy'), await home.join('Gus', 'guest')];
  const owner = as(home.owner, home.id);
  let id: string = randomUUID();
  const memberIds = (isLookingOn ? [cy, gus] : [bo, cy, gus]).map(({ memberId }) => memberId);
  if (kind === 'direct') id = (await owner.run(openDirect, { id, memberIds })).id;
  else {
    await owner.run(createChannel, { id, name: 'plan', kind });
    await owner.run(addChannelMembers, { id, memberIds });
  }
  const posted = { id: randomUUID(), conversationId: id, body: `before, with <@${bo.memberId}>` };
  const { id: first } = await owner.run(postMessage, posted);
  const { id: callId, code } = await owner.run(startCall, { id: randomUUID(), conversationId: id });
  const seat = { callId, seatId: randomUUID(), code };
  await as(cy, home.id).run(joinCall, { room_code: code, ...seat, isMuted: false, isCameraOn: true });
  return { home, id, first, seat, bo, cy, gus };
}

async function topicsOf(person: TestMember, { home, id, seat }: Scene): Promise<Topics> {
  const { userTopic, workspaceTopic } = await as(person, home.id).run(getFrame, {});
  const { topicName } = await as(person, home.id).run(getConversation, { id });
  const { topicName: room } = await as(person, home.id).run(getCall, { call_id: seat.callId });
  return {
    conversation: topicName,
    room,
    peer: `peer:${topicName}`,
    user: userTopic,
    ...(workspaceTopic === null
      ? {}
      : { workspace: workspaceTopic, peerWorkspace: `peer:${workspaceTopic}` }),
  };
}

async function listenTo(person: TestMember, topics: Topics): Promise<Record<string, Listener>> {
  const ears = await Promise.all(
    Object.entries(topics).map(async ([what, topic]) => [what, await live.listen(person, topic)] as const),
  );
  return Object.fromEntries(ears);
}

const heardBy = (ears: Record<string, Listener>, what: string) =>
  ears[what]?.heard.map(({ event }) => event) ?? [];

/** Whatever others do in the conversation and the workspace, all of it news. */
async function carryOn({ home, id, first, seat, bo, cy, gus }: Scene, { kind }: Way): Promise<void> {
  const [owner, member] = [as(home.owner, home.id), as(cy, home.id)];
  const posted = await owner.run(postMessage, {
    id: randomUUID(),
    conversationId: id,
    body: `afterwards, about <@${bo.memberId}>`,
  });
  await owner.run(editMessage, { id: first, body: 'afterwards' });
  await member.run(addReaction, { id: posted.id, emoji: '🎉' });
  await member.run(removeReaction, { id: posted.id, emoji: '🎉' });
  await member.run(markRead, { id, seq: posted.seq });
  await owner.run(deleteMessage, { id: first });
  await pool().query('select private.send_hints($1)', [home.id]);
  await member.run(changeMe, { name: 'Cyril' });
  await member.run(setStatus, { custom: { text: 'afterwards' }, availability: { kind: 'busy' } });
  await member.run(reportPresence, { deviceId: randomUUID(), state: 'active' });
  const { callId: call_id, seatId, code } = seat;
  const standing = { isMuted: true, isCameraOn: false };
  await member.run(touchSeat, { call_id, seatId, incarnation: 1, isSharing: false, ...standing });
  const other = { callId: call_id, seatId: randomUUID(), ...standing };
  await as(gus, home.id).run(joinCall, { room_code: code, ...other });
  await as(gus, home.id).run(leaveCall, { call_id, seatId: other.seatId });
  const dee = await home.join('Dee');
  if (kind === 'direct') return;
  await owner.run(changeChannel, { id, name: 'afterwards', topic: 'afterwards' });
  await owner.run(addChannelMembers, { id, memberIds: [dee.memberId] });
}

describe.concurrent('who', () => {
  it.each(Object.entries(WAYS))(
    '%s hears nothing more, and those who stay hear all',
    async (_, way) => {
      const scene = await setScene(way);
      const { home, id, bo, cy, gus } = scene;
      const before = await topicsOf(bo, scene);
      const ears = await listenTo(bo, before);
      const staying = await listenTo(cy, await topicsOf(cy, scene));
      const outside = await listenTo(gus, await topicsOf(gus, scene));
      const statuses = [ears, staying, outside].flatMap((all) =>
        Object.values(all).map(({ status }) => status),
      );
      expect(new Set(statuses)).toEqual(new Set(['joined']));

      await way.lose(scene);
      await live.settled();
      // Where a topic moved, those who stay are told so: on the topic itself, or on that of the workspace.
      const now = await topicsOf(cy, scene);
      const moved = (mine: Record<string, Listener>) =>
        [...heardBy(mine, 'conversation'), ...heardBy(mine, 'workspace')].includes('topic.moved');
      expect(now['conversation']).not.toBe(before['conversation']);
      expect([moved(staying), heardBy(outside, 'conversation').includes('topic.moved')]).toEqual([
        true,
        true,
      ]);
      expect(now['room']).not.toBe(before['room']);
      expect(heardBy(staying, 'room')).toContain('topic.moved');
      const again = [await listenTo(cy, now), await listenTo(gus, await topicsOf(gus, scene))];
      for (const ear of [...Object.values(ears), ...Object.values(staying), ...Object.values(outside)])
        ear.heard.length = 0;

      await carryOn(scene, way);
      const typing = { type: 'broadcast', event: 'typing', payload: { memberId: cy.memberId } } as const;
      const mouth = await live.listen(cy, now['peer'] ?? '');
      const typed = Promise.withResolvers<undefined>();
      again[1]?.['peer']?.channel.on('broadcast', { event: 'typing' }, () => typed.resolve(undefined));
      await mouth.channel.send(typing);
      await typed.promise;
      await live.settled();

      for (const what of way.silent) expect([what, ears[what]?.heard ?? []]).toEqual([what, []]);
      const rest = JSON.stringify(Object.values(ears).map(({ heard }) => heard));
      expect(rest).not.toContain(id);
      expect(rest).not.toContain('afterwards');
      for (const { channel } of Object.values(ears))
        expect([channel.state, channel.socket.isConnected()]).toEqual(['joined', true]);

      const isReceiptShown = way.kind !== 'public' && !way.becomesPublic;
      const besides = [
        ...(way.kind === 'direct' ? [] : ['members.changed']),
        ...(isReceiptShown ? ['receipt.moved'] : []),
      ];
      for (const mine of again) {
        const heard = heardBy(mine, 'conversation');
        expect(heard.filter((event) => /^(message|reaction)\./.test(event))).toEqual([
          'message.changed',
          'message.changed',
          'reaction.changed',
          'reaction.changed',
          'message.changed',
        ]);
        expect(heard).toEqual(expect.arrayContaining(besides));
        // Cy is muted, Gus comes and goes.
        expect(heardBy(mine, 'room')).toEqual(['call.changed', 'call.changed', 'call.changed']);
      }
      expect(heardBy(again[0] ?? {}, 'workspace')).toContain('member.changed');

      // The old names are dead, and the new ones closed: asked all at once, since who is refused waits for seconds.
      const lost = way.silent.filter((what) => what in before);
      const closed = lost
        .flatMap((what) => [before[what] ?? '', now[what] ?? ''])
        .filter((topic) => topic !== '');
      const outcomes = await Promise.all(
        closed.map(async (topic) => [topic, (await live.listen(bo, topic)).status]),
      );
      expect(outcomes).toEqual(closed.map((topic) => [topic, 'refused']));
      expect((await live.listen(home.owner, now['conversation'] ?? '')).status).toBe('joined');
    },
    60_000,
  );
});
