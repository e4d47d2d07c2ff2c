import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { isAlive } from '../../supabase/local/process-identity.ts';
import { restartDelayMs, type ServiceSpec, supervise } from './supervisor.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley supervisor '));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

type Watched = { spec: ServiceSpec; problems: string[]; pids: number[]; nextAnswer: () => Promise<void> };

/** A service that answers by printing `ready`. */
function service(source: string): Watched {
  const file = join(folder, 'service.mjs');
  writeFileSync(file, source);
  const problems: string[] = [];
  const pids: number[] = [];
  let next = Promise.withResolvers<void>();
  const answered = (): void => {
    next.resolve();
    next = Promise.withResolvers<void>();
  };
  const spec: ServiceSpec = {
    name: 'the service',
    args: [file],
    env: process.env,
    onLine: (line) => {
      if (line === 'ready') answered();
    },
    answers: async () => await next.promise,
    stopLimitMs: 500,
    onStart: (pid) => pids.push(pid),
    onProblem: (message) => problems.push(message),
  };
  return { spec, problems, pids, nextAnswer: async () => await next.promise };
}

const SERVE = `console.log('ready'); setInterval(() => {}, 1000);`;

describe('supervisor', () => {
  test('a killed service is started again and the end is told', async () => {
    const { spec, problems, pids, nextAnswer } = service(SERVE);
    const running = supervise(spec);
    await running.ready;
    const again = nextAnswer();
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await again;
    expect(problems).toEqual(['the service was ended by SIGKILL; starting it again in 0.25 s']);
    expect(running.pid()).toBe(pids[1]);
    await running.stop();
    expect(isAlive(pids[1] ?? 0)).toBe(false);
  });

  test('a service that never comes up is given up with its last words', async () => {
    const { spec, pids } = service(`console.error('no database'); process.exit(3);`);
    await expect(supervise(spec).ready).rejects.toThrow(
      /the service does not start: it ended with code 3\n {2}no database/,
    );
    expect(pids).toHaveLength(3);
  });

  test('a service that ignores the request to stop is killed', async () => {
    const { spec, pids } = service(`process.on('SIGTERM', () => {}); ${SERVE}`);
    const running = supervise(spec);
    await running.ready;
    await running.stop();
    expect(isAlive(pids[0] ?? 0)).toBe(false);
  });

  test('a service notices that its supervisor was killed', async () => {
    const marker = join(folder, 'stopped');
    writeFileSync(
      join(folder, 'service.mjs'),
      `import fs from 'node:fs';
       process.on('SIGTERM', () => { fs.writeFileSync(${JSON.stringify(marker)}, 'yes'); process.exit(0); });
       ${SERVE}`,
    );
    const supervisor = join(folder, 'supervisor.mjs');
    const child = new URL('child.ts', import.meta.url).href;
    writeFileSync(
      supervisor,
      `import { startChild } from ${JSON.stringify(child)};
       const service = startChild({
         args: [${JSON.stringify(join(folder, 'service.mjs'))}], env: process.env,
         onLine: () => { process.kill(process.pid, 'SIGKILL'); },
       });`,
    );
    const { exitOf, startChild } = await import('./child.ts');
    await exitOf(startChild({ args: [supervisor], env: process.env, onLine: () => {} }));
    await expect.poll(() => readIfThere(marker), { timeout: 5000 }).toBe('yes');
  });

  test('pauses grow up to ten seconds', () => {
    expect([1, 2, 3, 7, 20].map((failures) => restartDelayMs(failures))).toEqual([
      250, 500, 1000, 10_000, 10_000,
    ]);
  });
});

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
