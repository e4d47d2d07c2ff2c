import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { restApi } from '@/lib/api';
import { deleteMessage, editMessage } from '@/lib/chat/change-message';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, type TestPerson } from '@/tests/support/people';
import { startSignInServer, type SignInServer } from '@/tests/support/sign-in-server';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let db: TestDb;
let auth: SignInServer;
let acme: TestWorkspace;
let bo: TestPerson & { memberId: string };

beforeAll(async () => {
  auth = await startSignInServer();
  db = await openDatabase({ SUPABASE_URL: auth.url });
  acme = await createWorkspace(db);
  bo = await acme.join('Bo');
});
afterAll(async () => {
  await db.close();
  await auth.close();
});

type Sent = { by?: TestPerson; key?: string | null; headers?: Record<string, string>; workspace?: string };

/** Calls the API and gives status and answer; with a new key unless told otherwise. */
async function send(method: string, path: string, body: unknown, sent: Sent = {}) {
  const { by = acme.owner, key = randomUUID(), headers = {}, workspace = acme.id } = sent;
  const response = await restApi().fetch(
    new Request(`http://localhost:3000/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await auth.token(by.claims)}`,
        'parley-workspace': workspace,
        ...(key === null ? {} : { 'idempotency-key': key }),
        ...headers,
      },
      ...(body === null ? {} : { body: JSON.stringify(body) }),
    }),
  );
  const answer = z.record(z.string(), z.unknown()).parse(await response.json());
  const refused = z.object({ error: z.object({ code: z.string() }) }).safeParse(answer);
  return { status: response.status, answer, code: refused.data?.error.code };
}
const post = (body: string, sent: Sent = {}, id: string = randomUUID()) =>
  send('POST', '/team-chat/messages', { id, conversationId: acme.general, body }, sent);
const newChannel = (name: string, id: string, sent: Sent) =>
  send('POST', '/team-chat/channels', { id, name: `${name}-${id.slice(0, 8)}` }, sent);
const countOf = async (table: string, where: string, values: unknown[]) =>
  (await db.admin<{ n: number }>(`select count(*)::integer as n from ${table} where ${where}`, values))[0]?.n;

