import { basename, join } from 'node:path';

import { type Readiness, waitUntilReady } from './health.ts';
import { type SupervisedService, supervise } from './supervisor.ts';

const NEXT = join('node_modules', 'next', 'dist', 'bin', 'next');
const STOP_LIMIT_MS = 4000;

export type WebOptions = {
  mode: 'production' | 'development';
  env: Record<string, string | undefined>;
  distDir: string;
  host: string;
  port: number;
  readiness: Readiness;
  /** How long it may take until it is ready, in milliseconds. */
  readyLimitMs: number;
  onLine: (line: string, stream: 'stdout' | 'stderr') => void;
  onStart: (pid: number) => void;
  onProblem: (message: string) => void;
};

/** Runs the web server from a build, or with hot reload, until it is stopped. */
export function startWeb(options: WebOptions): SupervisedService {
  const { mode, host, port } = options;
  // What listens on all addresses is asked on loopback.
  const probe = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `http://${probe.includes(':') ? `[${probe}]` : probe}:${port}`;
  return supervise({
    name: 'The web server',
    args: [NEXT, mode === 'production' ? 'start' : 'dev', '-H', host, '-p', String(port)],
    env: {
      ...options.env,
      NODE_ENV: mode,
      PARLEY_DIST_DIR: options.distDir,
      // Equal builds have equal names; with hot reload there is nothing to reload for.
      ...(mode === 'production' ? { PARLEY_BUILD: basename(options.distDir) } : {}),
      PORT: String(port),
      HOSTNAME: host,
    },
    onLine: options.onLine,
    answers: async (signal) => {
      const fault = await waitUntilReady(url, options.readiness, options.readyLimitMs, signal);
      if (fault !== null) options.onProblem(`The app runs, but what it needs does not: ${fault}`);
    },
    stopLimitMs: STOP_LIMIT_MS,
    onStart: options.onStart,
    onProblem: options.onProblem,
  });
}
