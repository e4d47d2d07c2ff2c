import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { ENDPOINTS, restApi } from '@/lib/api';
import { joinCall, startCall } from '@/lib/meetings/calls';
import { callInput } from '@/tests/support/call-input';
import { openDatabase, type TestDb } from '@/tests/support/database';
import { as, createPerson, type TestPerson } from '@/tests/support/people';
import { startSignInServer, type SignInServer } from '@/tests/support/sign-in-server';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

let db: TestDb;
let auth: SignInServer;
let acme: TestWorkspace;
let adasToken: string;

beforeAll(async () => {
  auth = await startSignInServer();
  db = await openDatabase({ SUPABASE_URL: auth.url });
  acme = await createWorkspace(db);
  adasToken = await auth.token(acme.owner.claims);
});
afterAll(async () => {
  await db.close();
  await auth.close();
});

const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }),
});

async function call(path: string, init: RequestInit & { token?: string; workspace?: string } = {}) {
  const { token, workspace, ...rest } = init;
  const headers = new Headers(rest.headers);
  headers.set('host', 'localhost:3000');
  if (token) headers.set('authorization', `Bearer ${token}`);
  if (workspace) headers.set('parley-workspace', workspace);
  return restApi().fetch(new Request(`http://localhost:3000/api/v1${path}`, { ...rest, headers }));
}
const codeOf = async (response: Response) => errorBody.parse(await response.json()).error.code;
const post = (body: unknown, token = adasToken) =>
  call('/team-chat/messages', { method: 'POST', token, workspace: acme.id, body: JSON.stringify(body) });
const send = (body: string) => call('/organizations', { method: 'POST', token: adasToken, body });
const attempt = async (token: string) => codeOf(await call('/organizations', { token }));
const withCookie = (headers: Record<string, string>) => ({
  cookie: `parley-access=${adasToken}`,
  ...headers,
});
const list = (headers: Record<string, string>) => call('/organizations', { headers: withCookie(headers) });
const write = (headers: Record<string, string>) =>
  call('/profile', { method: 'PATCH', body: '{"sound":false}', headers: withCookie(headers) });

