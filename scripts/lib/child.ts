import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { root } from './root.ts';

const PARENT_WATCH = fileURLToPath(new URL('parent-watch.ts', import.meta.url));

export type ChildSpec = {
  /** Arguments for Node: the script and its own arguments. */
  args: readonly string[];
  /** Variables over those of this process; undefined takes one away. */
  env: Record<string, string | undefined>;
  /** Where it runs; by default the checkout. */
  cwd?: string;
  /** Every line that the child prints, without its line end. */
  onLine: (line: string, stream: 'stdout' | 'stderr') => void;
};

function readLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  if (stream === null) return;
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line.replace(/\r$/, ''));
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

/**
 * Starts a Node process that ends when this one does, by whatever cause. It leads its own process group,
 * so that Ctrl-C in the terminal reaches only this process, which then stops its children in order.
 */
export function startChild(spec: ChildSpec): ChildProcess {
  const child = spawn(process.execPath, ['--import', PARENT_WATCH, ...spec.args], {
    cwd: spec.cwd ?? root,
    env: Object.assign({ ...process.env }, spec.env, { PARLEY_WATCHED_BY: String(process.pid) }),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  readLines(child.stdout, (line) => spec.onLine(line, 'stdout'));
  readLines(child.stderr, (line) => spec.onLine(line, 'stderr'));
  return child;
}

export type Exit = { code: number | null; signal: NodeJS.Signals | null };

/** Resolves when the child has ended; at once when it already has. A child that could not start counts as code 127. */
export async function exitOf(child: ChildProcess): Promise<Exit> {
  if (child.exitCode !== null || child.signalCode !== null)
    return { code: child.exitCode, signal: child.signalCode };
  return await new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal });
    });
    child.once('error', () => {
      resolve({ code: 127, signal: null });
    });
  });
}

/** Asks a child to stop, and kills it with all it started when it has not after `limitMs`. */
export async function stopChild(child: ChildProcess, limitMs: number): Promise<void> {
  const ended = exitOf(child);
  child.kill('SIGTERM');
  const timer = setTimeout(() => killGroup(child), limitMs);
  await ended;
  clearTimeout(timer);
}

/** Kills what is left of a child and of what it started. */
export function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // ESRCH: it ended in this very moment.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
