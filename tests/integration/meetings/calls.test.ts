import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { changeChannel } from '@/lib/chat/change-channel';
import { removeChannelMember, addChannelMembers } from '@/lib/chat/change-members';
import { createChannel } from '@/lib/chat/create-channel';
import { openDirect } from '@/lib/chat/open-direct';
import {
  answerRing,
  endCall,
  getCall,
  joinCall,
  leaveCall,
  startCall,
  touchSeat,
} from '@/lib/meetings/calls';
import { listCalls } from '@/lib/meetings/history';
import { getRoom, listRooms, openRoom } from '@/lib/meetings/rooms';
import { getIce, noteQuality, readSignals, sendSignals } from '@/lib/meetings/signals';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, refusal, type TestPerson } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let db: TestDb;
let acme: TestWorkspace;
let bo: TestPerson & { memberId: string };
let cy: TestPerson & { memberId: string };
let mallory: TestPerson;

beforeAll(async () => {
  db = await openDatabase();
  acme = await createWorkspace(db);
  bo = await acme.join('Bo');
  cy = await acme.join('Cy');
  mallory = (await createWorkspace(db, 'Mallory')).owner;
});
afterAll(() => db.close());

const inAcme = (person: TestPerson) => as(person, acme.id);
const direct = async () =>
  (await inAcme(acme.owner).run(openDirect, { id: randomUUID(), memberIds: [bo.memberId] })).id;
const channel = async () => {
  const id = randomUUID();
  await inAcme(acme.owner).run(createChannel, { id, kind: 'private', name: `c-${id.slice(0, 8)}` });
  await inAcme(acme.owner).run(addChannelMembers, { id, memberIds: [bo.memberId] });
  return id;
};
const sit = async (person: TestPerson, code: string, seatId = randomUUID()) => {
  const joined = await inAcme(person).run(joinCall, {
    room_code: code,
    callId: randomUUID(),
    seatId,
    isMuted: false,
    isCameraOn: true,
  });
  return { ...joined, seatId };
};

describe('a call', () => {
  it('rings the other of a direct conversation, and is answered, seen and ended', async () => {
    const conversationId = await direct();
    const started = await inAcme(acme.owner).run(startCall, { id: randomUUID(), conversationId });
    expect(started.rings).toEqual([{ memberId: bo.memberId, state: 'ringing', message: '' }]);
    const mine = await sit(acme.owner, started.code);
    const theirs = await sit(bo, started.code);
    expect(theirs.call.seats.map(({ id }) => id)).toEqual([mine.seatId, theirs.seatId]);
    expect(theirs.call.rings).toEqual([{ memberId: bo.memberId, state: 'accepted', message: '' }]);

    const from = {
      call_id: started.id,
      from: mine.seatId,
      incarnation: 1,
      to: theirs.seatId,
      toIncarnation: 1,
    };
    const signals = [{ link: 1, data: { type: 'offer' as const, sdp: 'v=0' } }];
    expect(await inAcme(acme.owner).run(sendSignals, { ...from, signals })).toEqual({ isTaken: true });
    expect(await inAcme(bo).run(sendSignals, { ...from, signals })).toEqual({ isTaken: false });
    const heard = await inAcme(bo).run(readSignals, { call_id: started.id, seat: theirs.seatId, after: 0 });
    expect(heard.batches).toEqual([
      { number: 1, from: mine.seatId, fromIncarnation: 1, toIncarnation: 1, signals },
    ]);
    expect(
      await inAcme(bo).run(touchSeat, {
        call_id: started.id,
        seatId: theirs.seatId,
        incarnation: 1,
        isMuted: true,
        isCameraOn: false,
        isSharing: false,
      }),
    ).toMatchObject({ lastSignal: 1 });
    await inAcme(bo).run(noteQuality, {
      call_id: started.id,
      seat: theirs.seatId,
      samples: [
        {
          peerSeatId: mine.seatId,
          roundTripMs: 20,
          loss: 0.01,
          jitterMs: 3,
          framesPerSecond: 15,
          score: 4.4,
          isRelayed: false,
        },
      ],
    });
    const again = await sit(bo, started.code, theirs.seatId);
    expect(again.call.seats.find(({ id }) => id === theirs.seatId)?.incarnation).toBe(2);
    await inAcme(bo).run(leaveCall, { call_id: started.id, seatId: theirs.seatId });
    await inAcme(acme.owner).run(leaveCall, { call_id: started.id, seatId: mine.seatId });
    expect(await inAcme(bo).run(getCall, { call_id: started.id })).toMatchObject({
      endReason: 'empty',
      seats: [],
    });
    const { calls } = await inAcme(acme.owner).run(listCalls, { conversationId });
    expect(calls[0]).toMatchObject({ id: started.id, endReason: 'empty' });
    expect(calls[0]?.attendance).toMatchObject([{ score: null }, { memberId: bo.memberId, score: 4.4 }]);
  });

  it('is declined with a message, and ends when the caller gives up', async () => {
    const started = await inAcme(acme.owner).run(startCall, {
      id: randomUUID(),
      conversationId: await direct(),
    });
    const mine = await sit(acme.owner, started.code);
    await inAcme(bo).run(answerRing, { call_id: started.id, status: 'declined', message: 'In a train' });
    const seen = await inAcme(acme.owner).run(getCall, { call_id: started.id });
    expect(seen.rings).toEqual([{ memberId: bo.memberId, state: 'declined', message: 'In a train' }]);
    await inAcme(acme.owner).run(leaveCall, { call_id: started.id, seatId: mine.seatId });
    expect((await inAcme(bo).run(getCall, { call_id: started.id })).endReason).toBe('declined');
    expect(await refusal(inAcme(bo).run(answerRing, { call_id: started.id, status: 'declined' }))).toBe(
      'not_found',
    );
  });

  it('holds six, is ended for all by who started it, and by nobody else', async () => {
    const { code } = await inAcme(acme.owner).run(openRoom, { id: randomUUID(), name: 'Stand-up' });
    const first = await sit(acme.owner, code);
    for (const person of [bo, cy, acme.owner, bo, cy]) await sit(person, code);
    expect(await refusal(sit(await acme.join('Dee'), code))).toBe('conflict');
    expect(await refusal(inAcme(bo).run(endCall, { call_id: first.call.id }))).toBe('not_found');
    await inAcme(acme.owner).run(endCall, { call_id: first.call.id });
    expect(await inAcme(cy).run(getCall, { call_id: first.call.id })).toMatchObject({
      endReason: 'ended',
      seats: [],
    });
  });

  it('goes on in a channel that is archived, where none begins', async () => {
    const conversationId = await channel();
    const call = await inAcme(acme.owner).run(startCall, { id: randomUUID(), conversationId });
    await sit(acme.owner, call.code);
    await inAcme(acme.owner).run(changeChannel, { id: conversationId, isArchived: true });
    const { call: joined } = await sit(bo, call.code);
    expect(joined.id).toBe(call.id);
    await inAcme(acme.owner).run(endCall, { call_id: call.id });
    const again = inAcme(acme.owner).run(startCall, { id: randomUUID(), conversationId });
    expect(await refusal(again)).toBe('conflict');
    expect(await refusal(sit(bo, call.code))).toBe('conflict');
  });
});