describe('the API', () => {
  it('posts and reads with an access token, answers 201 and a request id', async () => {
    const body = { id: randomUUID(), conversationId: acme.general, body: 'over the wire' };
    const posted = await post(body);
    expect(posted.status).toBe(201);
    expect(posted.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(posted.headers.get('cache-control')).toBe('private, no-store');
    expect(posted.headers.get('x-content-type-options')).toBe('nosniff');
    const read = await call(`/team-chat/channels/${acme.general}/messages?limit=1`, {
      token: adasToken,
      workspace: acme.slug,
    });
    expect(await read.json()).toMatchObject({ messages: [{ id: body.id, body: 'over the wire' }] });
  });

  it('has one error shape: bad input names the fields', async () => {
    const response = await post({ id: 'x', conversationId: acme.general, body: '' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: 'invalid', fields: { id: expect.any(String), body: expect.any(String) } },
    });
    expect(await codeOf(await call('/nothing/here'))).toBe('not_found');
    expect(await codeOf(await call('/users', { token: adasToken }))).toBe('invalid');
    expect(await codeOf(await call('/users', { workspace: acme.id }))).toBe('unauthenticated');
  });

  it('takes no body that is not a JSON object, nor one past 256 KB', async () => {
    expect(await codeOf(await send('{'))).toBe('invalid');
    expect(await codeOf(await send('[1]'))).toBe('invalid');
    const large = await send(JSON.stringify({ name: 'x'.repeat(300_000) }));
    expect(large.status).toBe(413);
  });

  it('says when to try again after too many calls', async () => {
    const dee = await acme.join('Dee');
    const token = await auth.token(dee.claims);
    const answers = await Promise.all(
      Array.from({ length: 75 }, () =>
        post({ id: randomUUID(), conversationId: acme.general, body: 'flood' }, token),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  });
});

describe('tokens that are not good', () => {
  it('are refused: forged, of a foreign key, expired, for another audience or issuer, unsigned, of no person', async () => {
    const { claims } = acme.owner;
    expect(await attempt('not.a.token')).toBe('unauthenticated');
    expect(await attempt(await auth.token(claims, { foreignKey: true }))).toBe('unauthenticated');
    expect(await attempt(await auth.token(claims, { expiresInS: -1 }))).toBe('unauthenticated');
    expect(await attempt(await auth.token({ ...claims, aud: 'else' }))).toBe('unauthenticated');
    expect(await attempt(await auth.token({ ...claims, iss: 'http://else' }))).toBe('unauthenticated');
    expect(await attempt(await auth.token({ ...claims, role: 'service_role' }))).toBe('unauthenticated');
    expect(await attempt(await auth.token({ ...claims, session_id: undefined }))).toBe('unauthenticated');
    const [head, body] = adasToken.split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url');
    expect(await attempt(`${none}.${body}.`)).toBe('unauthenticated');
    expect(
      await attempt(
        `${head}.${Buffer.from(JSON.stringify({ ...claims, sub: randomUUID() })).toString('base64url')}.AAAA`,
      ),
    ).toBe('unauthenticated');
  });

  it('of a session that has ended are refused although they verify', async () => {
    const person = await createPerson(db, 'Past');
    const token = await auth.token(person.claims);
    await db.admin('delete from auth.sessions where id = $1', [person.sessionId]);
    expect(await attempt(token)).toBe('session_ended');
  });

  it('of one person cannot be used with another person’s session', async () => {
    const mixed = await auth.token({ ...acme.owner.claims, sub: (await createPerson(db, 'Mix')).userId });
    expect(await attempt(mixed)).toBe('session_ended');
  });
});

describe('cookies', () => {
  it('serve our own pages and nobody else’s', async () => {
    expect((await list({ 'sec-fetch-site': 'same-origin' })).status).toBe(200);
    expect(await codeOf(await list({ 'sec-fetch-site': 'cross-site' }))).toBe('forbidden');
    expect(await codeOf(await list({ 'sec-fetch-site': 'same-site' }))).toBe('forbidden');
    expect((await write({ origin: 'http://localhost:3000' })).status).toBe(200);
    expect(await codeOf(await write({ origin: 'http://evil.example' }))).toBe('forbidden');
    expect(await codeOf(await write({ origin: 'null' }))).toBe('forbidden');
    expect(await codeOf(await write({}))).toBe('forbidden');
  });
});

describe('another workspace’s member', () => {
  it('finds nothing on any path of the first', async () => {
    const mallory: TestPerson = (await createWorkspace(db, 'Mallory')).owner;
    const token = await auth.token(mallory.claims);
    const owner = as(acme.owner, acme.id);
    const live = await owner.run(startCall, { id: randomUUID(), conversationId: acme.general });
    const seat = { callId: live.id, seatId: randomUUID(), isMuted: false, isCameraOn: true };
    await owner.run(joinCall, { room_code: live.code, ...seat });
    const calls = callInput({ code: live.code, ...seat });
    const others = { emoji: '👍', feature: 'chat', memberId: acme.ownerMemberId };
    const values: Record<string, string> = { ...others, ...calls.values };
    for (const { method, path, scope, name } of ENDPOINTS) {
      if (scope !== 'workspace') continue;
      const target = path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
        encodeURIComponent(values[key] ?? acme.general),
      );
      const body = JSON.stringify({
        id: randomUUID(),
        conversationId: acme.general,
        body: 'x',
        name: 'x',
        seq: 1,
        memberIds: [acme.ownerMemberId],
        emails: ['x@example.com'],
        isEnabled: false,
        q: 'xx',
        title: 'x',
        purpose: 'attachment',
        sizeBytes: 10,
        fileId: randomUUID(),
        isMuted: true,
        status: path === '/calls/{call_id}/status' ? calls.status : 'removed',
        deviceId: randomUUID(),
        state: 'active',
        watch: [acme.ownerMemberId],
        ...calls.body,
      });
      const query = method === 'get' ? `?q=xx&since=0${calls.query}` : '';
      const init = method === 'get' ? {} : { body };
      for (const workspace of [acme.id, acme.slug]) {
        const response = await call(target + query, {
          method: method.toUpperCase(),
          token,
          workspace,
          ...init,
        });
        expect([name, await codeOf(response)]).toEqual([name, 'not_found']);
      }
    }
  });
});

describe('the OpenAPI document', () => {
  it('lists every endpoint with its input and output', async () => {
    const response = await call('/openapi.json');
    const document = z
      .object({
        openapi: z.literal('3.1.0'),
        paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string() }))),
      })
      .parse(await response.json());
    const listed = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map(({ operationId }) => operationId),
    );
    expect(listed.sort()).toEqual(ENDPOINTS.map(({ name }) => name).sort());
    expect(new Set(listed).size).toBe(listed.length);
  });

  it('names the idempotency key on every write, and on no read', async () => {
    const text = await (await call('/openapi.json')).text();
    const headers = z.array(z.object({ name: z.string() }));
    const { paths } = z
      .object({
        paths: z.record(
          z.string(),
          z.record(z.string(), z.object({ operationId: z.string(), parameters: headers })),
        ),
      })
      .parse(JSON.parse(text));
    const keyed = Object.values(paths)
      .flatMap((path) => Object.values(path))
      .filter(({ parameters }) => parameters.some(({ name }) => name === 'Idempotency-Key'))
      .map(({ operationId }) => operationId);
    expect(keyed.sort()).toEqual(
      ENDPOINTS.filter(({ isCommand }) => isCommand)
        .map(({ name }) => name)
        .sort(),
    );
  });
});
