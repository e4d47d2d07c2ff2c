import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addChannelMembers } from '@/lib/chat/change-members';
import { createChannel } from '@/lib/chat/create-channel';
import { openDirect } from '@/lib/chat/open-direct';
import { getConversation } from '@/lib/chat/queries';
import { reportPresence } from '@/lib/presence/report-presence';
import { setStatus } from '@/lib/presence/set-status';
import { changeMember } from '@/lib/workspaces/change-member';
import { foundWorkspace } from '@/lib/workspaces/found-workspace';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, refusal, type TestPerson } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

type Colleague = TestPerson & { memberId: string };

let db: TestDb;
let acme: TestWorkspace;
let ada: Colleague;
beforeAll(async () => {
  db = await openDatabase();
  acme = await createWorkspace(db);
  ada = { ...acme.owner, memberId: acme.ownerMemberId };
});
afterAll(() => db.close());

const call = (
  person: TestPerson,
  input: { deviceId?: string; state?: 'active' | 'away' | 'gone'; watch?: string[] } = {},
  workspace = acme.id,
) => as(person, workspace).run(reportPresence, { deviceId: randomUUID(), state: 'active', ...input });
const look = async (person: TestPerson, watched: Colleague, workspace = acme.id) => {
  const { presences } = await call(person, { watch: [watched.memberId] }, workspace);
  return presences[0];
};
/** As if the person's devices had called so long ago. */
const age = async ({ userId }: TestPerson, seconds: number) => {
  const moved = `seen_at = seen_at - make_interval(secs => ${seconds})`;
  await db.admin(`update private.devices set ${moved} where user_id = $1`, [userId]);
  await db.admin(`update private.presences set ${moved} where user_id = $1`, [userId]);
};
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

type Told = { topic: string; payload: Record<string, unknown> };
const told = async (act: () => Promise<unknown>) => {
  await db.admin('delete from realtime.messages');
  await act();
  return await db.admin<Told>(
    `select topic, payload from realtime.messages where event = 'presence.changed' order by topic`,
  );
};

describe('somebody', () => {
  it('is as active as the most active of their devices, and offline with a last sight when all are closed', async () => {
    const bo = await acme.join('Bo');
    const [desk, phone] = [randomUUID(), randomUUID()];
    expect(await look(ada, bo)).toMatchObject({ state: 'offline', lastSeenAt: null });
    await call(bo, { deviceId: desk });
    await call(bo, { deviceId: phone, state: 'away' });
    expect(await look(ada, bo)).toMatchObject({ state: 'online' });
    await call(bo, { deviceId: desk, state: 'away' });
    expect(await look(ada, bo)).toMatchObject({ state: 'away' });
    await call(bo, { deviceId: desk, state: 'gone' });
    expect(await look(ada, bo)).toMatchObject({ state: 'away' });
    await call(bo, { deviceId: phone, state: 'gone' });
    const seen = await look(ada, bo);
    expect(seen).toMatchObject({ state: 'offline' });
    expect(Date.now() - Date.parse(seen?.lastSeenAt ?? '')).toBeLessThan(10_000);
  });

  it('stays offline when a call comes after the goodbye, and comes back with another page', async () => {
    const bo = await acme.join('Bo');
    const deviceId = randomUUID();
    await call(bo, { deviceId, state: 'gone' });
    await call(bo, { deviceId });
    expect(await look(ada, bo)).toMatchObject({ state: 'offline' });
    await call(bo);
    expect(await look(ada, bo)).toMatchObject({ state: 'online' });
  });

  it('is offline once no device has called for 75 seconds, and was last seen then', async () => {
    const bo = await acme.join('Bo');
    await call(bo);
    await age(bo, 70);
    expect(await look(ada, bo)).toMatchObject({ state: 'online' });
    await age(bo, 6);
    const seen = await look(ada, bo);
    expect(seen).toMatchObject({ state: 'offline' });
    expect(Math.round((Date.now() - Date.parse(seen?.lastSeenAt ?? '')) / 1000)).toBeGreaterThanOrEqual(76);
  });

  it('keeps the last sight when a crash has taken the devices', async () => {
    const bo = await acme.join('Bo');
    await call(bo);
    await db.admin('delete from private.devices where user_id = $1', [bo.userId]);
    const seen = await look(ada, bo);
    expect(seen).toMatchObject({ state: 'offline' });
    expect(seen?.lastSeenAt).not.toBeNull();
  });

  it('is one person in all workspaces: state and availability are shared, the custom status is not', async () => {
    const bo = await acme.join('Bo');
    const other = randomUUID();
    await as(bo).run(foundWorkspace, { id: other, name: 'Other', slug: `o-${other.slice(0, 8)}` });
    const [there] = await db.admin<{ id: string }>('select id from memberships where workspace_id = $1', [
      other,
    ]);
    const boThere = { ...bo, memberId: there?.id ?? '' };
    await call(bo);
    await as(bo, acme.id).run(setStatus, {
      availability: { kind: 'dnd' },
      custom: { emoji: '🌴', text: 'off' },
    });
    expect(await look(ada, bo)).toMatchObject({ state: 'dnd', emoji: '🌴', text: 'off' });
    expect(await look(bo, boThere, other)).toMatchObject({ state: 'dnd', emoji: '', text: '' });
  });
});

