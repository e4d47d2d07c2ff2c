import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { addChannelMembers, removeChannelMember } from '@/lib/chat/change-members';
import { deleteMessage, editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { postMessage } from '@/lib/chat/post-message';
import { addReaction, removeReaction } from '@/lib/chat/react';
import { AppError } from '@/lib/core/errors';
import { changeMember } from '@/lib/workspaces/change-member';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, type TestPerson } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

const ROUNDS = 8;

let db: TestDb;
let acme: TestWorkspace;
beforeAll(async () => {
  db = await openDatabase();
  acme = await createWorkspace(db);
});
afterAll(() => db.close());

/** `ok`, or the code of the refusal: a deadlock would be `internal`. */
async function outcome(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'ok';
  } catch (thrown) {
    return thrown instanceof AppError ? thrown.code : 'fault';
  }
}

it('people who talk, edit and react never wait in a ring with somebody being shut out', async () => {
  const bo = await acme.join('Bo');
  const gus = await acme.join('Gus', 'guest');
  const owner = as(acme.owner, acme.id);
  const secret = randomUUID();
  await owner.run(createChannel, { id: secret, name: 'secret', kind: 'private' });
  await owner.run(addChannelMembers, { id: secret, memberIds: [bo.memberId] });
  const first = await owner.run(postMessage, { id: randomUUID(), conversationId: secret, body: 'first' });
  const post = (person: TestPerson, conversationId: string) =>
    outcome(as(person, acme.id).run(postMessage, { id: randomUUID(), conversationId, body: 'x' }));

  for (let round = 0; round < ROUNDS; round += 1) {
    await owner.run(addChannelMembers, { id: acme.general, memberIds: [gus.memberId] });
    const shutOut = owner.run(changeMember, { id: bo.memberId, status: 'suspended' });
    const takenOut = owner.run(removeChannelMember, { id: acme.general, memberId: gus.memberId });
    const ofOthers = await Promise.all([
      post(acme.owner, secret),
      post(acme.owner, acme.general),
      outcome(owner.run(editMessage, { id: first.id, body: `edited ${round}` })),
      outcome(owner.run(addReaction, { id: first.id, emoji: String.fromCodePoint(0x1f400 + round) })),
      outcome(shutOut),
      outcome(takenOut),
    ]);
    expect(ofOthers).toEqual(ofOthers.map(() => 'ok'));
    const ofThose = await Promise.all([post(bo, secret), post(bo, acme.general), post(gus, acme.general)]);
    expect(new Set(ofThose)).toEqual(new Set(['not_found']));
    await owner.run(changeMember, { id: bo.memberId, status: 'active' });
  }
});

it('somebody shut out while posting is either heard or refused', async () => {
  const home = await createWorkspace(db, 'Olga');
  const cy = await home.join('Cy');
  const owner = as(home.owner, home.id);
  for (let round = 0; round < ROUNDS; round += 1) {
    const posts = Array.from({ length: 4 }, () =>
      outcome(
        as(cy, home.id).run(postMessage, { id: randomUUID(), conversationId: home.general, body: 'x' }),
      ),
    );
    const shutOut = outcome(owner.run(changeMember, { id: cy.memberId, status: 'suspended' }));
    expect(await shutOut).toBe('ok');
    for (const result of await Promise.all(posts)) expect(['ok', 'not_found']).toContain(result);
    await owner.run(changeMember, { id: cy.memberId, status: 'active' });
  }
});

it('reactions that come and go, edits and a deletion of one message never wait in a ring', async () => {
  const home = await createWorkspace(db, 'Rita');
  const [bo, cy] = [await home.join('Bo'), await home.join('Cy')];
  const owner = as(home.owner, home.id);
  for (let round = 0; round < ROUNDS; round += 1) {
    const input = { id: randomUUID(), conversationId: home.general, body: 'x' };
    const { id } = await owner.run(postMessage, input);
    await as(bo, home.id).run(addReaction, { id, emoji: '🎉' });
    const toggles = [bo, cy].flatMap((person) => [
      as(person, home.id).run(removeReaction, { id, emoji: '🎉' }),
      as(person, home.id).run(addReaction, { id, emoji: '🎉' }),
      as(person, home.id).run(removeReaction, { id, emoji: '🎉' }),
    ]);
    const changes = [owner.run(editMessage, { id, body: 'y' }), owner.run(deleteMessage, { id })];
    const outcomes = await Promise.all([...toggles, ...changes].map((attempt) => outcome(attempt)));
    for (const result of outcomes) expect(['ok', 'gone']).toContain(result);
    const left = await db.admin('select from reactions where message_id = $1', [id]);
    expect(left).toEqual([]);
  }
});
