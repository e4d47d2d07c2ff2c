import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { openDirect } from '@/lib/chat/open-direct';
import { postMessage } from '@/lib/chat/post-message';
import { getConversation } from '@/lib/chat/queries';
import { addReaction } from '@/lib/chat/react';
import { joinCall, startCall } from '@/lib/meetings/calls';
import { openRoom } from '@/lib/meetings/rooms';
import { changeMember } from '@/lib/workspaces/change-member';
import { getFrame } from '@/lib/workspaces/queries';
import { startLiveStack, type LiveStack } from '@/tests/support/live-stack';
import { as, createPerson, type TestPerson } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let live: LiveStack;
let acme: TestWorkspace;
let bo: TestPerson & { memberId: string };
let mallory: TestPerson;

beforeAll(async () => {
  live = await startLiveStack();
  acme = await createWorkspace(live.db);
  bo = await acme.join('Bo');
  mallory = (await createWorkspace(live.db, 'Mallory')).owner;
});
afterAll(() => live.close());

const inAcme = (person: TestPerson) => as(person, acme.id);
const post = (person: TestPerson, body: string, conversationId = acme.general) =>
  inAcme(person).run(postMessage, { id: randomUUID(), conversationId, body });
const topicOf = async (id: string, person = acme.owner) =>
  (await inAcme(person).run(getConversation, { id })).topicName;
const privateChannel = async (...people: (TestPerson & { memberId: string })[]) => {
  const id = randomUUID();
  await inAcme(acme.owner).run(createChannel, { id, name: `p-${id.slice(0, 8)}`, kind: 'private' });
  if (people.length > 0) {
    await inAcme(acme.owner).run(addChannelMembers, {
      id,
      memberIds: people.map(({ memberId }) => memberId),
    });
  }
  return id;
};

/** The service lets those it refuses wait for seconds: so they are refused all at once. */
const expectRefused = async (...attempts: [person: TestPerson, topic: string][]) => {
  const outcomes = await Promise.all(
    attempts.map(async ([person, topic]) => (await live.listen(person, topic)).status),
  );
  expect(outcomes).toEqual(attempts.map(() => 'refused'));
};

describe('the topic of a conversation', () => {
  it('carries messages, edits and reactions in order to those who may read', async () => {
    const ear = await live.listen(bo, await topicOf(acme.general));
    expect(ear.status).toBe('joined');
    const { id, version } = await post(acme.owner, 'first');
    await inAcme(acme.owner).run(editMessage, { id, body: 'first, edited' });
    await inAcme(bo).run(addReaction, { id, emoji: '🎉' });
    await live.settled();
    expect(ear.heard.map(({ event, payload }) => [event, payload['version']])).toEqual([
      ['message.changed', version],
      ['message.changed', version + 1],
      ['reaction.changed', version + 2],
    ]);
    expect(ear.heard[1]?.payload['message']).toMatchObject({ id, body: 'first, edited', deletedAt: null });
    expect(ear.heard[2]?.payload).toMatchObject({
      messageId: id,
      memberId: bo.memberId,
      emoji: '🎉',
      isOn: true,
    });
  });

  it('is closed to other workspaces, to those outside a private channel, and under an old epoch', async () => {
    const secret = await privateChannel();
    const [general, topic] = await Promise.all([topicOf(acme.general), topicOf(secret)]);
    expect((await live.listen(acme.owner, topic)).status).toBe('joined');
    await expectRefused(
      [mallory, general],
      [bo, topic],
      [acme.owner, `conversation:${secret}:99`],
      [acme.owner, `conversation:' or true --:1`],
      [acme.owner, 'anything'],
    );
  });

  it('takes no event of record from a person', async () => {
    const topic = await topicOf(acme.general);
    const ear = await live.listen(bo, topic);
    const forger = await live.listen(acme.owner, topic);
    await forger.channel.send({ type: 'broadcast', event: 'message.changed', payload: { version: 999 } });
    await live.settled();
    expect(ear.heard).toEqual([]);
  });
});

describe('chatter', () => {
  it('passes between members beside the topic of record', async () => {
    const id = await privateChannel(bo);
    const topic = `peer:${await topicOf(id)}`;
    const ear = await live.listen(acme.owner, topic);
    const heard = new Promise<unknown>((resolve) => {
      ear.channel.on('broadcast', { event: 'typing' }, ({ payload }) => resolve(payload));
    });
    const mouth = await live.listen(bo, topic);
    await mouth.channel.send({ type: 'broadcast', event: 'typing', payload: { memberId: bo.memberId } });
    expect(await heard).toEqual({ memberId: bo.memberId });
    await expectRefused([mallory, topic]);
  });
});

