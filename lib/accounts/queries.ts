import { eq } from 'drizzle-orm';
import { z } from 'zod';

import { query } from '@/lib/core/command';
import { profiles } from '@/lib/workspaces/tables';

/** The name that a person's new memberships start with; empty where they never gave one. */
export const readOwnName = query({
  name: 'accounts.read-own-name',
  summary: 'Read your own name.',
  scope: 'person',
  input: z.object({}),
  output: z.object({ name: z.string() }),
  rate: { burst: 60, periodS: 60 },
  run: async ({ db, person }) => {
    const [found] = await db
      .select({ name: profiles.name })
      .from(profiles)
      .where(eq(profiles.id, person.userId));
    return found ?? { name: '' };
  },
});
