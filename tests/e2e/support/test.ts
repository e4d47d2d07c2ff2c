import { test as base, type BrowserContextOptions, type Page } from '@playwright/test';

import { Problems } from './problems';

/** Opens a page in a context of its own, as another person at another computer. The name appears in failures. */
type OpenPerson = (name: string, options?: BrowserContextOptions) => Promise<Page>;

type Fixtures = {
  /** Fails the test when a browser reports a problem that it does not expect. */
  problems: Problems;
  openPerson: OpenPerson;
};

/** Playwright's test with a clean console as a condition of every test. */
export const test = base.extend<Fixtures>({
  problems: [
    async ({ context }, use) => {
      const problems = new Problems();
      problems.watch(context, 'page');
      await use(problems);
      const unexpected = problems.unexpected();
      if (unexpected.length > 0) throw new Error(`Problems in the browser:\n  ${unexpected.join('\n  ')}`);
    },
    { auto: true },
  ],
  openPerson: async ({ browser, problems, contextOptions }, use) => {
    const contexts: { close: () => Promise<void> }[] = [];
    await use(async (name, options = {}) => {
      const context = await browser.newContext({ ...contextOptions, ...options });
      contexts.push(context);
      problems.watch(context, name);
      return await context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

export { expect } from '@playwright/test';
