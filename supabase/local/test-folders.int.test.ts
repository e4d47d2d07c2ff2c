import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { expect, test } from 'vitest';
import { z } from 'zod';

import { withClient } from './postgres/with-client.ts';
import { startTestPostgres } from './template.ts';

const startedSchema = z.object({ folder: z.string(), adminUrl: z.string() });

test('the cluster of a test run that was killed is gone after the next start; one in use is left alone', async () => {
  const template = pathToFileURL(join(import.meta.dirname, 'template.ts')).href;
  const script = `
    const { startTestPostgres } = await import(${JSON.stringify(template)});
    const { default: pg } = await import('pg');
    const { adminUrl } = await startTestPostgres();
    const client = new pg.Client({ connectionString: adminUrl });
    await client.connect();
    const { rows } = await client.query("show data_directory");
    console.log(JSON.stringify({ adminUrl, folder: rows[0].data_directory }));
    setInterval(() => undefined, 1000);`;
  const run = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(run.stdout, 'data');
  const { folder, adminUrl } = startedSchema.parse(JSON.parse(String(line)));

  const besides = await startTestPostgres();
  await expect(stat(folder)).resolves.toBeDefined();
  await besides.stop();

  run.kill('SIGKILL');
  await once(run, 'exit');
  const next = await startTestPostgres();
  await expect(stat(folder)).rejects.toThrow(/ENOENT/);
  await expect(withClient(adminUrl, async () => await Promise.resolve())).rejects.toThrow(/ECONNREFUSED/);
  await next.stop();
});
