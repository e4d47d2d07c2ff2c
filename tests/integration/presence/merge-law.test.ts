import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { openDatabase, type TestDb } from '@/tests/support/database';
import type { TestPerson } from '@/tests/support/people';
import { histories } from '@/tests/support/soak';
import { createWorkspace, type TestWorkspace } from '@/tests/support/workspace';

const LIVE_S = 75;
const DEVICES = ['0', '1', '2'].map((n) => `00000000-0000-4000-8000-00000000000${n}`);

type Availability = 'auto' | 'away' | 'busy' | 'dnd';
type Step =
  | { kind: 'call'; device: number; state: 'active' | 'away' | 'gone' }
  | { kind: 'pass'; seconds: number }
  | { kind: 'say'; availability: Availability; forS: number | null };

/** What a person's devices amount to, said as plainly as can be; times in seconds. */
class Model {
  nowS = 0;
  seenS: number | null = null;
  readonly devices = new Map<number, { state: 'active' | 'away' | 'gone'; atS: number }>();
  said: { availability: Availability; endS: number } = { availability: 'auto', endS: Infinity };

  /** @returns whether the call counts: what comes after the goodbye does not. */
  call(device: number, state: 'active' | 'away' | 'gone'): boolean {
    const known = this.devices.get(device);
    if (known?.state === 'gone' && this.nowS - known.atS < LIVE_S) return false;
    this.seenS = this.nowS;
    this.devices.set(device, { state, atS: this.nowS });
    return true;
  }

  get state(): string {
    const live = [...this.devices.values()].filter(
      ({ state, atS }) => state !== 'gone' && this.nowS - atS < LIVE_S,
    );
    if (live.length === 0) return 'offline';
    if (this.said.availability !== 'auto' && this.said.endS > this.nowS) return this.said.availability;
    return live.some(({ state }) => state === 'active') ? 'online' : 'away';
  }
}

let db: TestDb;
let acme: TestWorkspace;
let bo: TestPerson & { memberId: string };
let client: Client;
beforeAll(async () => {
  db = await openDatabase();
  acme = await createWorkspace(db);
  bo = await acme.join('Bo');
  client = new Client({ connectionString: db.adminUrl });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await db.close();
});

/** As if so much time had gone by: everything that is dated is older. */
const PASS = `
  with moved as (update private.devices set seen_at = seen_at - $1::interval),
    kept as (update private.presences set seen_at = seen_at - $1::interval, active_at = active_at - $1::interval)
  update statuses set availability_until = availability_until - $1::interval`;
const SAY = `
  insert into statuses (workspace_id, member_id, availability, availability_until)
  values ($1, $2, $3, clock_timestamp() + $4::interval)
  on conflict (workspace_id, member_id) do update
    set availability = excluded.availability, availability_until = excluded.availability_until`;
const READ = `
  select r.state, extract(epoch from clock_timestamp() - r.last_seen_at)::float as ago, (
    select payload ->> 'state' from realtime.messages
    where topic like 'user:%' and event = 'presence.changed' order by inserted_at desc limit 1) as told
  from private.presence_rows($1, array[$2::uuid]) r`;

async function act(step: Step): Promise<void> {
  if (step.kind === 'pass') await client.query(PASS, [`${step.seconds} seconds`]);
  if (step.kind === 'say') {
    const lasts = step.forS === null ? null : `${step.forS} seconds`;
    await client.query(SAY, [acme.id, bo.memberId, step.availability, lasts]);
  }
  if (step.kind === 'call') {
    await client.query('begin');
    await client.query(`select set_config('request.jwt.claims', $1, true)`, [JSON.stringify(bo.claims)]);
    await client.query('select private.note_device($1, $2)', [DEVICES[step.device], step.state]);
    await client.query('commit');
  }
}

/** @returns whether somebody did something that counts: time alone does not, nor a repeat. */
function follow(model: Model, step: Step): boolean {
  if (step.kind === 'pass') model.nowS += step.seconds;
  if (step.kind === 'call') return model.call(step.device, step.state);
  if (step.kind === 'say') {
    const before = model.said;
    const endS = step.forS === null ? Infinity : model.nowS + step.forS;
    model.said = { availability: step.availability, endS };
    return before.availability !== step.availability || before.endS !== endS;
  }
  return false;
}

// Not at the very limits: between two statements of the test some milliseconds go by.
const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('call' as const),
        device: fc.nat(DEVICES.length - 1),
        state: fc.constantFrom('active' as const, 'active' as const, 'away' as const, 'gone' as const),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.constantFrom(10, 30, 40, 80) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('say' as const),
        availability: fc.constantFrom('auto' as const, 'away' as const, 'busy' as const, 'dnd' as const),
        forS: fc.constantFrom(null, 17, 97),
      }),
    },
  ),
  { minLength: 1, maxLength: 12 },
);

it('devices that come, go, idle and expire in any order amount to what the model says, and that is what was told', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (history) => {
      await client.query(
        'delete from private.devices; delete from private.presences; delete from statuses; delete from realtime.messages',
      );
      const model = new Model();
      for (const step of history) {
        await act(step);
        const isAct = follow(model, step);
        const { rows } = await client.query<{ state: string; ago: number | null; told: string | null }>(
          READ,
          [acme.id, bo.memberId],
        );
        const [read] = rows;
        expect(read?.state).toBe(model.state);
        // What merely expired is polled for; what a call or a word changed is told by it.
        const told = isAct ? (read?.told ?? null) : null;
        expect([null, model.state]).toContain(told);
        const agoS = model.seenS === null ? null : model.nowS - model.seenS;
        const readS = typeof read?.ago === 'number' ? Math.round(read.ago) : null;
        expect(model.state === 'offline' ? readS : null).toBe(model.state === 'offline' ? agoS : null);
      }
    }),
    histories(200, 10_000),
  );
}, 600_000);
