import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

import { z } from 'zod';

import type { Report } from './steps.ts';

/** Of what a failure says: a law's counterexample and both sides of a comparison fit in. */
const MAX_LINES = 25;

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));

function note(verdict: 'failed' | 'flaky', name: string, says: readonly string[]): string {
  const lines = stripVTControlCharacters(says.join('\n')).split('\n').slice(0, MAX_LINES);
  return [`${verdict}: ${name}`, ...lines.map((line) => `    ${line}`)].join('\n');
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/** What vitest's json reporter says; a file that fails before its first test counts as one failure. */
export function readVitestReport(file: string): Report {
  const report = vitestReport.parse(read(file));
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => note('failed', `${name} › ${fullName}`, failureMessages ?? [])),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    notes: [...brokenFiles.map(({ name, message }) => note('failed', name, [message])), ...failed],
  };
}

const playwrightSpec = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(z.object({ errors: z.array(z.object({ message: z.string().default('') })) })),
    }),
  ),
});
const playwrightSuite = z.object({
  specs: z.array(playwrightSpec),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});
const playwrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.object({ message: z.string().default('') })),
  suites: z.array(playwrightSuite).default([]),
});

const specsOf = ({
  specs,
  suites = [],
}: z.infer<typeof playwrightSuite>): z.infer<typeof playwrightSpec>[] => [
  ...specs,
  ...suites.flatMap(specsOf),
];

/** What Playwright's json reporter says; a test that passed on its second try has passed, and is noted. */
export function readPlaywrightReport(file: string): Report {
  const { stats, errors, suites } = playwrightReport.parse(read(file));
  const notes = suites.flatMap(specsOf).flatMap(({ file: specFile, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const says = results.flatMap((result) => result.errors.slice(0, 1).map(({ message }) => message));
        return note(status === 'flaky' ? 'flaky' : 'failed', `${specFile} › ${title}`, says);
      }),
  );
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
    notes: [...errors.map(({ message }) => note('failed', 'the run', [message])), ...notes],
  };
}
