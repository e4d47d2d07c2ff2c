import { describe, expect, test } from 'vitest';

import { type Report, runStep, runSteps, totalOf } from './steps.ts';

const clean = (): Report => ({ passed: 7, failed: 0, skipped: 0, notes: [] });
const none = (): never => {
  throw new Error('no report');
};
const program = (source: string): string[] => ['-e', source];

describe('steps', () => {
  test('a program counts as one test, by its exit code, and keeps its output', async () => {
    expect(await runStep({ name: 'good', args: program('') })).toMatchObject({
      ok: true,
      passed: 1,
      failed: 0,
    });
    const bad = await runStep({ name: 'bad', args: program('console.log("why"); process.exit(2)') });
    expect(bad).toMatchObject({ ok: false, passed: 0, failed: 1, output: 'why' });
    expect(bad.notes.join()).toContain('why');
  });

  test('a failure is never lost, whatever the report says', async () => {
    const failing = program('process.exit(1)');
    expect(await runStep({ name: 'crash after tests', args: failing, report: clean })).toMatchObject({
      passed: 7,
      failed: 1,
    });
    expect(await runStep({ name: 'no report', args: program(''), report: none })).toMatchObject({
      ok: false,
      failed: 1,
    });
  });

  test('results come in order and add up', async () => {
    const ended: string[] = [];
    const steps = [
      { name: 'slow', args: program('setTimeout(() => {}, 300)') },
      { name: 'quick', args: program('') },
      { name: 'bad', args: program('process.exit(1)') },
    ];
    const results = await runSteps(steps, 2, (result) => ended.push(result.name));
    expect(results.map((result) => result.name)).toEqual(['slow', 'quick', 'bad']);
    expect(ended.toSorted()).toEqual(['bad', 'quick', 'slow']);
    expect(totalOf(results)).toEqual({ passed: 2, failed: 1, skipped: 0 });
  });
});
