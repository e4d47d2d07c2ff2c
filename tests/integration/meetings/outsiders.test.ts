import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { leaveCall, startCall } from '@/lib/meetings/calls';
import { listMembers } from '@/lib/workspaces/queries';
import { callScene, type CallScene, type TestMember } from '@/tests/support/call-scene';
import { openDatabase, type TestDb } from '@/tests/support/database';

let db: TestDb;
let scene: CallScene;
let client: TestMember;
beforeAll(async () => {
  db = await openDatabase();
});
beforeEach(async () => {
  scene = await callScene(db);
  client = await scene.home.join('Cleo', 'client');
});
afterAll(() => db.close());

const namesFor = async (person: TestMember) => {
  const { members } = await scene.by(person).run(listMembers, {});
  return members.map(({ name }) => name).sort();
};

describe('a client with a room’s code', () => {
  it('learns who is in the call while they are in it, and who nobody else is', async () => {
    const { bo, cy, sit, by, freeRoom } = scene;
    const code = await freeRoom();
    const bos = await sit(bo, code);
    expect(await namesFor(client)).toEqual(['Cleo']);
    const { seatId, call_id } = await sit(client, code);
    expect(await namesFor(client)).toEqual(['Bo', 'Cleo']);
    await sit(cy, code);
    await by(bo).run(leaveCall, { call_id, seatId: bos.seatId });
    expect(await namesFor(client)).toEqual(['Cleo', 'Cy']);
    await by(client).run(leaveCall, { call_id, seatId });
    expect(await namesFor(client)).toEqual(['Cleo']);
  });

  it('does not by being called, nor by another call of the room', async () => {
    const { ada, bo, by, sit, privateChannel } = scene;
    const { gus } = scene;
    const place = await privateChannel(client);
    const { code } = await by(ada).run(startCall, { id: randomUUID(), conversationId: place });
    const mine = await sit(client, code);
    await by(client).run(leaveCall, { call_id: mine.call_id, seatId: mine.seatId });
    const elsewhere = await scene.freeRoom();
    await sit(bo, elsewhere);
    await sit(gus, elsewhere);
    expect(await namesFor(client)).toEqual([ada.name, 'Cleo'].sort());
  });
});
