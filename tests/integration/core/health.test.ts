import { createServer, type Server } from 'node:http';

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import { GET } from '@/app/api/health/route';
import { openDatabase, type TestDb } from '@/tests/support/database';

import { listenOnLoopback } from '../../../supabase/local/auth/support/loopback-server.ts';

/** Where a hosted project tells how each part is. */
const PARTS = {
  auth: '/auth/v1/health',
  realtime: '/realtime/v1/api/ping',
  storage: '/storage/v1/status',
};
let db: TestDb;
let server: Server;
let down: string | null;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { url = '', headers } = request;
    const isKnown = Object.values(PARTS).includes(url) && headers['apikey'] !== undefined;
    response.writeHead(url === down ? 503 : isKnown ? 200 : 404);
    response.end(url === PARTS.auth ? '{"version":"2"}' : '');
  });
  db = await openDatabase({ SUPABASE_URL: `http://127.0.0.1:${await listenOnLoopback(server)}` });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await db.close();
});
beforeEach(() => {
  down = null;
});

it('is good when every part answers', async () => {
  const response = await GET();
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({
    ok: true,
    database: { ok: true, version: expect.stringMatching(/^17/) },
    auth: { ok: true, version: '2' },
    realtime: { ok: true },
    storage: { ok: true },
  });
});

it.each(Object.entries(PARTS))('is bad, and says why, when %s is down', async (part, path) => {
  down = path;
  const response = await GET();
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({
    ok: false,
    database: { ok: true },
    [part]: { ok: false, reason: 'answered 503' },
  });
});
