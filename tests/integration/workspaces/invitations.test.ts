import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { acceptInvitation, previewInvitation } from '@/lib/workspaces/accept-invitation';
import { hashInvitationToken, newInvitationToken } from '@/lib/workspaces/invitation-token';
import { createInvitationLink, revokeInvitation } from '@/lib/workspaces/invite';
import { listInvitations, listMembers, listWorkspaces } from '@/lib/workspaces/queries';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, createPerson, refusal } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let db: TestDb;
let acme: TestWorkspace;
beforeAll(async () => {
  db = await openDatabase();
  acme = await createWorkspace(db);
});
afterAll(() => db.close());

async function link(options: { maxUses?: number; role?: 'admin' | 'member' | 'guest' } = {}) {
  const id = randomUUID();
  const { url } = await as(acme.owner, acme.id).run(createInvitationLink, { id, ...options });
  return { id, token: url.split('/').at(-1) ?? '' };
}

async function personal(email: string): Promise<string> {
  const token = newInvitationToken();
  await db.admin(
    `insert into invitations (workspace_id, id, email, role_id, token_hash, invited_by, expires_at)
     select $1, gen_random_uuid(), $2, r.id, $3, $4, now() + interval '1 day' from roles r where r.workspace_id = $1 and r.key = 'member'`,
    [acme.id, email, hashInvitationToken(token), acme.ownerMemberId],
  );
  return token;
}

describe('an invitation link', () => {
  it('tells what it is for, lets people in, puts them into #general, and is safe to repeat', async () => {
    const { token } = await link();
    expect(await as(null).run(previewInvitation, { token })).toMatchObject({
      workspaceName: "Ada's",
      inviter: 'Ada',
      state: 'open',
    });
    const bo = await createPerson(db, 'Bo');
    const joined = await as(bo).run(acceptInvitation, { token });
    expect(joined).toEqual({ workspaceId: acme.id, slug: acme.slug });
    expect(await as(bo).run(acceptInvitation, { token })).toEqual(joined);
    expect((await as(bo).run(listWorkspaces, {})).workspaces.map(({ id }) => id)).toEqual([acme.id]);
    const { members } = await as(bo, acme.id).run(listMembers, {});
    expect(members.find(({ name }) => name === 'Bo')).toMatchObject({ role: 'member', status: 'active' });
    const inGeneral = await db.admin('select from conversation_members where conversation_id = $1', [
      acme.general,
    ]);
    expect(inGeneral).toHaveLength(members.length);
  });

  it('can be looked at by somebody whose session has ended', async () => {
    const { token } = await link();
    const past = await createPerson(db, 'Past');
    await db.admin('delete from auth.sessions where id = $1', [past.sessionId]);
    expect((await as(past).run(previewInvitation, { token })).state).toBe('open');
    expect(await refusal(as(past).run(acceptInvitation, { token }))).toBe('session_ended');
  });

  it('is stored as a hash only, and no list gives it away', async () => {
    const { token } = await link();
    const dump = await db.admin('select i::text as row from invitations i');
    expect(JSON.stringify(dump)).not.toContain(token);
    const { invitations } = await as(acme.owner, acme.id).run(listInvitations, {});
    expect(JSON.stringify(invitations)).not.toContain(token);
  });

  it('lets in as many as it says, also when they come at once', async () => {
    const { token } = await link({ maxUses: 2 });
    const crowd = await Promise.all(['Xa', 'Xb', 'Xc', 'Xd'].map((name) => createPerson(db, name)));
    const outcomes = await Promise.all(
      crowd.map((person) =>
        as(person)
          .run(acceptInvitation, { token })
          .then(
            () => 'in',
            () => 'out',
          ),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'in')).toHaveLength(2);
    expect((await as(null).run(previewInvitation, { token })).state).toBe('used');
  });

  it('ends when revoked or expired, and when the inviter is gone', async () => {
    const dee = await createPerson(db, 'Dee');
    const revoked = await link();
    await as(acme.owner, acme.id).run(revokeInvitation, { id: revoked.id });
    expect(await refusal(as(dee).run(acceptInvitation, { token: revoked.token }))).toBe('gone');
    const expired = await link();
    await db.admin(`update invitations set expires_at = now() - interval '1 second' where id = $1`, [
      expired.id,
    ]);
    expect(await refusal(as(dee).run(acceptInvitation, { token: expired.token }))).toBe('gone');
    expect(await refusal(as(dee).run(acceptInvitation, { token: newInvitationToken() }))).toBe('gone');
    expect(await refusal(as(null).run(previewInvitation, { token: newInvitationToken() }))).toBe('not_found');
  });

  it('is made by those who may invite, never above their own role', async () => {
    const member = await acme.join('Mo', 'member');
    const lead = await acme.join('Lea', 'lead');
    const outsider = (await createWorkspace(db, 'Mallory')).owner;
    const attempt = (person: typeof outsider, role: 'admin' | 'member') =>
      as(person, acme.id).run(createInvitationLink, { id: randomUUID(), role });
    expect(await refusal(attempt(member, 'member'))).toBe('forbidden');
    expect(await refusal(attempt(lead, 'admin'))).toBe('forbidden');
    expect(await refusal(attempt(outsider, 'member'))).toBe('not_found');
    await attempt(lead, 'member');
    expect(await refusal(as(member, acme.id).run(listInvitations, {}))).toBe('forbidden');
  });
});

describe('a personal invitation', () => {
  it('is accepted by the address it was sent to, and by nobody else', async () => {
    const eve = await createPerson(db, 'Eve');
    const fay = await createPerson(db, 'Fay');
    const token = await personal(fay.email);
    expect(await refusal(as(eve).run(acceptInvitation, { token }))).toBe('forbidden');
    expect(await as(fay).run(acceptInvitation, { token })).toMatchObject({ workspaceId: acme.id });
  });

  it('brings back those who were removed; a link does not', async () => {
    const gil = await acme.join('Gil');
    await db.admin(`update memberships set status = 'removed' where id = $1`, [gil.memberId]);
    expect(await refusal(as(gil).run(acceptInvitation, { token: (await link()).token }))).toBe('forbidden');
    await as(gil).run(acceptInvitation, { token: await personal(gil.email) });
    expect(
      (await as(gil, acme.id).run(listMembers, {})).members.find(({ id }) => id === gil.memberId)?.status,
    ).toBe('active');
  });
});
