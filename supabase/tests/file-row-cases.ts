import { INSIDE, NOBODY } from './personas.ts';
import type { RowCase } from './row-case.ts';

const change: RowCase['update'] = [`state = 'ready'`, NOBODY];

/** Files, through what carries them. */
export const FILE_ROWS: RowCase[] = [
  {
    table: 'files',
    row: 'carried by a message one reads',
    where: 'workspace_id = :workspace and conversation_id = :shared and message_id is not null',
    select: INSIDE,
    update: change,
    delete: NOBODY,
  },
  {
    table: 'files',
    row: 'carried by a message one does not read',
    where: 'workspace_id = :workspace and conversation_id = :closed',
    select: NOBODY,
    update: change,
    delete: NOBODY,
  },
  {
    table: 'files',
    row: 'of somebody else, not sent yet',
    where: `workspace_id = :workspace and uploaded_by = :bystander and purpose = 'attachment' and message_id is null`,
    select: NOBODY,
    update: change,
    delete: NOBODY,
  },
  {
    table: 'files',
    row: 'the picture of somebody one talks with',
    where: `workspace_id = :workspace and uploaded_by = :bystander and purpose = 'avatar'`,
    select: INSIDE,
    update: change,
    delete: NOBODY,
  },
  {
    table: 'memberships',
    row: 'own picture, past taking it',
    where: 'workspace_id = :workspace and id = :me',
    select: INSIDE,
    update: ['avatar_id = null', NOBODY],
    delete: NOBODY,
  },
];
