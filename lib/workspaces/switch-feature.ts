import { and, eq } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';
import { FEATURES } from '@/lib/core/features';

import { workspaceFeatures } from './tables';

/** Switches a feature of the workspace on or off: off hides it and refuses it everywhere. @throws forbidden. */
export const switchFeature = command({
  name: 'workspaces.switch-feature',
  summary: 'Switch a feature on or off.',
  scope: 'workspace',
  input: z.object({ feature: z.enum(FEATURES), isEnabled: z.boolean() }),
  output: z.object({}),
  permission: 'workspace.manage',
  rate: { burst: 30, periodS: 60 },
  audit: ({ feature, isEnabled }) => ({ kind: 'feature', object: feature, detail: { isEnabled } }),
  run: async ({ db, actor }, { feature, isEnabled }) => {
    await db
      .update(workspaceFeatures)
      .set({ isEnabled })
      .where(
        and(eq(workspaceFeatures.workspaceId, actor.workspaceId), eq(workspaceFeatures.feature, feature)),
      );
    return {};
  },
});