describe('a write under an idempotency key', () => {
  it('is done once however often and however concurrently it is repeated', async () => {
    const message = randomUUID();
    await post('first', {}, message);
    const key = randomUUID();
    const path = `/team-chat/messages/${message}`;
    const edits = Array.from({ length: 10 }, () => send('PATCH', path, { body: 'second' }, { key }));
    const answers = await Promise.all(edits);
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(new Set(answers.map(({ answer }) => answer['version'])).size).toBe(1);
    expect(await countOf('message_revisions', 'message_id = $1', [message])).toBe(1);
  });

  it('gives repeats the answer of the first, but keeps no secret that is told once', async () => {
    const key = randomUUID();
    const id = randomUUID();
    const first = await newChannel('once', id, { key });
    expect(first.status).toBe(201);
    expect(await newChannel('once', id, { key })).toEqual(first);
    const link = { id: randomUUID() };
    const linkKey = randomUUID();
    expect((await send('POST', '/invitations/links', link, { key: linkKey })).status).toBe(201);
    expect((await send('POST', '/invitations/links', link, { key: linkKey })).code).toBe('conflict');
    expect(await countOf('private.answers', `answer::text like '%/invite/%'`, [])).toBe(0);
  });

  it('takes nothing back that came after it', async () => {
    const message = randomUUID();
    await post('one', {}, message);
    const key = randomUUID();
    const path = `/team-chat/messages/${message}`;
    await send('PATCH', path, { body: 'two' }, { key });
    await as(acme.owner, acme.id).run(editMessage, { id: message, body: 'three' });
    expect((await send('PATCH', path, { body: 'two' }, { key })).answer['body']).toBe('three');
  });

  it('keeps no words: those of a deleted message are gone', async () => {
    const message = randomUUID();
    const key = randomUUID();
    await post('burn after reading', { key }, message);
    await as(acme.owner, acme.id).run(deleteMessage, { id: message });
    const again = await post('burn after reading', { key }, message);
    expect(again.answer).toMatchObject({ id: message, body: '', deletedAt: expect.any(String) });
    expect(await countOf('private.answers', `answer::text like '%burn%'`, [])).toBe(0);
  });

  it('is a conflict when the key stands for another input, workspace or operation', async () => {
    const key = randomUUID();
    const message = randomUUID();
    expect((await post('mine', { key }, message)).status).toBe(201);
    expect((await post('other', { key }, message)).code).toBe('conflict');
    const elsewhere = await createWorkspace(db, 'Elsewhere');
    const twice = await send('DELETE', `/team-chat/messages/${message}`, null, { key });
    expect(twice.code).toBe('conflict');
    const reaction = `/team-chat/messages/${message}/reactions/${encodeURIComponent('👍')}`;
    expect((await send('PUT', reaction, null, { key })).code).toBe('conflict');
    const ownKey = randomUUID();
    const profile = { sound: false };
    const by = elsewhere.owner;
    expect((await send('PATCH', '/profile', profile, { key: ownKey, by })).status).toBe(200);
    expect((await send('PATCH', '/profile', { sound: true }, { key: ownKey, by })).code).toBe('conflict');
  });

  it('knows an input again whatever the order of its fields', async () => {
    const key = randomUUID();
    const id = randomUUID();
    const first = await send(
      'POST',
      '/team-chat/messages',
      { id, conversationId: acme.general, body: 'x' },
      { key },
    );
    const again = await send(
      'POST',
      '/team-chat/messages',
      { body: 'x', conversationId: acme.general, id },
      { key },
    );
    expect(again).toEqual(first);
  });

  it('has nothing to do with the same key of another person', async () => {
    const key = randomUUID();
    const mine = await post('from me', { key });
    const theirs = await post('from them', { key, by: bo });
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.answer['authorId']).toBe(bo.memberId);
  });

  it('may be repeated after a refusal, under the same key', async () => {
    const key = randomUUID();
    const id = randomUUID();
    const channel = randomUUID();
    const body = { id, conversationId: channel, body: 'early' };
    expect((await send('POST', '/team-chat/messages', body, { key })).code).toBe('not_found');
    await newChannel('late', channel, {});
    expect((await send('POST', '/team-chat/messages', body, { key })).status).toBe(201);
    expect((await send('POST', '/team-chat/messages', body, { key })).status).toBe(201);
    expect(await countOf('messages', 'id = $1', [id])).toBe(1);
  });

  it('is refused to who was removed since, and to a session that ended, also as a repeat', async () => {
    const cy = await acme.join('Cy');
    const key = randomUUID();
    const id = randomUUID();
    const say = () => post('still here', { key, by: cy }, id);
    expect((await say()).status).toBe(201);
    await db.admin(`update memberships set status = 'removed' where id = $1`, [cy.memberId]);
    expect((await say()).code).toBe('not_found');
    await db.admin('delete from auth.sessions where id = $1', [cy.sessionId]);
    expect((await say()).code).toBe('session_ended');
  });

  it('writes one audit entry', async () => {
    const key = randomUUID();
    const id = randomUUID();
    await newChannel('audited', id, { key });
    await newChannel('audited', id, { key });
    expect(await countOf('audit_log', 'object_id = $1', [id])).toBe(1);
  });

  it('wants a UUID, in quotes as the draft writes it or without', async () => {
    expect((await post('x', { key: 'seventeen' })).code).toBe('invalid');
    const key = randomUUID();
    const id = randomUUID();
    const quoted = await post('x', { key: `"${key}"` }, id);
    expect(quoted.status).toBe(201);
    expect((await post('y', { key }, id)).code).toBe('conflict');
  });

  it('is forgotten after seven days, by those who write', async () => {
    await db.admin(
      `insert into private.answers (user_id, key, operation, fingerprint, answered_at)
       select $1, gen_random_uuid(), 'x', sha256('x'), now() - make_interval(days => n) from generate_series(1, 14) n`,
      [bo.userId],
    );
    const old = `answered_at < now() - interval '7 days'`;
    const recent = await countOf('private.answers', `not ${old}`, []);
    const many = `select private.remember_answer($1, gen_random_uuid(), 'x', sha256('x'), null) from generate_series(1, 1000)`;
    await db.admin(many, [bo.userId]);
    expect(await countOf('private.answers', old, [])).toBe(0);
    expect(await countOf('private.answers', 'true', [])).toBe((recent ?? 0) + 1000);
  });
});

describe('a call that says whose it is', () => {
  it('is done for that person and refused under any other sign-in', async () => {
    const headers = { 'parley-person': acme.owner.userId };
    expect((await post('as myself', { headers })).status).toBe(201);
    const id = randomUUID();
    expect((await post('as somebody else', { headers, by: bo }, id)).code).toBe('unauthenticated');
    expect(await countOf('messages', 'id = $1', [id])).toBe(0);
  });
});
