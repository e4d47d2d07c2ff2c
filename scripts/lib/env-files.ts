import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

type Env = Record<string, string | undefined>;

/** The files that Next reads too, first wins. */
function envFiles(mode: 'production' | 'development'): string[] {
  return [`.env.${mode}.local`, '.env.local', `.env.${mode}`, '.env'];
}

function read(file: string): Env {
  try {
    return parseEnv(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

/** The variables of the process over those of the .env files of a folder. */
export function readEnvironment(folder: string, processEnv: Env, mode: 'production' | 'development'): Env {
  const env: Env = {};
  for (const file of envFiles(mode).toReversed()) Object.assign(env, read(join(folder, file)));
  for (const [name, value] of Object.entries(processEnv)) {
    if (value !== undefined) env[name] = value;
  }
  return env;
}
