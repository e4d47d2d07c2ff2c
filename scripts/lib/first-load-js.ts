import { gzipSync } from 'node:zlib';

import type { Page, Response } from '@playwright/test';

/** So long without a new script, and the page has what it loads by itself. */
const QUIET_MS = 1500;

export type FirstLoad = {
  /** Sum of the gzip sizes, in bytes. */
  totalBytes: number;
  scripts: { url: string; bytes: number }[];
};

/**
 * Opens an address and measures the JavaScript that it loads before anyone touches the page: each script once,
 * compressed by gzip at level 9 whatever the server chose. Use a fresh context, so that nothing is cached.
 */
export async function measureFirstLoadJs(page: Page, url: string): Promise<FirstLoad> {
  const responses = new Map<string, Response>();
  const note = (response: Response): void => {
    if (response.request().resourceType() === 'script' && response.ok())
      responses.set(response.url(), response);
  };
  page.on('response', note);
  await page.goto(url, { waitUntil: 'load' });
  // Not `networkidle`: a page that listens for news is never idle.
  for (let before = -1; before !== responses.size;) {
    before = responses.size;
    await page.waitForTimeout(QUIET_MS);
  }
  page.off('response', note);
  const scripts: FirstLoad['scripts'] = [];
  for (const [address, response] of responses) {
    scripts.push({ url: address, bytes: gzipSync(await response.body(), { level: 9 }).byteLength });
  }
  return { totalBytes: scripts.reduce((sum, { bytes }) => sum + bytes, 0), scripts };
}
