// From a fresh clone of the last commit to an answering app, with the npm cache as it is; then the second start.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { report } from './support/report.ts';

const READY = /^Parley runs at (http\S+)/;
const STOP_LIMIT_MS = 30_000;
const root = fileURLToPath(new URL('../..', import.meta.url));

/** Without what names another installation, so that the clone starts as on a new machine. */
function freshEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  const named = /^(PARLEY_|SUPABASE_|DATABASE_|ADMIN_|DEMO_|MAIL_|SEND_|APP_|INBOX_|PORT$|HOST$|npm_)/;
  for (const name of Object.keys(env)) if (named.test(name)) env[name] = undefined;
  return env;
}

/** The address it tells. @throws Error with what `npm start` said when it ends before that */
async function untilReady(npm: ChildProcess): Promise<string> {
  const said: string[] = [];
  return await new Promise((resolve, reject) => {
    for (const stream of [npm.stdout, npm.stderr]) {
      if (stream === null) throw new Error('npm start has no output');
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const url = READY.exec(line)?.[1];
        if (url !== undefined) resolve(url);
      });
    }
    npm.once('exit', () => {
      reject(new Error(`npm start ended before it was ready:\n${said.slice(-40).join('\n')}`));
    });
  });
}

async function stop(npm: ChildProcess): Promise<void> {
  if (npm.pid === undefined || npm.exitCode !== null || npm.signalCode !== null) return;
  const ended = once(npm, 'exit');
  // As Ctrl-C does: to everything in the group.
  process.kill(-npm.pid, 'SIGINT');
  const timer = setTimeout(() => npm.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(timer);
}

/** Seconds from the command to a sign-in page that answers. */
async function startOnce(cwd: string): Promise<number> {
  const startedMs = performance.now();
  const npm = spawn('npm', ['start'], {
    cwd,
    env: freshEnv(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    const url = await untilReady(npm);
    const page = await fetch(`${url}/sign-in`);
    if (!page.ok) throw new Error(`${page.url} answered ${page.status}`);
    return (performance.now() - startedMs) / 1000;
  } finally {
    await stop(npm);
  }
}

const folder = mkdtempSync(join(tmpdir(), 'parley-clone-'));
try {
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, folder]);
  report({ name: 'start.first', value: await startOnce(folder), unit: 's', aim: { atMost: 180 } });
  report({ name: 'start.second', value: await startOnce(folder), unit: 's', aim: { atMost: 15 } });
} finally {
  rmSync(folder, { recursive: true, force: true });
}
