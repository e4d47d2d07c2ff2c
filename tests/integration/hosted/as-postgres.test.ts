import { randomUUID } from 'node:crypto';

import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { postMessage } from '@/lib/chat/post-message';
import { listConversations, listMessages } from '@/lib/chat/queries';
import { pool, transaction, type Work } from '@/lib/core/db';
import { changeMember } from '@/lib/workspaces/change-member';
import { listAudit, listMembers } from '@/lib/workspaces/queries';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, refusal, type TestPerson } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let db: TestDb;
let acme: TestWorkspace;
let bo: TestPerson & { memberId: string };
let mallory: TestPerson;

beforeAll(async () => {
  db = await openDatabase();
  // What operators do where the pooler refuses roles of one's own.
  process.env['DATABASE_URL'] = db.postgresUrl;
  acme = await createWorkspace(db);
  bo = await acme.join('Bo');
  mallory = (await createWorkspace(db, 'Mallory')).owner;
});
afterAll(() => db.close());

const who = async (run: Work<unknown>['run'], person: TestPerson | null) =>
  await transaction({ person, workspace: person && acme.id, run });
const WHO = sql`select session_user::text as login, current_user::text as role`;

describe('with a DATABASE_URL that names postgres', () => {
  it('people still act as authenticated, visitors as anon, and only the server as postgres', async () => {
    expect((await pool().query('select current_user')).rows).toEqual([{ current_user: 'postgres' }]);
    const roles: unknown[] = [];
    const note: Work<unknown>['run'] = async (tx) => roles.push(...(await tx.execute(WHO)).rows);
    await who(note, bo);
    await who(note, null);
    expect(roles).toEqual([
      { login: 'postgres', role: 'authenticated' },
      { login: 'postgres', role: 'anon' },
    ]);
  });

  it('nothing of one transaction stays on the connection', async () => {
    await who(async () => Promise.resolve(), bo);
    const failing = who(() => Promise.reject(new Error('on purpose')), bo);
    await expect(failing).rejects.toThrow('on purpose');
    const { rows } = await pool().query(
      `select current_user, nullif(current_setting('request.jwt.claims', true), '') as claims`,
    );
    expect(rows).toEqual([{ current_user: 'postgres', claims: null }]);
  });

  it('people talk and read, and see nothing of what is not theirs', async () => {
    const id = randomUUID();
    await as(bo, acme.id).run(postMessage, { id, conversationId: acme.general, body: 'hello' });
    const { messages } = await as(acme.owner, acme.slug).run(listMessages, { id: acme.general });
    expect(messages.at(-1)).toMatchObject({ id, body: 'hello' });
    expect(await refusal(as(mallory, acme.id).run(listMessages, { id: acme.general }))).toBe('not_found');
    expect(await refusal(as(mallory, acme.id).run(listConversations, {}))).toBe('not_found');
    const all = await transaction({
      person: mallory,
      workspace: null,
      run: async (tx) =>
        (
          await tx.execute(
            sql`select id from messages union all select id from conversations where workspace_id = ${acme.id}`,
          )
        ).rows,
    });
    expect(all).toEqual([]);
  });

  it('rights and the audit trail hold', async () => {
    const suspend = { id: acme.ownerMemberId, status: 'suspended' as const };
    expect(await refusal(as(bo, acme.id).run(changeMember, suspend))).toBe('forbidden');
    await as(acme.owner, acme.id).run(changeMember, { id: bo.memberId, status: 'suspended' });
    expect(await refusal(as(bo, acme.id).run(listMembers, {}))).toBe('not_found');
    const { entries } = await as(acme.owner, acme.id).run(listAudit, {});
    expect(entries[0]).toMatchObject({ actorId: acme.owner.userId, objectId: bo.memberId });
  });
});
