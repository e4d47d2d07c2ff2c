import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { readPlaywrightReport, readVitestReport } from './test-reports.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-reports-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(report: unknown): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  return file;
}

test('a failed test and a file that broke before its first test are named, with what they say', () => {
  const report = readVitestReport(
    written({
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 1,
      numTodoTests: 0,
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          message: '',

          assertionResults: [
            {
              fullName: 'law holds',
              status: 'failed',
              failureMessages: ['Counterexample: [1]'],
            },
            {
              fullName: 'other',
              status: 'passed',
              failureMessages: [],
            },
          ],
        },
        {
          name: 'b.test.ts',
          status: 'failed',
          message: 'no such module',
          assertionResults: [],
        },
      ],
    }),
  );
  expect(report).toMatchObject({ passed: 3, failed: 2, skipped: 1 });
  expect(report.notes).toEqual([
    'failed: b.test.ts\n    no such module',
    'failed: a.test.ts › law holds\n    Counterexample: [1]',
  ]);
});

const spec = (title: string, status: string, message: string) => ({
  title,
  file: 'chat.spec.ts',
  tests: [
    {
      status,
      results: [{ errors: message === '' ? [] : [{ message }] }, { errors: [] }],
    },
  ],
});

test('of the browser’s tests those that failed and those that passed on their second try are named', () => {
  const report = readPlaywrightReport(
    written({
      stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
      errors: [],
      suites: [
        {
          specs: [spec('one', 'expected', '')],
          suites: [{ specs: [spec('two', 'flaky', 'late'), spec('three', 'unexpected', 'never')] }],
        },
      ],
    }),
  );
  expect(report).toMatchObject({ passed: 2, failed: 1, skipped: 0 });
  expect(report.notes).toEqual([
    'flaky: chat.spec.ts › two\n    late',
    'failed: chat.spec.ts › three\n    never',
  ]);
});