describe('what people say of themselves', () => {
  it('stands until it ends, and is cleared by null', async () => {
    const bo = await acme.join('Bo');
    await call(bo);
    const mine = as(bo, acme.id);
    const until = inSeconds(3600);
    expect(
      await mine.run(setStatus, {
        availability: { kind: 'busy', until },
        custom: { emoji: '🏖️', text: 'Vacation', until },
      }),
    ).toEqual({ availability: 'busy', availabilityUntil: until, emoji: '🏖️', text: 'Vacation', until });
    expect(await look(ada, bo)).toMatchObject({ state: 'busy', emoji: '🏖️', text: 'Vacation', until });
    await db.admin(
      `update statuses set until = now() - interval '1 second', availability_until = now() where member_id = $1`,
      [bo.memberId],
    );
    expect(await look(ada, bo)).toMatchObject({ state: 'online', emoji: '', text: '', until: null });
    const none = { availability: 'auto', availabilityUntil: null, emoji: '', text: '', until: null };
    expect((await call(bo)).status).toEqual(none);
    await mine.run(setStatus, { custom: { text: 'Words alone' } });
    expect(await look(ada, bo)).toMatchObject({ emoji: '💬', text: 'Words alone' });
    expect(await mine.run(setStatus, { custom: null, availability: null })).toEqual(none);
  });

  it('leaves what is not said, and may be repeated', async () => {
    const bo = await acme.join('Bo');
    const mine = as(bo, acme.id);
    await mine.run(setStatus, { custom: { emoji: '🌴', text: ' off \n now ' } });
    const both = await mine.run(setStatus, { availability: { kind: 'away' } });
    expect(both).toMatchObject({ availability: 'away', emoji: '🌴', text: 'off now' });
    expect(await told(() => mine.run(setStatus, { availability: { kind: 'away' } }))).toEqual([]);
  });

  it('is refused when it is over already, too long, or no emoji', async () => {
    const mine = as(ada, acme.id);
    const refused = async (custom: { emoji?: string; text?: string; until?: string }) =>
      await refusal(mine.run(setStatus, { custom }));
    expect(await refused({ emoji: '🌴', until: inSeconds(-1) })).toBe('invalid');
    expect(await refused({ emoji: '🌴', until: inSeconds(400 * 86_400) })).toBe('invalid');
    expect(await refused({ text: 'x'.repeat(81) })).toBe('invalid');
    expect(await refused({ emoji: '<b>' })).toBe('invalid');
  });
});

