import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';

import { sweepFiles } from './sweep-files';

/** Makes an uploaded picture one's own in this workspace, or takes it away; the one before is deleted. @throws not_found */
export const takePicture = command({
  name: 'files.take-picture',
  summary: 'Change your picture, or take it away.',
  scope: 'workspace',
  input: z.object({ fileId: z.uuid().nullable() }),
  output: z.object({}),
  rate: { burst: 20, periodS: 60 },
  audit: null,
  run: async ({ db, actor, after }, { fileId }) => {
    after(sweepFiles);
    await db.execute(sql`select private.take_picture(${actor.workspaceId}::uuid, ${fileId}::uuid)`);
    return {};
  },
});
