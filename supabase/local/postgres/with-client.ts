import { Client } from 'pg';

/**
 * Runs `work` on one connection of its own. When the server goes away meanwhile, the query in progress rejects; the
 * process does not fall over the connection's own error event.
 */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
