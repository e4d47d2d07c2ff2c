import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { deleteMessage, editMessage } from '@/lib/chat/change-message';
import { createChannel } from '@/lib/chat/create-channel';
import { postMessage } from '@/lib/chat/post-message';
import { listChanges, listConversations, listMessages } from '@/lib/chat/queries';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, createPerson, refusal, type TestPerson } from '@/tests/support/people';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let db: TestDb;
let acme: TestWorkspace;
let bo: TestPerson & { memberId: string };
let mallory: TestPerson;
let malloryHome: TestWorkspace;

beforeAll(async () => {
  db = await openDatabase();
  acme = await createWorkspace(db);
  bo = await acme.join('Bo');
  malloryHome = await createWorkspace(db, 'Mallory');
  mallory = malloryHome.owner;
});
afterAll(() => db.close());

const post = (person: TestPerson, body: string, id: string = randomUUID(), conversationId = acme.general) =>
  as(person, acme.id).run(postMessage, { id, conversationId, body });

async function generalOf(person: TestPerson) {
  const { conversations } = await as(person, acme.id).run(listConversations, {});
  return conversations.find(({ id }) => id === acme.general);
}

describe('posting a message', () => {
  it('numbers messages in one order that everybody reads', async () => {
    const first = await post(acme.owner, 'hello');
    const second = await post(bo, 'hello **back**');
    expect(second.seq).toBe(first.seq + 1);
    const page = await as(bo, acme.slug).run(listMessages, { id: acme.general });
    expect(page.messages.slice(-2).map(({ body }) => body)).toEqual(['hello', 'hello **back**']);
    expect(page.seq).toBe(second.seq);
  });

  it('gives concurrent posts distinct numbers without gaps', async () => {
    const channel = randomUUID();
    await as(acme.owner, acme.id).run(createChannel, { id: channel, name: `busy-${channel.slice(0, 8)}` });
    const posted = await Promise.all(
      Array.from({ length: 20 }, (_, n) => post(acme.owner, `message ${n}`, randomUUID(), channel)),
    );
    expect(posted.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n + 1),
    );
  });

  it('stands once however often and however concurrently it is repeated', async () => {
    const id = randomUUID();
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(bo, 'only once', id)));
    expect(new Set(answers.map(({ seq }) => seq)).size).toBe(1);
    const again = await post(bo, 'only once', id);
    expect(again.seq).toBe(answers[0]?.seq);
    const { messages, seq } = await as(bo, acme.id).run(listMessages, { id: acme.general, limit: 100 });
    expect(messages.filter((message) => message.id === id)).toHaveLength(1);
    expect(messages.map((message) => message.seq)).toEqual(
      Array.from({ length: messages.length }, (_, n) => seq - messages.length + 1 + n),
    );
  });

  it('refuses an id that stands for another content or another author', async () => {
    const id = randomUUID();
    await post(bo, 'mine', id);
    expect(await refusal(post(bo, 'something else', id))).toBe('conflict');
    expect(await refusal(post(acme.owner, 'mine', id))).toBe('conflict');
  });

  it('compares a repeat with what was posted, also after an edit; a deleted message has no words left', async () => {
    const id = randomUUID();
    await post(bo, 'first', id);
    await as(bo, acme.id).run(editMessage, { id, body: 'second' });
    await as(bo, acme.id).run(editMessage, { id, body: 'third' });
    expect((await post(bo, 'first', id)).body).toBe('third');
    expect(await refusal(post(bo, 'third', id))).toBe('conflict');
    expect(await refusal(post(acme.owner, 'first', id))).toBe('conflict');
    await as(bo, acme.id).run(deleteMessage, { id });
    expect((await post(bo, 'first', id)).deletedAt).not.toBeNull();
    expect(await refusal(post(acme.owner, 'first', id))).toBe('conflict');
  });

  it('marks the author as having read it, and nobody else', async () => {
    const posted = await post(acme.owner, 'news');
    expect((await generalOf(acme.owner))?.lastReadSeq).toBe(posted.seq);
    expect((await generalOf(bo))?.lastReadSeq).toBeLessThan(posted.seq);
  });

  it('counts a mention for the person named, only', async () => {
    await post(acme.owner, `<@${bo.memberId}> have a look, and <@${randomUUID()}>`);
    expect((await generalOf(bo))?.mentionCount).toBe(1);
    expect((await generalOf(acme.owner))?.mentionCount).toBe(0);
  });

  it('is refused to a member of another workspace as if nothing were there', async () => {
    expect(await refusal(post(mallory, 'let me in'))).toBe('not_found');
    const sneaky = as(mallory, malloryHome.id).run(postMessage, {
      id: randomUUID(),
      conversationId: acme.general,
      body: 'through my own door',
    });
    expect(await refusal(sneaky)).toBe('not_found');
    expect(await refusal(as(mallory, acme.id).run(listMessages, { id: acme.general }))).toBe('not_found');
    expect(await refusal(as(mallory, malloryHome.id).run(listMessages, { id: acme.general }))).toBe(
      'not_found',
    );
  });

  it('is refused to a guest who is not in the conversation', async () => {
    const guest = await acme.join('Gus', 'guest');
    expect(await refusal(post(guest, 'hi'))).toBe('not_found');
    const { conversations } = await as(guest, acme.id).run(listConversations, {});
    expect(conversations).toEqual([]);
  });

  it('is refused once the session has ended', async () => {
    const cy = await acme.join('Cy');
    await db.admin('delete from auth.sessions where id = $1', [cy.sessionId]);
    expect(await refusal(post(cy, 'still here'))).toBe('session_ended');
  });

  it('is refused when empty, too long, or too fast', async () => {
    expect(await refusal(post(bo, '  \n '))).toBe('invalid');
    expect(await refusal(post(bo, 'x'.repeat(12_001)))).toBe('invalid');
    const dee = await acme.join('Dee');
    const flood = Array.from({ length: 70 }, (_, n) =>
      refusal(post(dee, `flood ${n}`)).catch(() => 'posted'),
    );
    expect(new Set(await Promise.all(flood))).toEqual(new Set(['posted', 'rate_limited']));
  });

  it('shows up in the changes since the version before it', async () => {
    const { version } = await as(bo, acme.id).run(listMessages, { id: acme.general });
    const posted = await post(acme.owner, 'caught up?');
    const changes = await as(bo, acme.id).run(listChanges, { id: acme.general, since: version });
    expect(changes.messages.map(({ id }) => id)).toEqual([posted.id]);
    expect(changes.isComplete).toBe(true);
  });

  it('needs an account at all', async () => {
    expect(await refusal(as(null, acme.id).run(listMessages, { id: acme.general }))).toBe('unauthenticated');
    const stranger = await createPerson(db, 'Stranger');
    expect(await refusal(as(stranger, acme.id).run(listMessages, { id: acme.general }))).toBe('not_found');
  });
});
