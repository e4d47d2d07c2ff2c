import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Nothing that axe calls serious or critical is on the screen, as it is now. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // What is half faded in has other colours than it will have.
  await page.evaluate(async () => {
    await Promise.all(
      document.getAnimations().map(async (animation) => await animation.finished.catch(() => null)),
    );
  });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, html }) => `${id}: ${target.join(' ')} ${html.slice(0, 200)}`),
    );
  expect(grave, what).toEqual([]);
}