describe('a room', () => {
  it('is nothing to strangers, to members of another workspace, and to who was taken out', async () => {
    const conversationId = await channel();
    const { code } = await inAcme(acme.owner).run(openRoom, { id: randomUUID(), conversationId });
    const mine = await sit(acme.owner, code);
    const theirs = await sit(bo, code);
    const call_id = mine.call.id;
    const tries = (person: TestPerson, seat: string) => [
      refusal(as(person).run(getRoom, { room_code: code })),
      refusal(
        inAcme(person).run(joinCall, {
          room_code: code,
          callId: randomUUID(),
          seatId: randomUUID(),
          isMuted: true,
          isCameraOn: false,
        }),
      ),
      refusal(inAcme(person).run(getCall, { call_id })),
      refusal(inAcme(person).run(getIce, { call_id, seat })),
      refusal(
        inAcme(person).run(touchSeat, {
          call_id,
          seatId: seat,
          incarnation: 1,
          isMuted: true,
          isCameraOn: false,
          isSharing: false,
        }),
      ),
    ];
    expect(await Promise.all(tries(mallory, mine.seatId))).toEqual(Array(5).fill('not_found'));
    expect(await Promise.all(tries(cy, mine.seatId))).toEqual(Array(5).fill('not_found'));
    await inAcme(acme.owner).run(removeChannelMember, { id: conversationId, memberId: bo.memberId });
    expect(await Promise.all(tries(bo, theirs.seatId))).toEqual(Array(5).fill('not_found'));
    const { seats } = await inAcme(acme.owner).run(getCall, { call_id });
    expect(seats.map(({ id }) => id)).toEqual([mine.seatId]);
    const taken = await inAcme(bo).run(sendSignals, {
      call_id,
      from: theirs.seatId,
      incarnation: 1,
      to: mine.seatId,
      toIncarnation: 1,
      signals: [{ link: 1, data: { type: 'renegotiate', renegotiate: true } }],
    });
    expect(taken).toEqual({ isTaken: false });
    expect((await inAcme(bo).run(listCalls, { conversationId })).calls).toEqual([]);
    expect((await inAcme(bo).run(listRooms, {})).rooms.some((room) => room.code === code)).toBe(false);
  });
});
