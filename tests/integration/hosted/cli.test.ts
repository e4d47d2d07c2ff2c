import { readdirSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';

import { schemaOf, writesTo } from '@/tests/support/schema-snapshot';
import {
  isSupabaseCliThere,
  openSupabaseCli,
  type SupabaseCli,
  whyNoSupabaseCli,
} from '@/tests/support/supabase-cli';

import { applyMigrations } from '../../../supabase/local/migrations.ts';
import {
  cloneDatabase,
  startTestPostgres,
  type TestDatabase,
  type TestPostgres,
} from '../../../supabase/local/template.ts';

const adviceSchema = z.array(z.object({ name: z.string(), detail: z.string() }));
const answerSchema = z.object({ results: adviceSchema });
const versions = readdirSync('supabase/migrations').map((file) => file.split('_')[0]);

const missing = whyNoSupabaseCli();

it('is left out only on machines that no program of the CLI is installed for', () => {
  expect(whyNoSupabaseCli('linux', 'x64')).toBeNull();
  expect(whyNoSupabaseCli('sunos', 'mips')).toBe('skipped: the lock names no program for sunos-mips');
});

// A cold start of the CLI on a busy machine takes its time.
describe.skipIf(missing !== null)(
  `the Supabase CLI${missing === null ? '' : ` (${missing})`}`,
  { timeout: 120_000 },
  () => {
    let server: TestPostgres;
    let fresh: TestDatabase;
    let cli: SupabaseCli;
    beforeAll(async () => {
      [server, cli] = await Promise.all([startTestPostgres(), openSupabaseCli()]);
      fresh = await server.clone();
    });
    afterAll(async () => {
      await Promise.all([server.stop(), cli.remove()]);
    });

    it('has come with npm install', () => {
      expect(isSupabaseCliThere()).toBe(true);
    });

    it('brings a database that has only what a hosted project has to the schema', async () => {
      const pushed = await cli.run('db', 'push', `--remote=${fresh.postgresUrl}`);
      expect(pushed).toMatchObject({ ok: true });
      expect(pushed.stdout + pushed.stderr).not.toContain('WARN');
      // Made by the embedded Supabase, in another server.
      const own = await cloneDatabase(inject('postgres'));
      expect(await schemaOf(fresh.adminUrl)).toEqual(await schemaOf(own.adminUrl));
    });

    it('changes nothing the second time, nor does the embedded Supabase after it', async () => {
      const before = await writesTo(fresh.adminUrl);
      const again = await cli.run('db', 'push', `--remote=${fresh.postgresUrl}`);
      expect(again.stdout + again.stderr).toContain('Remote database is up to date');
      const own = await applyMigrations({ url: fresh.postgresUrl, dir: 'supabase/migrations' });
      expect(own).toEqual({ applied: [], changed: [] });
      expect(await writesTo(fresh.adminUrl)).toEqual(before);
    });

    it('finds every migration applied where the embedded Supabase applied them', async () => {
      // In the server of this file alone: settings and roles are those of all databases of a server.
      const own = await server.clone();
      await applyMigrations({ url: own.postgresUrl, dir: 'supabase/migrations' });
      const before = await writesTo(own.adminUrl);
      const pushed = await cli.run('db', 'push', `--remote=${own.postgresUrl}`);
      expect(pushed.stdout + pushed.stderr).toContain('Remote database is up to date');
      const listed = await cli.run('migration', 'list', `--remote=${own.postgresUrl}`);
      for (const version of versions) expect(listed.stdout.split(`\`${version}\``)).toHaveLength(3);
      expect(await writesTo(own.adminUrl)).toEqual(before);
    });

    it('has no advice on the schema', async () => {
      const where = `--remote=${fresh.postgresUrl}`;
      const advice = await cli.run('db', 'advisors', where, '--level', 'info', '--output-format', 'json');
      const { results } = answerSchema.parse(JSON.parse(advice.stdout));
      // Of a database in which nothing was ever read, no index was used.
      expect(results.filter(({ name }) => name !== 'unused_index')).toEqual([]);
    });
  },
);