describe('who is taken out', () => {
  it('of a private channel hears nothing said afterwards, with socket open and token good', async () => {
    const id = await privateChannel(bo);
    const before = await topicOf(id);
    const ears = await Promise.all([
      live.listen(bo, before),
      live.listen(bo, before),
      live.listen(bo, `peer:${before}`),
    ]);
    await post(acme.owner, 'with Bo', id);
    await live.settled();
    await inAcme(acme.owner).run(removeChannelMember, { id, memberId: bo.memberId });
    const after = await topicOf(id);
    await post(acme.owner, 'without Bo', id);
    await live.settled();
    expect(after).not.toBe(before);
    const everything = JSON.stringify(ears.map(({ heard }) => heard));
    expect(everything).toContain('with Bo');
    expect(everything).not.toContain('without Bo');
    expect(ears[0]?.heard.at(-1)?.event).toBe('topic.moved');
    await expectRefused([bo, after]);
    expect((await live.listen(acme.owner, after)).status).toBe('joined');
  });

  it('of the workspace is cut off from all its topics', async () => {
    const cy = await acme.join('Cy');
    const frame = await inAcme(cy).run(getFrame, {});
    const general = await topicOf(acme.general);
    const ears = await Promise.all([
      live.listen(cy, frame.workspaceTopic ?? ''),
      live.listen(cy, general),
      live.listen(cy, frame.userTopic),
    ]);
    expect(ears.map(({ status }) => status)).toEqual(['joined', 'joined', 'joined']);
    await inAcme(acme.owner).run(changeMember, { id: cy.memberId, status: 'removed' });
    await live.settled();
    for (const { heard } of ears) heard.length = 0;
    await post(acme.owner, `after <@${cy.memberId}> left`);
    await live.settled();
    expect(ears.flatMap(({ heard }) => heard)).toEqual([]);
    await expectRefused([cy, await topicOf(acme.general)]);
  });

  it('by the end of their session joins nothing more', async () => {
    const dee = await acme.join('Dee');
    await live.db.admin('delete from auth.sessions where id = $1', [dee.sessionId]);
    await expectRefused([dee, await topicOf(acme.general)]);
  });
});

describe('a person’s own topic', () => {
  it('brings mentions and direct messages, to them alone', async () => {
    const { userTopic } = await inAcme(bo).run(getFrame, {});
    const ear = await live.listen(bo, userTopic);
    await expectRefused([acme.owner, userTopic], [mallory, userTopic]);
    await post(acme.owner, `hello <@${bo.memberId}>`);
    await post(acme.owner, 'nobody in particular');
    const direct = await inAcme(acme.owner).run(openDirect, { id: randomUUID(), memberIds: [bo.memberId] });
    await post(acme.owner, 'psst', direct.id);
    await live.settled();
    const notices = ear.heard
      .filter(({ event }) => event === 'notice')
      .map(({ payload }) => [payload['kind'], payload['preview']]);
    expect(notices).toEqual([
      ['mention', `hello <@${bo.memberId}>`],
      ['direct', 'psst'],
    ]);
  });
});

describe('the topic of a workspace', () => {
  it('hints at public channels without their words, to insiders only', async () => {
    const { workspaceTopic } = await inAcme(bo).run(getFrame, {});
    const ear = await live.listen(bo, workspaceTopic ?? '');
    const posted = await post(acme.owner, 'confidential words');
    const secret = await privateChannel();
    await post(acme.owner, 'more words', secret);
    const lastHint = () =>
      ear.heard
        .flatMap(({ event, payload }) =>
          event === 'conversations.advanced' ? [payload['hints']].flat() : [],
        )
        .at(-1);
    await expect.poll(lastHint).toEqual({ conversationId: acme.general, seq: posted.seq, recounted: null });
    await live.settled();
    expect(JSON.stringify(ear.heard)).not.toContain('words');
    expect(JSON.stringify(ear.heard)).not.toContain(secret);
    const guest = await acme.join('Gus', 'guest');
    expect((await inAcme(guest).run(getFrame, {})).workspaceTopic).toBeNull();
    const stranger = await createPerson(live.db, 'Stranger');
    await expectRefused([guest, workspaceTopic ?? ''], [stranger, workspaceTopic ?? '']);
  });
});

const sit = (person: TestPerson, room_code: string) =>
  inAcme(person).run(joinCall, {
    room_code,
    callId: randomUUID(),
    seatId: randomUUID(),
    isMuted: true,
    isCameraOn: false,
  });

describe('the topic of a room', () => {
  it('is closed to colleagues who may not enter it, and to other workspaces', async () => {
    const conversationId = await privateChannel();
    const { topicName, code } = await inAcme(acme.owner).run(startCall, { id: randomUUID(), conversationId });
    expect(topicName).toMatch(/^room:/);
    const ear = await live.listen(acme.owner, topicName);
    expect(ear.status).toBe('joined');
    await expectRefused([bo, topicName], [bo, `peer:${topicName}`], [mallory, topicName]);
    await sit(acme.owner, code);
    await live.settled();
    expect(ear.heard.map(({ event }) => event)).toEqual(['call.changed']);
    await inAcme(acme.owner).run(addChannelMembers, { id: conversationId, memberIds: [bo.memberId] });
    expect((await live.listen(bo, topicName)).status).toBe('joined');
    await inAcme(acme.owner).run(removeChannelMember, { id: conversationId, memberId: bo.memberId });
    await expectRefused([bo, topicName]);
  });

  it('of a free room is closed to colleagues who never showed its code', async () => {
    const { code } = await inAcme(acme.owner).run(openRoom, { id: randomUUID() });
    const { topicName } = (await sit(acme.owner, code)).call;
    await expectRefused([bo, topicName], [mallory, topicName]);
    await sit(bo, code);
    expect((await live.listen(bo, topicName)).status).toBe('joined');
  });

  it('takes no word from those who hear it', async () => {
    const conversationId = await privateChannel(bo);
    const { topicName } = await inAcme(acme.owner).run(startCall, { id: randomUUID(), conversationId });
    const ear = await live.listen(bo, topicName);
    const forger = await live.listen(acme.owner, topicName);
    await forger.channel.send({ type: 'broadcast', event: 'call.changed', payload: { version: 999 } });
    await live.settled();
    expect(ear.heard).toEqual([]);
  });
});
