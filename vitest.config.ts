import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const alias = {
  '@': root,
  // Throws wherever React's server condition is off, which is everywhere but in Next's own bundles.
  'server-only': fileURLToPath(new URL('node_modules/server-only/empty.js', import.meta.url)),
};
const setupFiles = ['tests/support/strict-console.ts'];
const exclude = ['**/node_modules/**', '.next/**', '.builds/**', '.parley*/**'];

export default defineConfig({
  test: {
    dangerouslyIgnoreUnhandledErrors: false,
    projects: [
      {
        resolve: { alias },
        test: {
          name: 'unit',
          include: ['{app,components,lib,scripts,supabase/local,tests/support}/**/*.test.{ts,tsx}'],
          exclude: [...exclude, '**/*.int.test.ts'],
          setupFiles,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts', 'supabase/local/**/*.int.test.ts'],
          exclude,
          setupFiles,
          globalSetup: ['tests/support/global-setup.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
