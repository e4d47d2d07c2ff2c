import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';

import { createTestFolder } from './test-folders.ts';

const readySchema = z.object({ ready: z.literal(true), gatewayUrl: z.url(), inboxUrl: z.url() });
const stackSchema = z.object({ env: z.object({ SUPABASE_PUBLISHABLE_KEY: z.string() }) });
const modules = dirname(dirname(createRequire(import.meta.url).resolve('pg/package.json')));

let folder: string;
let child: ChildProcess | undefined;

async function stop(): Promise<number | null> {
  if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null;
  const exit = once(child, 'exit');
  child.kill();
  await exit;
  return child.exitCode;
}

beforeEach(async () => {
  folder = await createTestFolder();
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true });
});

test('a copy of the folder alone, with its npm packages, starts by one command and is whole', async () => {
  await cp(import.meta.dirname, join(folder, 'anywhere'), { recursive: true });
  await symlink(modules, join(folder, 'node_modules'));
  const options = ['--data-dir', join(folder, 'data'), '--no-fsync', '--with-parent'];
  const program = spawn(process.execPath, [join(folder, 'anywhere', 'main.ts'), ...options], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: folder,
  });
  child = program;
  const [line]: unknown[] = await once(createInterface(program.stdout), 'line');
  const { gatewayUrl, inboxUrl } = readySchema.parse(JSON.parse(String(line)));
  const { env } = stackSchema.parse(JSON.parse(await readFile(join(folder, 'data', 'stack.json'), 'utf8')));
  const headers = { apikey: env.SUPABASE_PUBLISHABLE_KEY };
  const ask = async (path: string): Promise<unknown> =>
    await (await fetch(`${gatewayUrl}${path}`, { headers })).json();
  expect(await ask('/auth/v1/health')).toMatchObject({ name: 'GoTrue' });
  expect(await ask('/storage/v1/health')).toEqual({ healthy: true });
  expect(await ask('/realtime/v1/api/ping')).toMatchObject({ message: 'Success' });
  expect((await fetch(inboxUrl)).status).toBe(200);
  expect(await stop()).toBe(0);
}, 60_000);
