import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { acceptInvitation } from '@/lib/workspaces/accept-invitation';
import { changeMember } from '@/lib/workspaces/change-member';
import { newInvitationToken } from '@/lib/workspaces/invitation-token';
import { createInvitationLink } from '@/lib/workspaces/invite';
import { listAuditNames } from '@/lib/workspaces/list-audit-names';
import { placeByInvitation } from '@/lib/workspaces/place-by-invitation';
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

describe('where an invitation leads', () => {
  it('is told to those who are in its workspace, as long as they are', async () => {
    const { url } = await as(acme.owner, acme.id).run(createInvitationLink, { id: randomUUID() });
    const token = url.split('/').at(-1) ?? '';
    const bo = await createPerson(db, 'Bo');
    expect(await as(bo).run(placeByInvitation, { token })).toEqual({ slug: null });
    await as(bo).run(acceptInvitation, { token });
    expect(await as(bo).run(placeByInvitation, { token })).toEqual({ slug: acme.slug });
    expect(await as(acme.owner).run(placeByInvitation, { token })).toEqual({ slug: acme.slug });

    const { people } = await as(acme.owner, acme.id).run(listAuditNames, {});
    const member = people.find(({ userId }) => userId === bo.userId);
    await as(acme.owner, acme.id).run(changeMember, { id: member?.memberId ?? '', status: 'suspended' });
    const outcome = await as(bo)
      .run(placeByInvitation, { token })
      .then(({ slug }) => slug);
    expect(outcome).toBeNull();
  });

  it('is nowhere for a token that was never given out, and nothing for who is not signed in', async () => {
    const token = newInvitationToken();
    expect(await as(acme.owner).run(placeByInvitation, { token })).toEqual({ slug: null });
    expect(await refusal(as(null).run(placeByInvitation, { token }))).toBe('unauthenticated');
  });
});

describe('the names in the audit log', () => {
  it('are for those who read it: no member, nobody of another workspace', async () => {
    const mo = await acme.join('Mo', 'member');
    const mallory = (await createWorkspace(db, 'Mallory')).owner;
    const { people } = await as(acme.owner, acme.id).run(listAuditNames, {});
    expect(people).toContainEqual({ userId: mo.userId, memberId: mo.memberId, name: 'Mo' });
    expect(people.map(({ userId }) => userId)).not.toContain(mallory.userId);
    expect(await refusal(as(mo, acme.id).run(listAuditNames, {}))).toBe('forbidden');
    expect(await refusal(as(mallory, acme.id).run(listAuditNames, {}))).toBe('not_found');
  });
});
