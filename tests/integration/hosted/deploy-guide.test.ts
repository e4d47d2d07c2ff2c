import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Client } from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { z } from 'zod';

import { openSupabaseCli, whyNoSupabaseCli } from '@/tests/support/supabase-cli';

import { cloneDatabase } from '../../../supabase/local/template.ts';

const GUIDE = 'docs/deploy.md';
const guide = readFileSync(GUIDE, 'utf8');
const blocks = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, text = '']) => text,
  );
const commands = blocks('sh')
  .flatMap((block) => block.split('\n'))
  .filter((line) => line.startsWith('npx supabase '));

/** A heading's anchor, as GitHub makes it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
const anchorsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));

describe('the deployment guide', () => {
  it('shows SQL that the operators’ postgres may run on this schema', async () => {
    const { postgresUrl } = await cloneDatabase(inject('postgres'));
    const client = new Client({ connectionString: postgresUrl });
    await client.connect();
    const sql = blocks('sql');
    const jobs = sql.flatMap((block) =>
      [...block.matchAll(/\$job\$([\s\S]*?)\$job\$/g)].map(([, job = '']) => job),
    );
    // What needs pg_cron and pg_net themselves cannot run here; what the jobs do to Parley can.
    const runnable = [
      ...sql.filter((block) => !block.includes('cron.')),
      ...jobs.filter((job) => !job.includes('net.')),
    ];
    expect(runnable).toHaveLength(2);
    try {
      await client.query('begin');
      for (const statement of runnable) await client.query(statement);
      await client.query('rollback');
    } finally {
      await client.end();
    }
  });

  it('asks only for paths and files that are there', () => {
    const files = [...guide.matchAll(/`((?:supabase|docs|app|scripts)\/[\w./-]+)`/g)].map(
      ([, path = '']) => path,
    );
    const own = files.filter((path) => path !== 'supabase/signing_keys.json');
    expect(own.filter((path) => !existsSync(path))).toEqual([]);
    expect(readFileSync('.gitignore', 'utf8')).toContain('supabase/signing_keys.json');
    for (const route of ['api/health', 'api/hooks/send-email']) {
      expect(guide).toContain(`/${route}`);
      expect(existsSync(join('app', route, 'route.ts'))).toBe(true);
    }
  });

  it('links to headings that exist', () => {
    const links = [...guide.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
    expect(links.length).toBeGreaterThan(5);
    for (const [link, path = '', anchor = ''] of links) {
      const file = path === '' ? GUIDE : join(dirname(GUIDE), path);
      expect([link, existsSync(file)]).toEqual([link, true]);
      expect([link, ...anchorsOf(file), '']).toContain(anchor);
    }
  });

  it('names variables that the app or its commands know, and scripts of package.json', () => {
    const known = ['.env.example', 'lib/core/env.ts', 'docs/operators.md']
      .map((file) => readFileSync(file, 'utf8'))
      .join();
    const named = [...guide.matchAll(/(?:`|^)([A-Z][A-Z0-9]*_[A-Z0-9_]+)(?:`|=)/gm)].map(
      ([, name = '']) => name,
    );
    expect(named).toContain('DATABASE_URL');
    const ofServices = /^(?:GOTRUE_|FILE_SIZE_LIMIT$)/;
    expect(named.filter((name) => !ofServices.test(name) && !known.includes(name))).toEqual([]);
    const { scripts } = z
      .object({ scripts: z.record(z.string(), z.string()) })
      .parse(JSON.parse(readFileSync('package.json', 'utf8')));
    const run = [...guide.matchAll(/npm (?:run )?(start|dev|check|test)\b/g)].map(([, name = '']) => name);
    expect(run.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it.skipIf(whyNoSupabaseCli() !== null)(
    'gives commands and options that the Supabase CLI has',
    { timeout: 120_000 },
    async () => {
      const cli = await openSupabaseCli();
      // The completion for bash has a function for each command, with its options.
      const { stdout } = await cli.run('--completions', 'bash');
      await cli.remove();
      const bodies = new Map(
        stdout.split(/^_(?=supabase\w*\(\)$)/m).map((text) => [text.split('()')[0], text]),
      );
      expect(commands.length).toBeGreaterThan(10);
      for (const command of commands) {
        const words = command.replace(/ >.*/, '').split(' ').slice(1);
        const names = words.filter((word) => /^[a-z][a-z-]+$/.test(word));
        const option = words.map((word) => /^--[a-z-]+/.exec(word)?.[0]).filter((word) => word !== undefined);
        const body =
          bodies.get(names.slice(0, 3).join('_').replaceAll('-', '_')) ??
          bodies.get(names.slice(0, 2).join('_'));
        expect([command, body]).toEqual([command, expect.any(String)]);
        for (const word of option) expect([command, body]).toEqual([command, expect.stringContaining(word)]);
      }
    },
  );
});
