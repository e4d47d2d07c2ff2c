import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readlink, realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { expect } from '@playwright/test';
import { z } from 'zod';

import { instanceFile } from '../../../scripts/lib/instance-files.ts';
import { lockHolder } from '../../../scripts/lib/instance-lock.ts';
import { root } from '../../../scripts/lib/root.ts';
import { processIdentity } from '../../../supabase/local/process-identity.ts';
import { type Place, placeOf } from './place';

/** `supervisor` is scripts/start.ts; `everything` is it and all it started, as when the power fails. */
export type Victim = 'postgres' | 'stack' | 'web' | 'supervisor' | 'everything';

const childrenSchema = z.array(z.object({ name: z.string(), pid: z.number(), identity: z.string() }));
const START_LIMIT_MS = 120_000;

/** `npm start` on a data folder of its own: production build, real fsync, no demo company. */
export class CrashInstance {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'parley-crash-'));
  private starter: ChildProcess | null = null;
  private output = '';

  constructor() {
    // As if the demo company had been made already.
    writeFileSync(instanceFile.demoPeople(this.dataDir), '[]');
  }

  get place(): Place {
    return placeOf(this.dataDir);
  }

  /** Starts and waits until everything answers. */
  async start(): Promise<void> {
    rmSync(instanceFile.instance(this.dataDir), { force: true });
    this.output = '';
    const starter = spawn(process.execPath, [join('scripts', 'run.mjs'), 'start'], {
      cwd: root,
      env: this.environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.starter = starter;
    for (const stream of [starter.stdout, starter.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString('utf8');
      });
    }
    const isUp = async () => {
      if (starter.exitCode !== null || starter.signalCode !== null)
        throw new Error(`npm start ended:\n${this.output}`);
      return await this.health().then(
        ({ status }) => status,
        () => 0,
      );
    };
    await expect.poll(isUp, { timeout: START_LIMIT_MS, message: 'npm start' }).toBe(200);
  }

  /** What /api/health answers. @throws Error when nobody answers. */
  async health(): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.place.url}/api/health`, { signal: AbortSignal.timeout(8000) });
    return { status: response.status, body: await response.json() };
  }

  /** What the web server logged about the requests that these answers name by their ids. */
  logAbout(answers: readonly string[]): string[] {
    const ids = answers.flatMap((answer) => /"requestId":"([\w-]+)"/.exec(answer)?.[1] ?? []);
    const lines = readFileSync(join(this.dataDir, 'logs', 'web.log'), 'utf8').split('\n');
    return lines.filter((line) => ids.some((id) => line.includes(id)));
  }

  /** The id of a process of this very data folder. @throws Error when there is none. */
  async pidOf(part: Exclude<Victim, 'everything'>): Promise<number> {
    if (part === 'postgres') return await this.postmaster();
    if (part === 'supervisor') {
      const holder = await lockHolder(instanceFile.lock(this.dataDir));
      if (holder === null) throw new Error('npm start does not run');
      return holder.pid;
    }
    const children = childrenSchema.parse(
      JSON.parse(readFileSync(instanceFile.children(this.dataDir), 'utf8')),
    );
    const child = children.find(({ name }) => name === part);
    if (child === undefined || (await processIdentity(child.pid)) !== child.identity)
      throw new Error(`${part} does not run`);
    return child.pid;
  }

  /** Ends a part by SIGKILL and waits until what it takes with it is started again. */
  async killAndRecover(victim: Victim): Promise<void> {
    if (victim === 'supervisor' || victim === 'everything') {
      const parts = victim === 'everything' ? (['web', 'stack', 'postgres'] as const) : [];
      const pids = await Promise.all(
        ['supervisor' as const, ...parts].map(async (part) => await this.pidOf(part)),
      );
      const gone = this.starter === null ? null : once(this.starter, 'exit');
      for (const pid of pids) process.kill(pid, 'SIGKILL');
      await gone;
      await this.start();
      return;
    }
    const pid = await this.pidOf(victim);
    process.kill(pid, 'SIGKILL');
    const isBack = async () =>
      (await this.pidOf(victim).catch(() => pid)) !== pid &&
      (await this.health().catch(() => ({ status: 0 }))).status === 200;
    await expect.poll(isBack, { timeout: START_LIMIT_MS, message: `${victim} is back` }).toBe(true);
  }

  async remove(): Promise<void> {
    const { starter } = this;
    if (starter !== null && starter.exitCode === null && starter.signalCode === null) {
      const gone = once(starter, 'exit');
      starter.kill('SIGTERM');
      await gone;
    }
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async postmaster(): Promise<number> {
    const folder = await realpath(join(this.dataDir, 'postgres'));
    const pid = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    if (process.platform === 'linux') {
      const [program, at] = await Promise.all([readlink(`/proc/${pid}/exe`), readlink(`/proc/${pid}/cwd`)]);
      if (basename(program) !== 'postgres' || at !== folder) throw new Error(`${pid} is not its Postgres`);
    }
    return pid;
  }

  /** That of this process without what would lead to another instance. */
  private environment(): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(PARLEY_|SUPABASE_|DATABASE_|PORT$)/.test(name),
    );
    return {
      ...Object.fromEntries(own),
      // Set, though empty: it wins over what an .env file of the checkout may name.
      SUPABASE_URL: '',
      PORT: '',
      NODE_ENV: 'production',
      PARLEY_DATA_DIR: this.dataDir,
    };
  }
}
