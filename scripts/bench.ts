// npm run bench [-- name …]: runs tests/bench/<name>.ts, each a program that prints one JSON object a line.
// Standard output holds nothing but those lines and a summary at the end; the same as a table goes to standard error.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { exitOf, startChild } from './lib/child.ts';
import { root } from './lib/root.ts';
import { runCommand } from './lib/terminal.ts';
import { instanceEnv, startTestInstance } from './lib/test-instance.ts';

const lineSchema = z.object({
  name: z.string(),
  value: z.number(),
  unit: z.string(),
  floor: z.number().optional(),
  ratio: z.number().optional(),
  prototype: z.number().optional(),
  aim: z.string().optional(),
  ok: z.boolean(),
});
type Line = z.infer<typeof lineSchema>;
const folder = join(root, 'tests', 'bench');
/** These start what they measure themselves. */
const withoutInstance = new Set(['stack', 'start']);

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

/** The line when it is a measurement. */
function measurementOf(line: string): Line | null {
  if (!line.startsWith('{')) return null;
  return lineSchema.safeParse(JSON.parse(line)).data ?? null;
}

async function runOne(
  name: string,
  env: Record<string, string | undefined>,
): Promise<{ ok: boolean; lines: Line[] }> {
  const lines: Line[] = [];
  tell(`${name} …`);
  const child = startChild({
    args: ['--import', 'tsx', join('tests', 'bench', `${name}.ts`)],
    env,
    onLine: (line, stream) => {
      const measured = stream === 'stdout' ? measurementOf(line) : null;
      if (measured === null) return tell(line);
      lines.push(measured);
      process.stdout.write(`${line}\n`);
    },
  });
  const { code } = await exitOf(child);
  return { ok: code === 0 && lines.every(({ ok }) => ok), lines };
}

function tabulate(lines: readonly Line[]): string {
  const rows = [
    ['measured', 'value', 'floor', 'ratio', 'prototype', 'aim', 'met'],
    ...lines.map(({ name, value, unit, floor, ratio, prototype, aim, ok }) => [
      name,
      `${value} ${unit}`,
      floor === undefined ? '' : `${floor} ${unit}`,
      ratio === undefined ? '' : String(ratio),
      prototype === undefined ? '' : `${prototype} ${unit}`,
      aim ?? '',
      aim === undefined ? '' : ok ? 'yes' : 'NO',
    ]),
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

await runCommand(async () => {
  const names = chosen(process.argv.slice(2));
  const needed = names.some((name) => !withoutInstance.has(name));
  const instance = needed ? await startTestInstance({ limits: 'relaxed', fsync: true, say: tell }) : null;
  let ok = true;
  const lines: Line[] = [];
  try {
    for (const name of names) {
      const outcome = await runOne(name, instance === null ? {} : instanceEnv(instance, instance.dataDir));
      ok &&= outcome.ok;
      lines.push(...outcome.lines);
    }
  } finally {
    await instance?.stop();
  }
  tell(tabulate(lines));
  process.stdout.write(`${JSON.stringify({ name: 'summary', ok })}\n`);
  return ok ? 0 : 1;
});
