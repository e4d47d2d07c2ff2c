// npm run check: everything that can be verified without a database or a browser.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkSteps } from './lib/check-steps.ts';
import { reportStep, runSteps, totalOf } from './lib/steps.ts';
import { runCommand, say } from './lib/terminal.ts';

await runCommand(async () => {
  const reportDir = mkdtempSync(join(tmpdir(), 'parley-check-'));
  const results = await runSteps(checkSteps(reportDir), Math.min(4, availableParallelism()), reportStep);
  rmSync(reportDir, { recursive: true });
  const { passed, failed } = totalOf(results);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});
