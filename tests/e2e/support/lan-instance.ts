import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { instanceFile } from '../../../scripts/lib/instance-files.ts';
import { root } from '../../../scripts/lib/root.ts';
import { type Place, placeOf } from './place';

const READY = /^Parley runs at (https:\S+)/;

/** `npm start -- --lan` on a data folder of its own, without a demo company. */
export class LanInstance {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'parley-lan-'));
  private starter: ChildProcess | null = null;

  get place(): Place {
    return placeOf(this.dataDir);
  }

  /** Starts, and waits until it says where it is. @throws Error with what it said when it ends before. */
  async start(): Promise<void> {
    // As if the demo company had been made already.
    writeFileSync(instanceFile.demoPeople(this.dataDir), '[]');
    const own = Object.entries(process.env).filter(
      ([name]) => !/^(PARLEY_|SUPABASE_|DATABASE_|TURN_|PORT$)/.test(name),
    );
    const starter = spawn(process.execPath, [join('scripts', 'run.mjs'), 'start', '--lan'], {
      cwd: root,
      // Set, though empty: it wins over what an .env file of the checkout may name.
      env: {
        ...Object.fromEntries(own),
        SUPABASE_URL: '',
        NODE_ENV: 'production',
        PARLEY_DATA_DIR: this.dataDir,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.starter = starter;
    const said: string[] = [];
    await new Promise<void>((resolve, reject) => {
      for (const stream of [starter.stdout, starter.stderr]) {
        createInterface({ input: stream }).on('line', (line) => {
          said.push(line);
          if (READY.test(line)) resolve();
        });
      }
      starter.once('exit', () => reject(new Error(`npm start -- --lan ended:\n${said.join('\n')}`)));
    });
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
}
