import { expect, test } from 'vitest';

import { join } from './testing/test-client.ts';
import { useStack } from './testing/use-stack.ts';

const tests = useStack({ privateChannelsOnly: true });

test('a project for private channels only lets nobody into a public one', async () => {
  const client = await tests.client({ apiKey: tests.stack().keys.secretKey });
  await expect(join(client, 'room')).rejects.toThrow(
    'PrivateOnly: This project only allows private channels',
  );
  await expect(join(client, 'hall', { private: true })).resolves.toBeDefined();
});
