import { randomUUID } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startCall } from '@/lib/meetings/calls';
import { openRoom } from '@/lib/meetings/rooms';
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

/** What the audit trail says of rooms and calls, in order. */
const trail = () =>
  db.admin<{ action: string; object: string; detail: object }>(
    `select action, object_id as object, detail from audit_log
     where workspace_id = $1 and object_kind in ('room', 'call') order by id`,
    [scene.home.id],
  );

describe('the audit trail', () => {
  it('names the room that was opened, once', async () => {
    const { ada, bo, by, privateChannel } = scene;
    const conversationId = await privateChannel(bo);
    const first = await by(ada).run(openRoom, { id: randomUUID(), conversationId });
    const again = await by(bo).run(openRoom, { id: randomUUID(), conversationId });
    expect(again).toEqual({ ...first, isNew: false });
    const [room] = await db.admin<{ id: string }>('select id from rooms where conversation_id = $1', [
      conversationId,
    ]);
    expect(first).toMatchObject({ id: room?.id, isNew: true });
    expect(await trail()).toEqual([
      {
        action: 'meetings.open-room',
        object: room?.id,
        detail: { name: '', code: first.code, conversationId },
      },
    ]);
  });

  it('names the call that began, whether it was started or joined, and no call that was there', async () => {
    const { ada, bo, by, sit, freeRoom, privateChannel } = scene;
    const conversationId = await privateChannel(bo);
    const started = await by(ada).run(startCall, { id: randomUUID(), conversationId });
    expect(started.isNew).toBe(true);
    const found = await by(bo).run(startCall, { id: randomUUID(), conversationId });
    expect(found).toMatchObject({ id: started.id, isNew: false });
    expect((await sit(bo, started.code)).call.isNew).toBe(false);
    const code = await freeRoom();
    const begun = await sit(ada, code);
    expect(begun.call.isNew).toBe(true);
    await sit(bo, code);
    expect((await trail()).filter(({ action }) => action !== 'meetings.open-room')).toEqual([
      { action: 'meetings.start-call', object: started.id, detail: { conversationId } },
      { action: 'meetings.join-call', object: begun.call_id, detail: {} },
    ]);
  });
});
