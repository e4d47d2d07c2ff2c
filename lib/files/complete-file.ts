import { z } from 'zod';

import { command, type Context } from '@/lib/core/command';
import { pool } from '@/lib/core/db';
import { AppError } from '@/lib/core/errors';

import { accessFile } from './access';
import { lookAtFile } from './look-at-file';

const FINISH =
  'select private.finish_file($1::uuid, $2::uuid, $3, $4, $5, $6::bigint, $7::integer, $8::integer)';

/**
 * Tells that a file's bytes are there: the server looks at them, and the file is ready, or refused. Safe to repeat.
 * @throws not_found, conflict (the bytes have not arrived), invalid (not a picture), unavailable
 */
export const completeFile = command({
  name: 'files.complete-file',
  summary: 'Tell that a file is uploaded, so that it is looked at and can be sent.',
  scope: 'workspace',
  input: z.object({ id: z.uuid() }),
  output: z.object({}),
  rate: { burst: 60, periodS: 60 },
  audit: null,
  run: complete,
  again: complete,
});

async function complete({ db, actor, after }: Context<'workspace'>, { id }: { id: string }) {
  const file = await accessFile(db, actor, id);
  if (file.state === 'refused') throw noPicture();
  // Other servers are asked while no transaction is open.
  if (file.state === 'waiting') {
    after(async () => {
      const { state, objectName, mediaType, sizeBytes, width, height } = await lookAtFile(file);
      const found = [state, objectName, mediaType, sizeBytes, width, height];
      await pool().query(FINISH, [actor.workspaceId, id, ...found]);
      if (state === 'refused') throw noPicture();
    });
  }
  return {};
}

const noPicture = () =>
  new AppError('invalid', 'This is not a picture that can be shown. Take a PNG or JPEG.');
