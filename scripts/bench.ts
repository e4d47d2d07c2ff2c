// npm run bench [-- name …]: runs tests/bench/<name>.ts, each a program that prints one JSON object a line.
// Standard output holds nothing but those lines and a summary at the end.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { exitOf, startChild } from './lib/child.ts';
import { root } from './lib/root.ts';
import { runCommand } from './lib/terminal.ts';
import { instanceEnv, startTestInstance } from './lib/test-instance.ts';

const lineSchema = z.object({ name: z.string(), ok: z.boolean() });
const folder = join(root, 'tests', 'bench');

const tell = (message: string): void => {
  process.stderr.write(`${message}\n`);
};

function chosen(names: readonly string[]): string[] {
  const all = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.slice(0, -'.ts'.length));
  const unknown = names.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw new Error(`There is no benchmark ${unknown.join(', ')}; there are: ${all.join(', ')}`);
  return names.length === 0 ? all.toSorted() : [...names];
}

/** The line when it is a measurement, with its verdict. Each program's own summary is left out. */
function verdict(line: string): boolean | null {
  if (!line.startsWith('{')) return null;
  const parsed = lineSchema.safeParse(JSON.parse(line));
  return parsed.success && parsed.data.name !== 'summary' ? parsed.data.ok : null;
}

async function runOne(name: string, env: Record<string, string | undefined>): Promise<boolean> {
  let ok = true;
  tell(`${name} …`);
  const child = startChild({
    args: ['--import', 'tsx', join('tests', 'bench', `${name}.ts`)],
    env,
    onLine: (line, stream) => {
      const measured = stream === 'stdout' ? verdict(line) : null;
      if (measured === null) return tell(line);
      ok &&= measured;
      process.stdout.write(`${line}\n`);
    },
  });
  return (await exitOf(child)).code === 0 && ok;
}

await runCommand(async () => {
  const names = chosen(process.argv.slice(2));
  const instance = await startTestInstance({ limits: 'relaxed', fsync: true, say: tell });
  let ok = true;
  try {
    for (const name of names) ok = (await runOne(name, instanceEnv(instance, instance.dataDir))) && ok;
  } finally {
    await instance.stop();
  }
  process.stdout.write(`${JSON.stringify({ name: 'summary', ok })}\n`);
  return ok ? 0 : 1;
});
