import { sql } from 'drizzle-orm';
import { z } from 'zod';

import { command } from '@/lib/core/command';
import { AppError } from '@/lib/core/errors';

import { fileName, MAX_ATTACHMENT_BYTES, MAX_AVATAR_BYTES, upload } from './schemas';
import { sweepFiles } from './sweep-files';

/**
 * Announces a file and tells where to upload its bytes; `completeFile` follows. Repeats answer the same.
 * @throws not_found (not in the conversation), forbidden, too_large, conflict (the id stands for another file)
 */
export const beginFile = command({
  name: 'files.begin-file',
  summary: 'Announce a file; the answer names where to upload it.',
  scope: 'workspace',
  input: z.object({
    id: z.uuid(),
    purpose: z.enum(['attachment', 'avatar']),
    /** Where an attachment is to be posted. */
    conversationId: z.uuid().optional(),
    name: fileName,
    sizeBytes: z.number().int().min(1, 'The file is empty.'),
  }),
  output: upload,
  rate: { burst: 60, periodS: 60 },
  audit: null,
  run: async ({ db, actor, after }, { id, purpose, conversationId, name, sizeBytes }) => {
    if ((purpose === 'attachment') !== (conversationId !== undefined)) {
      throw new AppError('invalid', 'An attachment, and nothing else, names its conversation.');
    }
    const most = purpose === 'avatar' ? MAX_AVATAR_BYTES : MAX_ATTACHMENT_BYTES;
    if (sizeBytes > most) {
      throw new AppError('too_large', `A file may have ${most / 1024 / 1024} MB at most.`);
    }
    after(sweepFiles);
    const { rows } = await db.execute<{ name: string }>(sql`
      select private.begin_file(${actor.workspaceId}::uuid, ${id}::uuid, ${purpose}, ${conversationId ?? null}::uuid,
        ${name}, ${sizeBytes}::bigint) as name`);
    const objectName = z.string().parse(rows[0]?.name);
    return { bucket: purpose === 'avatar' ? ('avatars' as const) : ('attachments' as const), objectName };
  },
});
