import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { addChannelMembers } from '@/lib/chat/change-members';
import { createChannel } from '@/lib/chat/create-channel';
import { getConversation, listConversations } from '@/lib/chat/queries';
import { changeMember, leaveWorkspace } from '@/lib/workspaces/change-member';
import { changeWorkspace } from '@/lib/workspaces/change-workspace';
import { foundWorkspace } from '@/lib/workspaces/found-workspace';
import { getFrame, listAudit, listMembers } from '@/lib/workspaces/queries';
import { switchFeature } from '@/lib/workspaces/switch-feature';
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

describe('founding a workspace', () => {
  it('is safe to repeat, and leaves an audit entry', async () => {
    const person = await createPerson(db, 'Founder');
    const input = { id: randomUUID(), name: 'Found', slug: `found-${randomUUID().slice(0, 8)}` };
    await as(person).run(foundWorkspace, input);
    await as(person).run(foundWorkspace, input);
    const frame = await as(person, input.slug).run(getFrame, {});
    expect(frame).toMatchObject({
      name: 'Found',
      me: { name: 'Founder', role: 'owner' },
      features: ['chat', 'meetings'],
    });
    const { entries } = await as(person, input.id).run(listAudit, {});
    expect(entries.map(({ action }) => action)).toContain('workspaces.found-workspace');
    expect(
      await refusal(as(await createPerson(db, 'Other')).run(foundWorkspace, { ...input, id: randomUUID() })),
    ).toBe('conflict');
  });

  it('is not for anonymous sign-ins', async () => {
    const person = await createPerson(db, 'Anon');
    const anonymous = { ...person, isAnonymous: true, claims: { ...person.claims, is_anonymous: true } };
    const attempt = as(anonymous).run(foundWorkspace, {
      id: randomUUID(),
      name: 'X',
      slug: `x-${randomUUID().slice(0, 8)}`,
    });
    expect(await refusal(attempt)).toBe('forbidden');
  });
});

describe('who leaves or is shut out', () => {
  it('loses everything at once, and the topics move', async () => {
    const bo = await acme.join('Bo');
    const secret = randomUUID();
    await as(acme.owner, acme.id).run(createChannel, { id: secret, name: 'secret', kind: 'private' });
    await as(acme.owner, acme.id).run(addChannelMembers, { id: secret, memberIds: [bo.memberId] });
    const topics = async () => {
      const frame = await as(acme.owner, acme.id).run(getFrame, {});
      const general = await as(acme.owner, acme.id).run(getConversation, { id: acme.general });
      const closed = await as(acme.owner, acme.id).run(getConversation, { id: secret });
      return [frame.workspaceTopic, general.topicName, closed.topicName];
    };
    const before = await topics();
    await as(acme.owner, acme.id).run(changeMember, { id: bo.memberId, status: 'suspended' });
    const after = await topics();
    for (const [n, topic] of before.entries()) expect(after[n]).not.toBe(topic);
    expect(await refusal(as(bo, acme.id).run(getFrame, {}))).toBe('not_found');
    expect(await refusal(as(bo, acme.id).run(listMembers, {}))).toBe('not_found');
    await as(acme.owner, acme.id).run(changeMember, { id: bo.memberId, status: 'active' });
    const { conversations } = await as(bo, acme.id).run(listConversations, {});
    expect(conversations.map(({ name }) => name)).toEqual(['general', 'secret']);
  });

  it('keeps one owner', async () => {
    const home = await createWorkspace(db, 'Olga');
    const heir = await home.join('Heir', 'admin');
    expect(await refusal(as(home.owner, home.id).run(leaveWorkspace, {}))).toBe('conflict');
    expect(
      await refusal(as(home.owner, home.id).run(changeMember, { id: home.ownerMemberId, role: 'member' })),
    ).toBe('conflict');
    await as(home.owner, home.id).run(changeMember, { id: heir.memberId, role: 'owner' });
    await as(home.owner, home.id).run(leaveWorkspace, {});
    expect(await refusal(as(home.owner, home.id).run(getFrame, {}))).toBe('not_found');
  });
});

describe('managing people', () => {
  it('reaches below one’s own role only', async () => {
    const admin = await acme.join('Adi', 'admin');
    const peer = await acme.join('Peer', 'admin');
    const member = await acme.join('Mia', 'member');
    const change = (who: typeof admin, id: string, role: string) =>
      as(who, acme.id).run(changeMember, { id, role });
    await change(admin, member.memberId, 'lead');
    expect(await refusal(change(admin, peer.memberId, 'member'))).toBe('forbidden');
    expect(await refusal(change(admin, acme.ownerMemberId, 'member'))).toBe('forbidden');
    expect(await refusal(change(admin, member.memberId, 'owner'))).toBe('forbidden');
    expect(await refusal(change(member, member.memberId, 'admin'))).toBe('forbidden');
    expect(await refusal(change(admin, randomUUID(), 'member'))).toBe('not_found');
  });

  it('is invisible to other workspaces', async () => {
    const mallory = await createWorkspace(db, 'Mallory');
    const through = (workspace: string) =>
      as(mallory.owner, workspace).run(changeMember, { id: acme.ownerMemberId, status: 'removed' });
    expect(await refusal(through(acme.id))).toBe('not_found');
    expect(await refusal(through(mallory.id))).toBe('not_found');
  });
});

describe('settings', () => {
  it('are changed by those who manage the workspace, and audited', async () => {
    const member = await acme.join('Max');
    expect(await refusal(as(member, acme.id).run(changeWorkspace, { name: 'Mine' }))).toBe('forbidden');
    await as(acme.owner, acme.id).run(changeWorkspace, { name: 'Acme Events' });
    const { entries } = await as(acme.owner, acme.id).run(listAudit, { limit: 1 });
    expect(entries[0]).toMatchObject({
      action: 'workspaces.change-workspace',
      detail: { name: 'Acme Events' },
    });
    expect(await refusal(as(member, acme.id).run(listAudit, {}))).toBe('forbidden');
  });

  it('switch a feature off for everybody', async () => {
    const home = await createWorkspace(db, 'Fae');
    await as(home.owner, home.id).run(switchFeature, { feature: 'chat', isEnabled: false });
    expect(await refusal(as(home.owner, home.id).run(listConversations, {}))).toBe('feature_off');
    await as(home.owner, home.id).run(switchFeature, { feature: 'chat', isEnabled: true });
    expect((await as(home.owner, home.id).run(listConversations, {})).conversations).toHaveLength(1);
  });

  it('that are changed past the app are recorded too', async () => {
    await db.admin(`update workspaces set name = 'By hand' where id = $1`, [acme.id]);
    const { entries } = await as(acme.owner, acme.id).run(listAudit, { limit: 1 });
    expect(entries[0]).toMatchObject({ action: 'workspaces.update', actorId: null });
  });
});
