import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { endCall, startCall } from '@/lib/meetings/calls';
import { listCalls } from '@/lib/meetings/history';
import { callScene, type CallScene } from '@/tests/support/call-scene';
import { openDatabase, type TestDb } from '@/tests/support/database';

let db: TestDb;
let scene: CallScene;
beforeAll(async () => {
  db = await openDatabase();
});
beforeEach(async () => {
  scene = await callScene(db);
});
afterAll(() => db.close());

describe('the history', () => {
  it('is read page by page without a gap, also where calls began in the same millisecond', async () => {
    const { ada, by, privateChannel } = scene;
    const conversationId = await privateChannel();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const { id } = await by(ada).run(startCall, { id: randomUUID(), conversationId });
      await by(ada).run(endCall, { call_id: id });
      ids.push(id);
    }
    await db.admin(`update calls set started_at = '2026-11-20T09:00:00.123Z' where id = any ($1)`, [ids]);
    const found: string[] = [];
    let last: { before?: string; beforeId?: string } = {};
    for (let page = 0; page < 4; page += 1) {
      const { calls } = await by(ada).run(listCalls, { limit: 2, ...last });
      found.push(...calls.map(({ id }) => id));
      const end = calls.at(-1);
      if (end) last = { before: end.startedAt, beforeId: end.id };
    }
    expect(found).toEqual(ids.toSorted().toReversed());
    const { calls } = await by(ada).run(listCalls, { before: '2026-11-20T09:00:00.123Z' });
    expect(calls).toEqual([]);
  });

  it('finds the newest calls of a workspace by an index', async () => {
    const plan = await db.admin<{ 'QUERY PLAN': string }>(
      `explain select c.id from calls c where c.workspace_id = '${scene.home.id}'
         and (c.started_at, c.id) < (now(), '${randomUUID()}') order by c.started_at desc, c.id desc limit 30`,
    );
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toContain('calls_newest');
    expect(text).not.toContain('Sort');
  });
});
