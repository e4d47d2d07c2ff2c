// The embedded Supabase by itself: from nothing to healthy, started again, stopped, and what it takes when idle.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

import { z } from 'zod';

import { familyOf, memoryMiB } from './support/memory.ts';
import { median, monotonicMs, report } from './support/report.ts';

const ROUNDS = 3;
/** After this the work of starting is over: code that ran once is collected, Postgres has written what it had to. */
const IDLE_MS = 10_000;

const readySchema = z.object({ ready: z.literal(true), gatewayUrl: z.url() });
const filesSchema = z.object({ env: z.object({ SUPABASE_PUBLISHABLE_KEY: z.string() }) });
type Started = { child: ChildProcess; seconds: number };

/** Resolves when it says that it is up and its services answer. @throws Error when it ends before that */
async function start(folder: string): Promise<Started> {
  const dataDir = join(folder, 'data');
  const startedMs = monotonicMs();
  const project = ['--migrations', 'supabase/migrations', '--config', 'supabase/config.toml'];
  const args = ['supabase/local/main.ts', '--data-dir', dataDir, ...project];
  // From nothing is also without what Node has kept of the code.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(folder, 'cache') };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const gatewayUrl = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => {
      resolve(readySchema.parse(JSON.parse(line)).gatewayUrl);
    });
    child.once('exit', (code) => reject(new Error(`the stack ended with code ${code} before it was ready`)));
  });
  const { env: keys } = filesSchema.parse(JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8')));
  const headers = { apikey: keys.SUPABASE_PUBLISHABLE_KEY };
  const health = await fetch(`${gatewayUrl}/auth/v1/health`, { headers });
  if (!health.ok) throw new Error(`${health.url} answered ${health.status}`);
  return { child, seconds: (monotonicMs() - startedMs) / 1000 };
}

/** @returns seconds that it takes to stop in order */
async function stop(child: ChildProcess): Promise<number> {
  const startedMs = monotonicMs();
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
  if (child.exitCode !== 0) throw new Error(`the stack did not stop in order: ${child.signalCode}`);
  return (monotonicMs() - startedMs) / 1000;
}

/** Memory of the Node process, and of Postgres with all that it has started. */
async function reportMemory({ pid = 0 }: ChildProcess): Promise<void> {
  await delay(IDLE_MS);
  const [node = pid, ...postgres] = familyOf(pid);
  const nodeMiB = memoryMiB(node);
  const postgresMiB = postgres.map(memoryMiB).reduce((sum, part) => sum + part, 0);
  report({ name: 'stack.idle-memory-node', value: nodeMiB, unit: 'MiB' });
  report({ name: 'stack.idle-memory-postgres', value: postgresMiB, unit: 'MiB' });
  report({ name: 'stack.idle-memory', value: nodeMiB + postgresMiB, unit: 'MiB', aim: { atMost: 200 } });
}

const seconds: { first: number[]; again: number[]; stop: number[] } = { first: [], again: [], stop: [] };
for (let round = 0; round < ROUNDS; round += 1) {
  const folder = mkdtempSync(join(tmpdir(), 'parley-bench-stack-'));
  try {
    const first = await start(folder);
    seconds.first.push(first.seconds);
    seconds.stop.push(await stop(first.child));
    const again = await start(folder);
    seconds.again.push(again.seconds);
    if (round === 0) await reportMemory(again.child);
    seconds.stop.push(await stop(again.child));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
report({ name: 'stack.start-from-nothing', value: median(seconds.first), unit: 's', aim: { atMost: 4 } });
report({ name: 'stack.start-again', value: median(seconds.again), unit: 's', aim: { atMost: 1 } });
report({ name: 'stack.stop', value: median(seconds.stop), unit: 's', aim: { atMost: 1 } });
