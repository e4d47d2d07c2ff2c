import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { buildHash } from './build-hash.ts';
import { exitOf, startChild } from './child.ts';
import { livingHolder, type Lock, lockHolder, waitForLock, writeHolder } from './instance-lock.ts';
import { buildsDir, root } from './root.ts';

const BUILD_LIMIT_MS = 10 * 60 * 1000;
const REGISTRY_LIMIT_MS = 30_000;
/** Builds that nobody uses and that are kept all the same, newest first. */
const KEPT_BUILDS = 2;
const ATTEMPTS = 3;
const BUILD_NAME = /^[0-9a-f]{16}$/;

/** A finished build that stays on disk until released. */
export type Build = { distDir: string; release: () => void };

type Report = (message: string) => void;

const finishedMark = (hash: string): string => join(buildsDir, hash, 'FINISHED');

/** Marks a build as in use by this process. Under the registry's lock, so that pruning never takes it away meanwhile. */
async function useIfFinished(hash: string): Promise<Build | null> {
  const registry = await waitForLock(join(buildsDir, 'registry.lock'), REGISTRY_LIMIT_MS);
  try {
    if (!existsSync(finishedMark(hash))) return null;
    const use = join(buildsDir, 'in-use', `${hash}.${process.pid}`);
    mkdirSync(dirname(use), { recursive: true });
    await writeHolder(use);
    const now = new Date();
    utimesSync(finishedMark(hash), now, now);
    return { distDir: `.builds/${hash}`, release: () => rmSync(use, { force: true }) };
  } finally {
    registry.release();
  }
}

async function hashesInUse(): Promise<Set<string>> {
  const folder = join(buildsDir, 'in-use');
  const used = new Set<string>();
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const file = join(folder, name);
    if ((await livingHolder(file)) === null) rmSync(file, { force: true });
    else used.add(name.slice(0, name.indexOf('.')));
  }
  return used;
}

/** Deletes builds that nobody uses, except the newest ones. */
async function prune(): Promise<void> {
  const registry = await waitForLock(join(buildsDir, 'registry.lock'), REGISTRY_LIMIT_MS);
  const doomed = readdirSync(buildsDir)
    .filter((name) => name.startsWith('deleted-'))
    .map((name) => join(buildsDir, name));
  const setAside = (name: string): void => {
    const aside = join(buildsDir, `deleted-${name}-${process.pid}`);
    renameSync(join(buildsDir, name), aside);
    doomed.push(aside);
  };
  try {
    const used = await hashesInUse();
    const finished = readdirSync(buildsDir).filter(
      (name) => BUILD_NAME.test(name) && existsSync(finishedMark(name)),
    );
    const age = (name: string): number => statSync(finishedMark(name)).mtimeMs;
    const unfinished = readdirSync(buildsDir).filter(
      (name) => BUILD_NAME.test(name) && !existsSync(finishedMark(name)),
    );
    for (const name of unfinished) {
      if ((await lockHolder(join(buildsDir, `${name}.lock`))) === null) setAside(name);
    }
    const unused = finished.filter((name) => !used.has(name)).toSorted((a, b) => age(b) - age(a));
    for (const name of unused.slice(KEPT_BUILDS)) setAside(name);
  } finally {
    registry.release();
  }
  for (const folder of doomed) rmSync(folder, { recursive: true, force: true });
}

async function runNextBuild(distDir: string): Promise<void> {
  const lines: string[] = [];
  const child = startChild({
    args: [join('node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
    env: { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', PARLEY_DIST_DIR: distDir },
    onLine: (line) => lines.push(line),
  });
  const stop = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', stop);
  const { code } = await exitOf(child);
  process.off('exit', stop);
  if (code !== 0 || !existsSync(join(root, distDir, 'BUILD_ID')))
    throw new Error(`The build failed:\n${lines.join('\n')}`);
}

async function build(hash: string, lock: Lock): Promise<void> {
  try {
    if (existsSync(finishedMark(hash))) return;
    rmSync(join(buildsDir, hash), { recursive: true, force: true });
    await runNextBuild(`.builds/${hash}`);
    // Source that changed meanwhile may or may not be in this build: such a build has no name.
    if (buildHash(root) === hash) writeFileSync(finishedMark(hash), '');
    else rmSync(join(buildsDir, hash), { recursive: true, force: true });
  } finally {
    lock.release();
  }
}

/**
 * The build of the present source: an existing one, or a new one. Builds of different source lie side by
 * side, so a new one never disturbs a server that runs from an older one.
 * @throws Error with Next's output when the source does not build.
 */
export async function currentBuild(report: Report): Promise<Build> {
  mkdirSync(buildsDir, { recursive: true });
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const hash = buildHash(root);
    const existing = await useIfFinished(hash);
    if (existing !== null) return existing;
    const lock = await waitForLock(join(buildsDir, `${hash}.lock`), BUILD_LIMIT_MS, ({ pid }) => {
      report(`Waiting for process ${pid}, which builds the same source …`);
    });
    report('Building …');
    await build(hash, lock);
    const built = await useIfFinished(hash);
    if (built !== null) {
      await prune();
      return built;
    }
    report('The source changed while it was being built; building again');
  }
  throw new Error('The source keeps changing while it is being built; start again when it rests');
}
