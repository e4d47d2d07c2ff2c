import type { BrowserContext } from '@playwright/test';

/** What went wrong in the browsers of one test: console errors (CSP violations are among them) and uncaught exceptions. */
export class Problems {
  private readonly seen: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Watches every page of a context, also those that open later. */
  watch(context: BrowserContext, who: string): void {
    context.on('console', (message) => {
      if (message.type() !== 'error') return;
      this.seen.push(`${who}, console of ${message.location().url || 'the page'}: ${message.text()}`);
    });
    context.on('weberror', (webError) => {
      this.seen.push(`${who}, uncaught: ${String(webError.error().stack ?? webError.error())}`);
    });
  }

  /** Says that problems which match the pattern are part of the test. */
  expect(pattern: RegExp): void {
    this.expected.push(pattern);
  }

  unexpected(): string[] {
    return this.seen.filter((problem) => !this.expected.some((pattern) => pattern.test(problem)));
  }
}
