import { afterAll, beforeAll, expect, test } from 'vitest';

import { withClient } from '../postgres/with-client.ts';
import { startTestPostgres, type TestDatabase, type TestPostgres } from '../template.ts';
import { applySchema } from './apply-schema.ts';

let server: TestPostgres;
let database: TestDatabase;
beforeAll(async () => {
  server = await startTestPostgres();
  database = await server.clone();
});
afterAll(async () => {
  await server.stop();
});

test('a database of another version is brought up to date and keeps its rows and policies', async () => {
  await withClient(database.postgresUrl, async (client) => {
    await client.query("insert into storage.buckets (id, name) values ('files', 'files')");
    await client.query('create policy mine on storage.objects for select using (true)');
  });
  const { version } = await applySchema(database.adminUrl);
  expect((await applySchema(database.adminUrl)).changed).toBe(false);
  await withClient(database.adminUrl, async (client) => {
    await client.query("update supabase_local.layout set version = 'older'");
  });
  expect(await applySchema(database.adminUrl)).toEqual({ version, changed: true });
  await withClient(database.postgresUrl, async (client) => {
    expect((await client.query('select id from storage.buckets')).rows).toEqual([{ id: 'files' }]);
    await client.query('drop policy mine on storage.objects');
  });
});

test('the schemas can be made in several databases at once', async () => {
  const names = ['one', 'two', 'three'];
  await withClient(server.adminUrl, async (client) => {
    for (const name of names) await client.query(`create database ${name}`);
  });
  const results = await Promise.all(
    names.map(async (name) => {
      const url = new URL(server.adminUrl);
      url.pathname = `/${name}`;
      return await applySchema(url.href);
    }),
  );
  expect(results.map(({ changed }) => changed)).toEqual([true, true, true]);
});
