import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { stopPostmaster } from './postgres/orphan.ts';
import { withClient } from './postgres/with-client.ts';
import { isAlive } from './process-identity.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const readySchema = z.object({ ready: z.literal(true), gatewayUrl: z.string(), inboxUrl: z.string() });
const stackSchema = z.object({ adminUrl: z.string(), env: z.record(z.string(), z.string()) });

let parent: string;
let dataDir: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'parley stack '));
  await chmod(parent, 0o700);
  dataDir = join(parent, 'data folder');
});
afterEach(async () => {
  for (const child of children.splice(0)) await stop(child);
  const postgres = await postgresPid();
  if (postgres !== null) await stopPostmaster(postgres);
  await rm(parent, { recursive: true, force: true });
});

type Stack = { child: ChildProcess; gatewayUrl: string; adminUrl: string; env: Record<string, string> };

function launch(...extra: string[]): ChildProcess {
  const args = [MAIN, '--data-dir', dataDir, '--no-fsync', '--with-parent', ...extra];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  children.push(child);
  return child;
}

async function outputUntil(
  child: ChildProcess,
  stream: 'stdout' | 'stderr',
  pattern: RegExp,
): Promise<string> {
  return await new Promise((resolve, reject) => {
    let output = '';
    const all = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name]?.on('data', (chunk: Buffer) => {
        all[name] += chunk.toString();
        if (name === stream) output += chunk.toString();
        if (pattern.test(output)) resolve(output);
      });
    }
    child.once('exit', () => {
      reject(new Error(`ended early: ${all.stdout} ${all.stderr}`));
    });
  });
}

async function start(...extra: string[]): Promise<Stack> {
  const child = launch(...extra);
  const line = await outputUntil(child, 'stdout', /\n/);
  const { gatewayUrl } = readySchema.parse(JSON.parse(line));
  const { adminUrl, env } = stackSchema.parse(
    JSON.parse(await readFile(join(dataDir, 'stack.json'), 'utf8')),
  );
  return { child, gatewayUrl, adminUrl, env };
}

async function stop(child: ChildProcess, by: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill(by);
  await exit;
  return child.exitCode;
}

async function postgresPid(): Promise<number | null> {
  const text = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').catch(() => null);
  return text === null ? null : Number(text.split('\n')[0]);
}

const visit = async ({ adminUrl }: Stack): Promise<number | undefined> =>
  await withClient(adminUrl, async (client) => {
    await client.query(
      'create table if not exists visits (at timestamptz); insert into visits values (now())',
    );
    return (await client.query<{ visits: number }>('select count(*)::int as visits from visits')).rows[0]
      ?.visits;
  });

const keyless = async ({ gatewayUrl }: Stack, path: string): Promise<number> =>
  (await fetch(`${gatewayUrl}${path}`)).status;

const authHealth = async ({ gatewayUrl, env }: Stack): Promise<number> =>
  (
    await fetch(`${gatewayUrl}/auth/v1/health`, {
      headers: { apikey: env['SUPABASE_PUBLISHABLE_KEY'] ?? '' },
    })
  ).status;

