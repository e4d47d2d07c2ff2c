import { z } from 'zod';

import { query } from '@/lib/core/command';
import { notFound } from '@/lib/core/errors';

import { accessFile } from './access';
import { file } from './schemas';
import { sweepNowAndThen } from './sweep-files';

const READS = { burst: 300, periodS: 60 };

/** What is known of a file. @throws not_found */
export const getFile = query({
  name: 'files.get-file',
  summary: 'Get what is known of a file.',
  scope: 'workspace',
  input: z.object({ id: z.uuid() }),
  output: file,
  rate: READS,
  run: async ({ db, actor }, { id }) => {
    const { workspaceId: _, objectName: __, createdAt, ...facts } = await accessFile(db, actor, id);
    return { ...facts, createdAt: createdAt.toISOString() };
  },
});

/** Where the bytes of a file are, for the server that hands them out. @throws not_found, also while it is not ready */
export const openFile = query({
  name: 'files.open-file',
  summary:
    'Read a file: leads to an address that is good for a minute. With `download`, browsers keep it and do not show it.',
  scope: 'workspace',
  input: z.object({ id: z.uuid(), download: z.stringbool().default(false) }),
  output: z.object({
    purpose: z.enum(['attachment', 'avatar']),
    objectName: z.string(),
    name: z.string(),
    mediaType: z.string(),
    isDownload: z.boolean(),
  }),
  rate: { burst: 600, periodS: 60 },
  run: async ({ db, actor, after }, { id, download }) => {
    after(sweepNowAndThen);
    const { state, purpose, objectName, name, mediaType } = await accessFile(db, actor, id);
    if (state !== 'ready') throw notFound('This file');
    return { purpose, objectName, name, mediaType, isDownload: download };
  },
});
