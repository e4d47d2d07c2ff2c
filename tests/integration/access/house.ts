import { randomUUID } from 'node:crypto';

import { addChannelMembers } from '@/lib/chat/change-members';
import { editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { openDirect } from '@/lib/chat/open-direct';
import { postMessage } from '@/lib/chat/post-message';
import { listConversationMembers } from '@/lib/chat/queries';
import { addReaction } from '@/lib/chat/react';
import { takePicture } from '@/lib/files/take-picture';
import { joinCall, leaveCall, startCall } from '@/lib/meetings/calls';
import { openRoom } from '@/lib/meetings/rooms';
import { noteQuality, sendSignals } from '@/lib/meetings/signals';
import { reportPresence } from '@/lib/presence/report-presence';
import { setStatus } from '@/lib/presence/set-status';
import { foundWorkspace } from '@/lib/workspaces/found-workspace';
import { createInvitationLink } from '@/lib/workspaces/invite';
import type { Persona } from '@/supabase/tests/personas';
import type { TestDb } from '@/tests/support/database';
import { uploadedFile } from '@/tests/support/files';
import { as, type TestPerson } from '@/tests/support/people';
import { createWorkspace } from '@/tests/support/workspace';

export type Resident = { person: TestPerson | null; names: Record<string, string> };

/** A workspace with a row in every table, made through the commands, and everybody who will try their hand at it. */
export async function furnishHouse(db: TestDb): Promise<Record<Persona, Resident>> {
  const home = await createWorkspace(db, 'Olga');
  const elsewhere = await createWorkspace(db, 'Mallory');
  const bystander = await home.join('Bystander');
  const stranger = await home.join('Stranger');
  const people: Record<string, TestPerson & { memberId: string }> = {
    owner: { ...home.owner, memberId: home.ownerMemberId },
  };
  for (const role of ['admin', 'lead', 'member', 'client', 'guest'])
    people[role] = await home.join(role, role);
  const residents = Object.values(people);
  const silent = await home.join('Silent');

  const [shared, closed, open, message, closedMessage] = Array.from({ length: 5 }, () => randomUUID());
  if (!shared || !closed || !open || !message || !closedMessage) throw new Error('unreachable');
  const by = as(bystander, home.id);
  await by.run(createChannel, { id: shared, name: 'shared', kind: 'private' });
  await by.run(createChannel, { id: closed, name: 'closed', kind: 'private' });
  await as(stranger, home.id).run(createChannel, { id: open, name: 'open' });
  await by.run(addChannelMembers, { id: shared, memberIds: residents.map(({ memberId }) => memberId) });
  const direct = await by.run(openDirect, { id: randomUUID(), memberIds: [home.ownerMemberId] });
  const everyone = residents.map(({ memberId }) => `<@${memberId}>`).join(' ');
  await by.run(postMessage, {
    id: message,
    conversationId: shared,
    body: `hello ${everyone} <@${stranger.memberId}>`,
  });
  await by.run(editMessage, { id: message, body: `hello again ${everyone}` });
  await by.run(postMessage, { id: closedMessage, conversationId: closed, body: 'secret' });
  await by.run(editMessage, { id: closedMessage, body: 'more secret' });
  await by.run(addReaction, { id: message, emoji: '👍' });
  await by.run(addReaction, { id: closedMessage, emoji: '👍' });
  for (const resident of residents) {
    const mine = as(resident, home.id);
    await mine.run(postMessage, { id: randomUUID(), conversationId: shared, body: 'mine' });
    await mine.run(addReaction, { id: message, emoji: '👍' });
  }
  for (const speaker of [bystander, stranger, ...residents]) {
    const mine = as(speaker, home.id);
    await mine.run(setStatus, { custom: { emoji: '🌴', text: 'away' } });
    await mine.run(reportPresence, { deviceId: randomUUID(), state: 'active' });
  }
  const [sharedCall, closedCall] = [
    await holdCall(home.id, bystander, shared),
    await holdCall(home.id, bystander, closed),
  ];
  for (const conversationId of [shared, closed]) await sendFile(db, home.id, bystander, conversationId);
  await uploadedFile(db, home.id, bystander, { purpose: 'attachment', conversationId: shared });
  const avatar = await uploadedFile(db, home.id, bystander, { purpose: 'avatar' });
  await by.run(takePicture, { fileId: avatar });
  await as(stranger, home.id).run(openRoom, { id: randomUUID(), name: 'free' });
  const [caller, gone] = [await home.join('Caller'), await home.join('Gone')];
  await meet(home.id, [caller, people['client'] ?? home.owner], gone);
  // Twins: who knows an id of ours makes the same one in a workspace of their own, and is a member of that.
  const twinMaker = people['member'] ?? home.owner;
  const twins = randomUUID();
  await as(twinMaker).run(foundWorkspace, { id: twins, name: 'Twins', slug: `twins-${twins.slice(0, 8)}` });
  for (const [person, workspace] of [
    [elsewhere.owner, elsewhere.id],
    [twinMaker, twins],
  ] as const) {
    for (const [n, id] of [closed, direct.id, shared, home.general].entries()) {
      if (id === shared && person === twinMaker) continue;
      await as(person, workspace).run(createChannel, { id, name: `twin-${n}`, kind: 'private' });
    }
  }
  await as(home.owner, home.id).run(createInvitationLink, { id: randomUUID() });

  const roles = await db.admin<{ key: string; id: string }>(
    'select key, id from roles where workspace_id = $1',
    [home.id],
  );
  const roleId = (key: string) => roles.find((role) => role.key === key)?.id ?? randomUUID();
  const shared_names = {
    workspace: home.id,
    general: home.general,
    shared,
    closed,
    open,
    direct: direct.id,
    message,
    shared_call: sharedCall,
    closed_call: closedCall,
    closed_message: closedMessage,
    bystander: bystander.memberId,
    bystander_user: bystander.userId,
    stranger: stranger.memberId,
    caller: caller.memberId,
    gone: gone.memberId,
    silent: silent.memberId,
    guest_role: roleId('guest'),
    owner_role: roleId('owner'),
  };
  const resident = (who: Persona): Resident => {
    const person =
      people[who] ?? (who === 'outsider' ? { ...elsewhere.owner, memberId: elsewhere.ownerMemberId } : null);
    const names = {
      ...shared_names,
      me: person?.memberId ?? randomUUID(),
      my_user: person?.userId ?? randomUUID(),
    };
    return { person, names };
  };
  return {
    owner: resident('owner'),
    admin: resident('admin'),
    lead: resident('lead'),
    member: resident('member'),
    client: resident('client'),
    guest: resident('guest'),
    outsider: resident('outsider'),
    anon: resident('anon'),
  };
}

async function sendFile(db: TestDb, workspace: string, person: TestPerson, conversationId: string) {
  const file = await uploadedFile(db, workspace, person, { purpose: 'attachment', conversationId });
  await as(person, workspace).run(postMessage, { id: randomUUID(), conversationId, files: [file] });
}

/** A call in a room of the first of these people, in which they sit, and which somebody else has left. */
async function meet(workspace: string, people: readonly TestPerson[], gone: TestPerson): Promise<void> {
  const [first = gone] = people;
  const { code } = await as(first, workspace).run(openRoom, { id: randomUUID(), name: 'meeting' });
  const seat = { room_code: code, callId: randomUUID(), isMuted: true, isCameraOn: false };
  for (const person of people) await as(person, workspace).run(joinCall, { ...seat, seatId: randomUUID() });
  const seatId: string = randomUUID();
  const { call } = await as(gone, workspace).run(joinCall, { ...seat, seatId });
  await as(gone, workspace).run(leaveCall, { call_id: call.id, seatId });
}

/** A call in a conversation with a row of every kind, by two devices of one person who calls another. */
async function holdCall(workspace: string, person: TestPerson, conversationId: string): Promise<string> {
  const by = as(person, workspace);
  const { memberIds } = await by.run(listConversationMembers, { id: conversationId });
  const { id, code } = await by.run(startCall, { id: randomUUID(), conversationId, memberIds });
  const [one, other] = [randomUUID(), randomUUID()];
  for (const seatId of [one, other]) {
    await by.run(joinCall, { room_code: code, callId: id, seatId, isMuted: false, isCameraOn: false });
  }
  const link = { call_id: id, from: one, incarnation: 1, to: other, toIncarnation: 1 };
  await by.run(sendSignals, { ...link, signals: [{ link: 1, data: { type: 'offer', sdp: 'v=0' } }] });
  const nothing = { roundTripMs: null, loss: null, jitterMs: null, framesPerSecond: null };
  const samples = [{ peerSeatId: other, ...nothing, score: 4, isRelayed: false }];
  await by.run(noteQuality, { call_id: id, seat: one, samples });
  return id;
}
