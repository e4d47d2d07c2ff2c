// Part of npm run check: supabase/migrations hold to what a hosted project allows.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './lib/root.ts';
import { runCommand, say } from './lib/terminal.ts';
import { checkMigrations } from './migrations/check-migrations.ts';

await runCommand(async () => {
  const folder = join('supabase', 'migrations');
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith('.sql'));
  const files = names.sort().map((name) => {
    const path = join(folder, name);
    return { path, sql: readFileSync(join(root, path), 'utf8') };
  });
  const problems = checkMigrations(files);
  for (const problem of problems) say(problem);
  return await Promise.resolve(problems.length === 0 ? 0 : 1);
});
