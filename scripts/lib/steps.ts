import { exitOf, startChild } from './child.ts';

export type Counts = { passed: number; failed: number; skipped: number };

/** A step's own report: its counts, and a note on each test that failed, or passed on its second try only. */
export type Report = Counts & { notes: readonly string[] };

/** What is told again at the end of a step that has no report. */
const LAST_LINES = 40;

/** One part of a check or a test run: a Node program that succeeds or fails. */
export type Step = {
  name: string;
  /** Arguments for Node. */
  args: readonly string[];
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Reads the step's own report after it ended; without one the step counts as one test. */
  report?: () => Report;
  /** Shows the output while it comes, for long steps. */
  live?: boolean;
};

export type StepResult = Report & { name: string; ok: boolean; output: string; durationMs: number };

/** A program that failed without naming a failed test, or without a report, counts as one failure more. */
function reportOf(step: Step, ok: boolean, lines: readonly string[]): Report {
  const lastWords = lines.slice(-LAST_LINES).map((line) => `    ${line}`);
  const failure: Report = { passed: 0, failed: 1, skipped: 0, notes: [['failed:', ...lastWords].join('\n')] };
  if (step.report === undefined) return ok ? { passed: 1, failed: 0, skipped: 0, notes: [] } : failure;
  let report: Report;
  try {
    report = step.report();
  } catch {
    // It ended before it could write its report; its output says why.
    return failure;
  }
  return !ok && report.failed === 0 ? { ...report, failed: 1, notes: failure.notes } : report;
}

/** Runs one step to its end; never rejects for a step that fails. */
export async function runStep(step: Step): Promise<StepResult> {
  const lines: string[] = [];
  const startedAt = performance.now();
  const child = startChild({
    args: step.args,
    ...(step.cwd === undefined ? {} : { cwd: step.cwd }),
    env: { NODE_ENV: 'test', FORCE_COLOR: undefined, ...step.env },
    onLine: (line) => {
      lines.push(line);
      if (step.live === true) process.stdout.write(`${line}\n`);
    },
  });
  const { code } = await exitOf(child);
  const report = reportOf(step, code === 0, lines);
  return {
    name: step.name,
    ok: code === 0 && report.failed === 0,
    ...report,
    output: lines.join('\n'),
    durationMs: performance.now() - startedAt,
  };
}

/** Runs steps, a few at a time, and reports each as it ends. Results come in the order of the steps. */
export async function runSteps(
  steps: readonly Step[],
  atOnce: number,
  onResult: (result: StepResult) => void,
): Promise<StepResult[]> {
  const results = new Map<Step, StepResult>();
  const queue = [...steps];
  const work = async (): Promise<void> => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
      const result = await runStep(step);
      results.set(step, result);
      onResult(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return steps.flatMap((step) => results.get(step) ?? []);
}

/** Sum over results. */
export function totalOf(results: readonly Counts[]): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of results) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
  return total;
}

/** Prints how a step ended, with its output when it failed. */
export function reportStep(result: StepResult, withOutput = true): void {
  const counted =
    result.passed + result.failed > 1 ? ` · ${result.passed} passed, ${result.failed} failed` : '';
  const skipped = result.skipped > 0 ? `, ${result.skipped} skipped` : '';
  const seconds = (result.durationMs / 1000).toFixed(1);
  process.stdout.write(`${result.ok ? '✓' : '✗'} ${result.name} (${seconds} s)${counted}${skipped}\n`);
  if (!result.ok && withOutput && result.output !== '') {
    process.stdout.write(`${result.output.replace(/^/gm, '    ')}\n`);
  }
}

/** Says once more, at the end of a long output, what failed and what passed on its second try only. */
export function reportNotes(results: readonly StepResult[]): void {
  for (const { name, notes } of results) {
    for (const text of notes) process.stdout.write(`${name} · ${text}\n`);
  }
}
