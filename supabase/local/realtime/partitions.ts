import type pg from 'pg';

import { every } from '../clock.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../context.ts';

const dayMs = 24 * 3_600 * 1_000;
/** Yesterday too, because `inserted_at` is local time in a session that set its own time zone. */
const daysBack = 1;
const daysAhead = 7;
/** Replay reaches 72 hours back; whole days older than that go. */
const retentionDays = 3;
/** How often to look: soon after midnight, after a failure, and after the machine slept. */
const checkMs = 10_000;

export type Partition = { name: string; from: string; to: string };

/** The daily partitions of `realtime.messages` that must exist at the given time (UTC). */
export function partitionsWanted(nowMs: number): Partition[] {
  const days = Array.from({ length: daysBack + daysAhead + 1 }, (_, index) => index - daysBack);
  return days.map((offset) => {
    const from = isoDay(nowMs + offset * dayMs);
    return { name: partitionName(from), from, to: isoDay(nowMs + (offset + 1) * dayMs) };
  });
}

/** Whether a partition holds nothing younger than the retention. Foreign names are never outdated. */
export function partitionOutdated(name: string, nowMs: number): boolean {
  return (
    /^messages_\d{4}_\d{2}_\d{2}$/.test(name) && name < partitionName(isoDay(nowMs - retentionDays * dayMs))
  );
}

/** Creates the missing partitions and drops the outdated ones. Safe to repeat. */
export async function maintainPartitions(pool: pg.Pool, nowMs: number): Promise<void> {
  const { rows } = await pool.query<{ name: string }>(
    `select c.relname as name from pg_catalog.pg_inherits i
       join pg_catalog.pg_class c on c.oid = i.inhrelid
      where i.inhparent = 'realtime.messages'::regclass`,
  );
  const existing = new Set(rows.map((row) => row.name));
  for (const { name, from, to } of partitionsWanted(nowMs)) {
    if (existing.has(name)) continue;
    // One simple query is one transaction: nobody sees a partition that belongs to the wrong role.
    await pool.query(
      `create table if not exists realtime.${name} partition of realtime.messages
         for values from ('${from}') to ('${to}');
       alter table realtime.${name} owner to supabase_realtime_admin`,
    );
  }
  for (const name of existing) {
    if (partitionOutdated(name, nowMs)) await pool.query(`drop table if exists realtime.${name}`);
  }
}

function isoDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10);
}

function partitionName(day: string): string {
  return `messages_${day.replaceAll('-', '_')}`;
}

/** Looks after the partitions at the start and whenever the day has changed; retries until it worked. */
export function keepPartitions(
  pool: pg.Pool,
  clock: Clock,
  log: Log,
): { ready: Promise<void>; stop(): Promise<void> } {
  let doneFor = '';
  let running: Promise<void> = Promise.resolve();
  const { promise: ready, resolve: resolveReady } = Promise.withResolvers<void>();

  async function maintain(): Promise<void> {
    const nowMs = clock.now();
    const today = isoDay(nowMs);
    if (doneFor === today) return;
    try {
      await maintainPartitions(pool, nowMs);
      doneFor = today;
      resolveReady();
    } catch (error) {
      log('warn', 'realtime: partitions are not up to date', { error: String(error) });
    }
  }

  running = maintain();
  const cancel = every(clock, checkMs, () => {
    running = running.then(maintain);
  });
  return {
    ready,
    async stop() {
      cancel();
      await running;
    },
  };
}
