import { measureFirstLoadJs } from '../../scripts/lib/first-load-js';
import { expect, test } from './support/test';

const BUDGET_BYTES = 250 * 1024;

test('the chat page loads at most 250 KB of JavaScript before anyone touches it', async ({
  openPerson,
  baseURL,
}) => {
  const first = await openPerson('Ada');
  await first.goto('/sign-in?as=ada');
  await first.waitForURL(/\/w\//);
  const chat = first.url();
  const storageState = await first.context().storageState();

  const fresh = await openPerson('Ada at another computer', { storageState });
  const load = await measureFirstLoadJs(fresh, chat);
  test.info().annotations.push({ type: 'first-load JavaScript', description: `${load.totalBytes} bytes` });
  const list = load.scripts
    .toSorted((a, b) => b.bytes - a.bytes)
    .map(({ url, bytes }) => `${bytes} ${url.replace(baseURL ?? '', '')}`);
  expect(load.scripts.length).toBeGreaterThan(0);
  expect(load.totalBytes, `of ${chat}:\n${list.join('\n')}`).toBeLessThanOrEqual(BUDGET_BYTES);
});
