import { randomUUID } from 'node:crypto';

import { beginFile } from '@/lib/files/begin-file';

import type { TestDb } from './database';
import { as, type TestPerson } from './people';

/** A file of a person's that the server has looked at, as if its bytes were in Storage. @returns its id */
export async function uploadedFile(
  db: TestDb,
  workspace: string,
  person: TestPerson,
  of: { purpose: 'avatar' } | { purpose: 'attachment'; conversationId: string },
): Promise<string> {
  const id = randomUUID();
  const { objectName } = await as(person, workspace).run(beginFile, {
    id,
    ...of,
    name: 'plan.png',
    sizeBytes: 10,
  });
  await db.admin('select private.finish_file($1, $2, $3, $4, $5, 12, 40, 30)', [
    workspace,
    id,
    'ready',
    objectName,
    'image/png',
  ]);
  return id;
}
