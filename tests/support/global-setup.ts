import type { TestProject } from 'vitest/node';

import { startTestPostgres, type TestServer } from '../../supabase/local/template.ts';

declare module 'vitest' {
  // Vitest looks provided values up in this interface.
  interface ProvidedContext {
    postgres: TestServer;
  }
}

/** One throw-away Postgres for a run, with a template that holds the managed schemas and every migration. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const postgres = await startTestPostgres({ migrationsDir: 'supabase/migrations' });
  project.provide('postgres', { port: postgres.port, passwords: postgres.passwords });
  return () => postgres.stop();
}
