import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { writeChildren, stopLeftChildren } from '../../../scripts/lib/instance-files.ts';
import { claimPortFrom } from '../../../scripts/lib/ports.ts';
import { findTurnserver } from '../../../scripts/lib/turn/find-turnserver.ts';
import { startTurn } from '../../../scripts/lib/turn/start-turn.ts';
import { untilStunAnswers } from '../../../scripts/lib/turn/stun-probe.ts';
import { turnSecret } from '../../../scripts/lib/turn/turn-secret.ts';
import { isAlive, processIdentity } from '../../../supabase/local/process-identity.ts';

const HOST = fileURLToPath(new URL('turn-host.ts', import.meta.url));
const FIRST_PORT = 26_400;
const program = findTurnserver();

let folder: string;
let hosts: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley turn '));
  hosts = [];
});
afterEach(() => {
  for (const host of hosts) host.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const gone = async (pid: number): Promise<void> => {
  // A zombie is gone, too.
  await vi.waitUntil(async () => (await processIdentity(pid)) === null, { timeout: 10_000 });
};

test('the secret of a data folder is random, stays, and is its owner’s alone', async () => {
  const secret = await turnSecret(folder);
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(await turnSecret(folder)).toBe(secret);
  expect(statSync(join(folder, 'turn-secret')).mode & 0o777).toBe(0o600);
});

/** Another process that starts coturn, as npm start is one. */
async function startHost(): Promise<{ host: ChildProcess; port: number; pids: number[] }> {
  const args = [HOST, program ?? '', folder, String(FIRST_PORT)];
  const host = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  hosts.push(host);
  if (host.stdout === null) throw new Error('the host has no output');
  const [line] = await once(createInterface({ input: host.stdout }), 'line');
  return { host, ...JSON.parse(String(line)) };
}

// Calls work without coturn within one network; there is nothing to start where it is not installed.
describe.skipIf(program === null)('coturn beside the app (skipped where turnserver is not installed)', () => {
  test('answers, tells the app its addresses, keeps its secret to itself, and stops', async () => {
    const { port, claim } = await claimPortFrom(FIRST_PORT);
    const pids: number[] = [];
    const { service, ready } = await startTurn({
      program: program ?? '',
      dataDir: folder,
      address: '127.0.0.1',
      port,
      peers: '127.0.0.1',
      onLine: () => {},
      onStart: (_name, pid) => pids.push(pid),
      onProblem: () => {},
    });
    expect(await ready).toEqual({
      TURN_URLS: `turn:127.0.0.1:${port}?transport=udp,turn:127.0.0.1:${port}?transport=tcp`,
      TURN_SECRET: await turnSecret(folder),
    });
    expect(statSync(join(folder, 'turn.conf')).mode & 0o777).toBe(0o600);
    await untilStunAnswers('127.0.0.1', port, AbortSignal.timeout(5000));
    await service.stop();
    claim.release();
    expect(pids).toHaveLength(2);
    for (const pid of pids) await gone(pid);
  });

  test('ends with whoever started it, also by kill -9', async () => {
    const { host, pids } = await startHost();
    expect(pids.map(isAlive)).toEqual([true, true]);
    host.kill('SIGKILL');
    for (const pid of pids) await gone(pid);
  });

  test('when everything was killed, the next start finds what is left of it and ends it', async () => {
    const { host, port, pids } = await startHost();
    const [watch = 0, coturn = 0] = pids;
    await writeChildren(folder, [{ name: 'coturn', pid: coturn }]);
    process.kill(watch, 'SIGSTOP');
    host.kill('SIGKILL');
    process.kill(watch, 'SIGKILL');
    await gone(watch);
    await untilStunAnswers('127.0.0.1', port, AbortSignal.timeout(5000));
    expect(await stopLeftChildren(folder)).toEqual(['coturn']);
    await gone(coturn);
  });
});