describe('who learns it', () => {
  it('are those who see the membership: the same as may read it, for every role', async () => {
    const roles = ['admin', 'lead', 'member', 'consultant', 'client', 'guest'];
    const people: Colleague[] = [];
    for (const role of roles) people.push(await acme.join(role, role));
    const id = randomUUID();
    await as(ada, acme.id).run(createChannel, { id, name: `with-${id.slice(0, 8)}`, kind: 'private' });
    const [, , , , client, guest] = people;
    const memberIds = [client?.memberId ?? '', guest?.memberId ?? ''];
    await as(ada, acme.id).run(addChannelMembers, { id, memberIds });
    const watch = [ada, ...people].map(({ memberId }) => memberId);
    for (const person of [ada, ...people]) {
      const { presences } = await call(person, { watch });
      const readable = await db.admin<{ id: string }>(
        `with who as (select set_config('request.jwt.claims', $1, true))
         select m.id from who, memberships m where m.workspace_id = $2 and m.id = any ($3)
           and (m.workspace_id in (select private.my_insider_workspaces()) or m.id in (select private.my_memberships())
             or (m.workspace_id, m.id) in (select p.workspace_id, p.member_id from private.my_peers() p))`,
        [JSON.stringify(person.claims), acme.id, watch],
      );
      expect(presences.map(({ memberId }) => memberId).sort()).toEqual(readable.map((row) => row.id).sort());
    }
    const consultant = people[3] ?? ada;
    const { presences } = await call(consultant, { watch });
    expect(presences.map(({ memberId }) => memberId)).toEqual([consultant.memberId]);
  });

  it('is nobody in another workspace, and nobody of the suspended', async () => {
    const globex = await createWorkspace(db, 'Mallory');
    const bo = await acme.join('Bo');
    const { presences } = await call(globex.owner, { watch: [bo.memberId, ada.memberId] }, globex.id);
    expect(presences).toEqual([]);
    expect(await refusal(call(globex.owner, {}, acme.id))).toBe('not_found');
    expect(await refusal(as(globex.owner, acme.id).run(setStatus, { custom: null }))).toBe('not_found');
    await as(ada, acme.id).run(changeMember, { id: bo.memberId, status: 'suspended' });
    expect(await look(ada, bo)).toBeUndefined();
    expect(await refusal(call(bo))).toBe('not_found');
  });

  it('is asked for a hundred people at most', async () => {
    const watch = Array.from({ length: 101 }, () => randomUUID());
    expect(await refusal(call(ada, { watch }))).toBe('invalid');
    expect((await call(ada, { watch: watch.slice(1) })).presences).toEqual([]);
  });
});

describe('who is told', () => {
  it('are the own devices and the direct conversations, twenty at most, never the workspace', async () => {
    const bo = await acme.join('Bo');
    const cy = await acme.join('Cy');
    const direct = await as(bo, acme.id).run(openDirect, { id: randomUUID(), memberIds: [cy.memberId] });
    const { topicName } = await as(bo, acme.id).run(getConversation, { id: direct.id });
    await as(bo, acme.id).run(openDirect, { id: randomUUID(), memberIds: [] });
    const deviceId = randomUUID();
    const events = await told(() => call(bo, { deviceId }));
    expect(events.map(({ topic }) => topic)).toEqual([topicName, `user:${bo.userId}:1`]);
    expect(events[0]?.payload).toMatchObject({
      memberId: bo.memberId,
      state: 'online',
      emoji: '',
      until: null,
    });
    expect(events[1]?.payload).toMatchObject({ workspaceId: acme.id });
    expect(await told(() => call(bo, { deviceId }))).toEqual([]);
    expect(await told(() => call(bo, { state: 'away' }))).toEqual([]);
    const status = await told(() => as(bo, acme.id).run(setStatus, { availability: { kind: 'dnd' } }));
    expect(status.map(({ topic }) => topic)).toEqual([topicName, `user:${bo.userId}:1`]);
    expect(status[1]?.payload).toMatchObject({ state: 'dnd', availability: 'dnd', availabilityUntil: null });
    // Behind "do not disturb" nobody sees who is at their desk.
    expect(await told(() => call(bo, { deviceId, state: 'away' }))).toEqual([]);
    for (let n = 0; n < 25; n += 1) {
      const { memberId } = await acme.join(`P${n}`);
      await as(bo, acme.id).run(openDirect, { id: randomUUID(), memberIds: [memberId] });
    }
    expect(await told(() => call(bo, { deviceId, state: 'gone' }))).toEqual([]);
    await age(bo, 80);
    expect(await told(() => call(bo))).toHaveLength(21);
  });

  it('is nobody on a topic that somebody removed still hears', async () => {
    const bo = await acme.join('Bo');
    const cy = await acme.join('Cy');
    const direct = await as(bo, acme.id).run(openDirect, { id: randomUUID(), memberIds: [cy.memberId] });
    const before = await as(bo, acme.id).run(getConversation, { id: direct.id });
    await as(ada, acme.id).run(changeMember, { id: cy.memberId, status: 'removed' });
    const topics = (await told(() => call(bo))).map(({ topic }) => topic);
    expect(topics).not.toContain(before.topicName);
    expect(topics).toHaveLength(2);
  });
});