describe('the stack', () => {
  test('starts fresh in a private folder with spaces, stops, and starts again with its data', async () => {
    const first = await start();
    expect(await visit(first)).toBe(1);
    expect(await authHealth(first)).toBe(200);
    expect(await keyless(first, '/auth/v1/health')).toBe(401);
    expect(await keyless(first, '/auth/v1/.well-known/jwks.json')).toBe(200);
    expect(await keyless(first, '/storage/v1/status')).toBe(200);
    expect((await stat(dataDir)).mode & 0o777).toBe(0o700);
    expect((await stat(join(dataDir, 'stack.json'))).mode & 0o777).toBe(0o600);
    const pid = await postgresPid();
    expect(await stop(first.child)).toBe(0);
    expect(pid !== null && isAlive(pid)).toBe(false);
    await expect(stat(join(dataDir, 'stack.json'))).rejects.toThrow(/ENOENT/);

    const second = await start();
    expect(await visit(second)).toBe(2);
    expect(second.env['SUPABASE_SECRET_KEY']).toBe(first.env['SUPABASE_SECRET_KEY']);
  });

  test('mails what Auth sends to the inbox', async () => {
    const { gatewayUrl, env } = await start();
    const answer = await fetch(`${gatewayUrl}/auth/v1/signup`, {
      method: 'POST',
      headers: { apikey: env['SUPABASE_PUBLISHABLE_KEY'] ?? '', 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'alice@example.com', password: 'correct horse battery' }),
    });
    expect(answer.status).toBe(200);
    const mails = await fetch(`${gatewayUrl}/inbox/api/messages?to=alice@example.com`);
    expect(await mails.json()).toMatchObject({ messages: [{ to: ['alice@example.com'] }] });
  });

  test('gives app_web its password once migrations made the role', async () => {
    const dir = join(parent, 'migrations');
    await mkdir(dir);
    await writeFile(join(dir, '1_roles.sql'), 'create role app_web noinherit nologin; create schema app;');
    const { env } = await start('--migrations', dir);
    const rows = await withClient(
      env['DATABASE_URL'] ?? '',
      async (client) => (await client.query('select current_user')).rows,
    );
    expect(rows).toEqual([{ current_user: 'app_web' }]);
  });

  test('refuses a folder that another stack has, and does not disturb it', async () => {
    const first = await start();
    const second = launch();
    await outputUntil(second, 'stderr', new RegExp(`in use by process ${first.child.pid ?? '?'}`));
    expect(await visit(first)).toBe(1);
  });

  test('says so when a port it was given is taken', async () => {
    const first = await start();
    const taken = new URL(first.gatewayUrl).port;
    dataDir = join(parent, 'other');
    const second = launch('--gateway-port', taken);
    const told = await outputUntil(second, 'stderr', /\n/);
    expect(told).toBe(`Port ${taken} on 127.0.0.1 is taken by another program; the gateway was to have it\n`);
  });
});

describe('after kill -9', () => {
  test('of Postgres the stack brings it back by itself, with every row', async () => {
    const stack = await start();
    expect(await visit(stack)).toBe(1);
    const pid = await postgresPid();
    process.kill(pid ?? 0, 'SIGKILL');
    await expect
      .poll(async () => await visit(stack).catch((error: unknown) => String(error)), { timeout: 15_000 })
      .toBe(2);
    expect(await postgresPid()).not.toBe(pid);
    expect(await authHealth(stack)).toBe(200);
    expect(await stop(stack.child)).toBe(0);
  });

  test('of the stack the next start takes over from the server left behind', async () => {
    const first = await start();
    expect(await visit(first)).toBe(1);
    const orphan = await postgresPid();
    await stop(first.child, 'SIGKILL');
    expect(orphan !== null && isAlive(orphan)).toBe(true);
    const second = await start();
    expect(await visit(second)).toBe(2);
    expect(await postgresPid()).not.toBe(orphan);
  });

  test('of both, the next start recovers', async () => {
    const first = await start();
    expect(await visit(first)).toBe(1);
    const pid = (await postgresPid()) ?? 0;
    await stop(first.child, 'SIGKILL');
    process.kill(pid, 'SIGKILL');
    expect(await visit(await start())).toBe(2);
  });
});

test('ends with its parent: when standard input closes, and when the IPC channel does', async () => {
  const first = await start();
  const exit = once(first.child, 'exit');
  first.child.stdin?.end();
  expect((await exit)[0]).toBe(0);

  const args = [MAIN, '--data-dir', dataDir, '--no-fsync', '--with-parent'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  children.push(child);
  await outputUntil(child, 'stdout', /"ready":true/);
  const secondExit = once(child, 'exit');
  child.disconnect();
  expect((await secondExit)[0]).toBe(0);
  expect(await postgresPid()).toBeNull();
});
