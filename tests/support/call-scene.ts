import { randomUUID } from 'node:crypto';

import { addChannelMembers } from '@/lib/chat/change-members';
import { createChannel } from '@/lib/chat/create-channel';
import { openDirect } from '@/lib/chat/open-direct';
import { joinCall } from '@/lib/meetings/calls';
import { openRoom } from '@/lib/meetings/rooms';

import type { TestDb } from './database';
import { as, refusal, type TestPerson } from './people';
import { createWorkspace } from './workspace';

export type TestMember = TestPerson & { memberId: string };

/** A company whose people call each other: the owner, Bo and Cy; Gus, a guest; and Mallory, who owns another one. */
export async function callScene(db: TestDb) {
  const home = await createWorkspace(db);
  const ada: TestMember = { ...home.owner, memberId: home.ownerMemberId };
  const [bo, cy, gus] = [await home.join('Bo'), await home.join('Cy'), await home.join('Gus', 'guest')];
  const elsewhere = await createWorkspace(db, 'Mallory');
  const by = (person: TestPerson) => as(person, home.id);

  const privateChannel = async (...people: TestMember[]) => {
    const id = randomUUID();
    await by(ada).run(createChannel, { id, kind: 'private', name: `c-${id.slice(0, 8)}` });
    const memberIds = people.map(({ memberId }) => memberId);
    if (memberIds.length > 0) await by(ada).run(addChannelMembers, { id, memberIds });
    return id;
  };
  const sit = async (person: TestPerson, code: string, seat: { seatId?: string; callId?: string } = {}) => {
    const { seatId = randomUUID(), callId = randomUUID() } = seat;
    const standing = { isMuted: false, isCameraOn: true };
    const joined = await by(person).run(joinCall, { room_code: code, callId, seatId, ...standing });
    return { ...joined, seatId, call_id: joined.call.id };
  };
  return {
    home,
    elsewhere,
    ada,
    bo,
    cy,
    gus,
    mallory: elsewhere.owner,
    by,
    privateChannel,
    sit,
    direct: async (person: TestMember) =>
      (await by(ada).run(openDirect, { id: randomUUID(), memberIds: [person.memberId] })).id,
    freeRoom: async () => (await by(ada).run(openRoom, { id: randomUUID(), name: 'Stand-up' })).code,
    /** As if so much time had passed since the last sign of life of these seats. */
    silence: async (seats: readonly string[], seconds: number) => {
      await db.admin(
        'update call_seats set seen_at = seen_at - make_interval(secs => $2) where id = any ($1::uuid[])',
        [seats, seconds],
      );
    },
    /** As if so much time had passed for a call, in which no seat of it gave a sign of life. */
    pass: async (call_id: string, seconds: number) => {
      await db.admin(
        `with moved as (
           update call_seats set seen_at = seen_at - make_interval(secs => $2) where call_id = $1 and left_at is null)
         update calls set silent_at = silent_at - make_interval(secs => $2) where id = $1`,
        [call_id, seconds],
      );
    },
  };
}

export type CallScene = Awaited<ReturnType<typeof callScene>>;

/** An offer, short enough to be anybody's. */
export const OFFER = { link: 1, data: { type: 'offer' as const, sdp: 'v=0' } };

/** What an attempt answers, as JSON, or the code with which it is refused. */
export async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  const [result] = await Promise.allSettled([attempt]);
  if (result.status === 'fulfilled') return JSON.stringify(result.value);
  return await refusal(Promise.reject(result.reason));
}
