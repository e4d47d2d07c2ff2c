// The pre-commit hook: format and lint of the staged files with their staged content, not that of the folder.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { root } from './lib/root.ts';
import { reportStep, runStep } from './lib/steps.ts';
import { runCommand } from './lib/terminal.ts';

const lintConfigSchema = z.looseObject({ options: z.unknown() });
const CHECKED = /\.(?:tsx?|mjs|cjs|json|css)$/;
const CODE = /\.(?:tsx?|mjs|cjs)$/;

function bin(name: string): string {
  return join(root, 'node_modules', name, 'bin', name);
}

function git(args: readonly string[], input?: string): string {
  return execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    ...(input === undefined ? {} : { input }),
  });
}

await runCommand(async () => {
  const names = git(['diff', '--cached', '--name-only', '--diff-filter=ACMR', '-z']).split('\0');
  const staged = names.filter((name) => CHECKED.test(name) && name !== 'package-lock.json');
  if (staged.length === 0) return 0;
  const folder = mkdtempSync(join(tmpdir(), 'parley-staged-'));
  try {
    git(['checkout-index', '-z', '--stdin', `--prefix=${folder}/`], `${staged.join('\0')}\0`);
    copyFileSync(join(root, '.oxfmtrc.json'), join(folder, '.oxfmtrc.json'));
    // Before the lint rules of the folder take the place of staged ones.
    const format = await runStep({ name: 'format', args: [bin('oxfmt'), '--check', ...staged], cwd: folder });
    // Rules that need types see the whole project; `npm run check` runs those.
    const { options: _typeAware, ...lintConfig } = lintConfigSchema.parse(
      JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8')),
    );
    writeFileSync(join(folder, '.oxlintrc.json'), JSON.stringify(lintConfig));
    const code = staged.filter((name) => CODE.test(name));
    const results = [format];
    if (code.length > 0) {
      results.push(await runStep({ name: 'lint', args: [bin('oxlint'), ...code], cwd: folder }));
    }
    const failed = results.filter((result) => !result.ok);
    for (const result of failed) reportStep(result);
    if (failed.length > 0) process.stderr.write('Not committed. `npm run format` mends the format.\n');
    return failed.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
});
