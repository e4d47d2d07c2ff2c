import { defineConfig } from '@playwright/test';

// scripts/test.ts and scripts/screenshots.ts start the instance and say where it is.
const baseURL = process.env['PARLEY_E2E_URL'];
const report = process.env['PARLEY_E2E_REPORT'];
const executablePath = process.env['PARLEY_CHROMIUM'];

export default defineConfig({
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  retries: 1,
  forbidOnly: process.env['CI'] !== undefined,
  reporter: report === undefined ? [['list']] : [['list'], ['json', { outputFile: report }]],
  use: {
    ...(baseURL === undefined ? {} : { baseURL }),
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Several cameras, so that one may take over from another; the second is a depth camera, whose pictures stand still.
        '--use-fake-device-for-media-stream=device-count=3',
        '--use-fake-ui-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        // Without it two browsers on one machine never find a path to each other.
        '--allow-loopback-in-peer-connection',
      ],
    },
  },
  projects: [
    { name: 'e2e', testDir: 'tests/e2e' },
    { name: 'screenshots', testDir: 'tests/screenshots', retries: 0, use: { actionTimeout: 30_000 } },
  ],
});
