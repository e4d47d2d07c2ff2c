import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './root.ts';
import type { Step } from './steps.ts';
import { readVitestReport } from './test-reports.ts';

const bin = (...parts: string[]): string => join(root, 'node_modules', ...parts);

/** A run of one vitest project; its report goes to `reportDir`. */
export function vitestStep(name: string, project: string, reportDir: string, env: Step['env'] = {}): Step {
  const report = join(reportDir, `vitest-${project}.json`);
  return {
    name,
    args: [
      bin('vitest', 'vitest.mjs'),
      'run',
      '--project',
      project,
      '--reporter=dot',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    env,
    report: () => readVitestReport(report),
  };
}

/** What needs no database: format, types, lint, dependency rules, migrations, dead code, unit tests. The slowest come first. */
export function checkSteps(reportDir: string): Step[] {
  const cruise = bin('dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const folders = ['app', 'components', 'lib', 'supabase/local', 'scripts', 'tests', 'proxy.ts'].filter(
    (path) => existsSync(join(root, path)),
  );
  return [
    { name: 'types', args: [bin('typescript', 'bin', 'tsc'), '--noEmit', '--pretty', 'false', '-p', root] },
    vitestStep('unit tests', 'unit', reportDir),
    { name: 'lint', args: [bin('oxlint', 'bin', 'oxlint'), '--type-aware', '--deny-warnings'] },
    { name: 'dependency rules', args: [cruise, '--config', '.dependency-cruiser.cjs', ...folders] },
    {
      name: 'dependency rules of components',
      args: [cruise, '--config', '.dependency-cruiser-components.cjs', 'components'],
    },
    { name: 'migrations', args: [join(root, 'scripts', 'lint-migrations.ts')] },
    { name: 'dead code', args: [bin('knip', 'bin', 'knip.js'), '--no-progress'] },
    { name: 'format', args: [bin('oxfmt', 'bin', 'oxfmt'), '--check'] },
  ];
}
