import { join } from 'node:path';

import { z } from 'zod';

import { writePrivateFile } from '../../../supabase/local/data-dir.ts';
import { root } from '../root.ts';
import { type SupervisedService, supervise } from '../supervisor.ts';
import { untilStunAnswers } from './stun-probe.ts';
import { turnConfig, type TurnPlace } from './turn-config.ts';
import { turnSecret } from './turn-secret.ts';

const PROCESS = join(root, 'scripts', 'lib', 'turn', 'turn-process.ts');
const READY_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 2000;

export type TurnOptions = Omit<TurnPlace, 'secret'> & {
  /** Path of coturn's server. */
  program: string;
  onLine: (line: string, stream: 'stdout' | 'stderr') => void;
  /** Told of each process that runs: the one that watches over coturn, and coturn itself. */
  onStart: (name: string, pid: number) => void;
  onProblem: (message: string) => void;
};

/** What the app must know of the relay (lib/core/env.ts). */
export type TurnEnv = { TURN_URLS: string; TURN_SECRET: string };

const firstLine = z.object({ coturn: z.number().int() });

function pidIn(line: string): number | null {
  if (!line.startsWith('{"coturn"')) return null;
  return firstLine.safeParse(JSON.parse(line)).data?.coturn ?? null;
}

/** Starts coturn on one address and keeps it running. `ready` rejects with its last lines when it does not start. */
export async function startTurn(
  options: TurnOptions,
): Promise<{ service: SupervisedService; ready: Promise<TurnEnv> }> {
  const { dataDir, address, port, program, onLine, onStart, onProblem } = options;
  const secret = await turnSecret(dataDir);
  const config = join(dataDir, 'turn.conf');
  await writePrivateFile(config, turnConfig({ ...options, secret }));
  const service = supervise({
    name: 'coturn',
    args: [PROCESS, program, config],
    env: {},
    onLine: (line, stream) => {
      const pid = pidIn(line);
      if (pid === null) onLine(line, stream);
      else onStart('coturn', pid);
    },
    answers: async (signal) => {
      const limit = AbortSignal.timeout(READY_LIMIT_MS);
      await untilStunAnswers(address, port, AbortSignal.any([signal, limit]));
    },
    stopLimitMs: STOP_LIMIT_MS,
    onStart: (pid) => onStart('the watch over coturn', pid),
    onProblem,
  });
  const urls = ['udp', 'tcp'].map((transport) => `turn:${address}:${port}?transport=${transport}`);
  const ready = service.ready.then(() => ({ TURN_URLS: urls.join(','), TURN_SECRET: secret }));
  ready.catch(() => {});
  return { service, ready };
}
