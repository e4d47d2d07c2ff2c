import type { RealtimeClient } from '@supabase/realtime-js';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { withClient } from '../../postgres/with-client.ts';
import { startTestPostgres } from '../../template.ts';
import type { TestDatabase, TestPostgres } from '../../template.ts';
import { connect } from './test-client.ts';
import { startTestStack } from './test-stack.ts';
import type { TestStack } from './test-stack.ts';

export type StackOfTests = {
  stack(): TestStack;
  database(): TestDatabase;
  /** A client that is disconnected after the test. */
  client(options?: Parameters<typeof connect>[1]): Promise<RealtimeClient>;
};

/** One Postgres, one database and one realtime server for a test file; `sql` runs as the hosted-like postgres. */
export function useStack(
  options: Parameters<typeof startTestStack>[1] & { sql?: string } = {},
): StackOfTests {
  const { sql, ...stackOptions } = options;
  let postgres: TestPostgres | undefined;
  let database: TestDatabase | undefined;
  let stack: TestStack | undefined;
  const clients: RealtimeClient[] = [];

  beforeAll(async () => {
    postgres = await startTestPostgres();
    database = await postgres.clone();
    if (sql !== undefined) await withClient(database.postgresUrl, (client) => client.query(sql));
    stack = await startTestStack(database.adminUrl, stackOptions);
  });
  afterEach(async () => {
    await Promise.all(clients.splice(0).map((client) => client.disconnect()));
  });
  afterAll(async () => {
    await stack?.stop();
    await database?.drop();
    await postgres?.stop();
  });

  return {
    stack: () => started(stack),
    database: () => started(database),
    async client(connectOptions = {}) {
      const client = await connect(started(stack), connectOptions);
      clients.push(client);
      return client;
    },
  };
}

function started<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The stack has not started');
  return value;
}
