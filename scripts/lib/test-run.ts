import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkSteps, vitestStep } from './check-steps.ts';
import { findChromium } from './chromium.ts';
import { installDebianPackage } from './debian-package.ts';
import { root } from './root.ts';
import { reportNotes, reportStep, runStep, runSteps, type StepResult, totalOf } from './steps.ts';
import { say } from './terminal.ts';
import { instanceEnv, startTestInstance } from './test-instance.ts';
import { readPlaywrightReport } from './test-reports.ts';
import { findTurnserver } from './turn/find-turnserver.ts';

const PARTS = ['check', 'integration', 'e2e'] as const;
type Part = (typeof PARTS)[number];

/** A part that could not even start counts as one failure, so that the rest still runs and the sum is honest. */
async function orFailure(name: string, run: () => Promise<StepResult>): Promise<StepResult> {
  const startedAt = performance.now();
  try {
    return await run();
  } catch (error) {
    const output = error instanceof Error ? error.message : String(error);
    const durationMs = performance.now() - startedAt;
    return {
      name,
      ok: false,
      passed: 0,
      failed: 1,
      skipped: 0,
      notes: [`failed: ${output}`],
      output,
      durationMs,
    };
  }
}

async function runIntegration(reportDir: string, filters: readonly string[]): Promise<StepResult> {
  const step = vitestStep('integration tests', 'integration', reportDir);
  return await runStep({ ...step, args: [...step.args, ...filters] });
}

async function runEndToEnd(reportDir: string, filters: readonly string[]): Promise<StepResult> {
  const executablePath = await findChromium(say);
  const instance = await startTestInstance({ limits: 'hosted', fsync: false, say });
  const report = join(reportDir, 'playwright.json');
  try {
    return await runStep({
      name: 'end to end',
      args: [
        join(root, 'node_modules', '@playwright', 'test', 'cli.js'),
        'test',
        '--project=e2e',
        ...filters,
      ],
      env: {
        ...instanceEnv(instance, instance.dataDir),
        PARLEY_E2E_REPORT: report,
        PARLEY_CHROMIUM: executablePath,
      },
      live: true,
      report: () => readPlaywrightReport(report),
    });
  } finally {
    await instance.stop();
  }
}

/** Calls through a relay need coturn; on a machine that cannot have it, they are not tried, and that is said. */
function prepareRelay(): void {
  if (findTurnserver() !== null) return;
  installDebianPackage('coturn', say);
  if (findTurnserver() === null) say('coturn is not installed: calls through a relay are not tested.');
}

function hasSpecs(): boolean {
  const folder = join(root, 'tests', 'e2e');
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.spec.ts'));
}

/**
 * Runs the tests, all or one part with filters (`e2e chat`), and prints `N passed, N failed` as the last line.
 * @returns the exit code
 * @throws Error when there is no such part
 */
export async function runTests(args: readonly string[]): Promise<number> {
  const [first, ...filters] = args;
  const only = PARTS.find((part) => part === first);
  if (first !== undefined && only === undefined) {
    throw new Error(`There is no part "${first}"; there are ${PARTS.join(', ')}.`);
  }
  const wants = (part: Part): boolean => only === undefined || only === part;
  const reportDir = mkdtempSync(join(tmpdir(), 'parley-reports-'));
  const results: StepResult[] = [];
  try {
    if (wants('check')) {
      const atOnce = Math.min(4, availableParallelism());
      results.push(...(await runSteps(checkSteps(reportDir), atOnce, reportStep)));
    }
    if (wants('integration') || wants('e2e')) prepareRelay();
    if (wants('integration')) {
      const result = await orFailure(
        'integration tests',
        async () => await runIntegration(reportDir, filters),
      );
      reportStep(result);
      results.push(result);
    }
    if (wants('e2e') && hasSpecs()) {
      const result = await orFailure('end to end', async () => await runEndToEnd(reportDir, filters));
      // Its output was shown while it came, unless it never came so far.
      reportStep(result, result.passed + result.failed <= 1);
      results.push(result);
    }
  } finally {
    rmSync(reportDir, { recursive: true, force: true });
  }
  reportNotes(results);
  const failures = results.filter((result) => !result.ok);
  if (failures.length > 0) say(`Failed: ${failures.map((result) => result.name).join(', ')}`);
  const { passed, failed } = totalOf(results);
  say(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
