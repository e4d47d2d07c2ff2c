import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addChannelMembers } from '@/lib/chat/change-members';
import { createChannel } from '@/lib/chat/create-channel';
import { openDirect } from '@/lib/chat/open-direct';
import { listCalls } from '@/lib/meetings/history';
import { ACME_CALLS } from '@/scripts/seed/calls';
import { companyOf } from '@/scripts/seed/company';
import { ACME_CONVERSATIONS } from '@/scripts/seed/conversations';
import { dateBack } from '@/scripts/seed/date-back';
import { fillCall } from '@/scripts/seed/fill-calls';
import { ACME_PEOPLE, type PersonKey } from '@/scripts/seed/people';
import { seedId } from '@/scripts/seed/seed-id';
import { openDatabase, type TestDb } from '@/tests/support/database';
import type { TestPerson } from '@/tests/support/people';
import { createWorkspace } from '@/tests/support/workspace';

let db: TestDb;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());

/** The demo company without a word said in it: its people, and the conversations in which they call each other. */
async function emptyCompany() {
  const home = await createWorkspace(db);
  const persons = new Map<PersonKey, TestPerson>();
  const memberIds = new Map<PersonKey, string>();
  for (const { key, role } of ACME_PEOPLE) {
    const person =
      role === 'owner' ? { ...home.owner, memberId: home.ownerMemberId } : await home.join(key, role);
    persons.set(key, person);
    memberIds.set(key, person.memberId);
  }
  const company = companyOf({ id: home.id, slug: 'acme', name: 'Acme', insiders: [] }, persons);
  for (const { kind, name, by, others } of ACME_CONVERSATIONS) {
    if (others === 'insiders' || !ACME_CALLS.some(({ place }) => place.join() === `${kind},${name}`))
      continue;
    const id = seedId('acme', kind, name);
    const ids = others.flatMap((key) => memberIds.get(key) ?? []);
    if (kind === 'direct') await company.as(by)(openDirect, { id, memberIds: ids });
    else {
      await company.as(by)(createChannel, { id, kind, name });
      await company.as(by)(addChannelMembers, { id, memberIds: ids });
    }
  }
  return { company, memberIds };
}

/** How long something lasted, in minutes. */
const lasted = (from: string, to: string | null) =>
  Math.round((Date.parse(to ?? '') - Date.parse(from)) / 60_000);

describe('the demo company’s calls', () => {
  it('show every state that the history has, and are made once', async () => {
    const { company, memberIds } = await emptyCompany();
    for (let time = 0; time < 2; time += 1) {
      for (const call of ACME_CALLS) await fillCall(company, call, memberIds);
    }
    const { calls } = await company.as('ada')(listCalls, { limit: 100 });
    const states = calls.map(({ id, endReason, attendance, rings }) => ({
      name: ACME_CALLS.find(({ name }) => seedId('acme', 'call', name) === id)?.name,
      endReason,
      present: attendance.length,
      rings: rings.map(({ state, message }) => `${state} ${message}`.trim()),
    }));
    expect(states.toSorted((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))).toEqual([
      { name: 'badge-colours', endReason: 'empty', present: 4, rings: [] },
      {
        name: 'insurance',
        endReason: 'declined',
        present: 1,
        rings: ['declined With the insurers now, I call you at three.'],
      },
      { name: 'programme-question', endReason: 'unanswered', present: 1, rings: ['cancelled'] },
      { name: 'reserve', endReason: 'empty', present: 2, rings: [] },
      { name: 'speaker-sync', endReason: 'empty', present: 4, rings: [] },
    ]);
    const bos = await company.as('bo')(listCalls, { limit: 100 });
    const group = bos.calls.find(({ id }) => id === seedId('acme', 'call', 'rehearsal-times'));
    expect(group).toMatchObject({ endReason: 'empty', rings: [{ state: 'cancelled' }] });
    expect(group?.attendance).toHaveLength(3);
  });

  it('are told at the times with which they were written', async () => {
    const { company, memberIds } = await emptyCompany();
    const calls = [];
    for (const written of ACME_CALLS)
      calls.push({ id: await fillCall(company, written, memberIds), written });
    const admin = new Client({ connectionString: db.adminUrl });
    await admin.connect();
    await dateBack(admin, [{ workspaceId: company.id, conversations: [], calls }], new Date());
    await admin.end();
    const listed = (await company.as('ada')(listCalls, { limit: 100 })).calls;
    for (const { id, written } of calls) {
      const call = listed.find((one) => one.id === id);
      if (!call) continue;
      expect(lasted(call.startedAt, call.endedAt)).toBe(written.minutes);
      for (const { presentMs } of call.attendance)
        expect(Math.round(presentMs / 60_000)).toBe(written.minutes);
    }
    const late = await db.admin(
      `select from call_rings g join calls c on c.workspace_id = g.workspace_id and c.id = g.call_id
       where g.workspace_id = $1 and (g.created_at <> c.started_at or g.answered_at > c.ended_at)`,
      [company.id],
    );
    expect(late).toEqual([]);
  });
});
