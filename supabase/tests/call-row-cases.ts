import { INSIDE, INSIDERS, NOBODY } from './personas.ts';
import type { RowCase } from './row-case.ts';

/** Rooms, calls and what hangs on them. */
export const CALL_ROWS: RowCase[] = [
  {
    table: 'rooms',
    row: 'of a conversation one is in',
    where: 'workspace_id = :workspace and conversation_id = :shared',
    select: INSIDE,
    update: ['topic_id = gen_random_uuid()', NOBODY],
    delete: NOBODY,
  },
  {
    table: 'rooms',
    row: 'of a conversation one is not in',
    where: 'workspace_id = :workspace and conversation_id = :closed',
    select: NOBODY,
    update: ['topic_id = gen_random_uuid()', NOBODY],
    delete: NOBODY,
  },
  {
    table: 'rooms',
    row: 'without a conversation, that one was never in',
    where: `workspace_id = :workspace and name = 'free'`,
    select: NOBODY,
    update: ['topic_id = gen_random_uuid()', NOBODY],
    delete: NOBODY,
  },
  {
    table: 'calls',
    row: 'in a conversation one is in',
    where: 'workspace_id = :workspace and id = :shared_call',
    select: INSIDE,
    update: ['version = 99', NOBODY],
    delete: NOBODY,
  },
  {
    table: 'calls',
    row: 'in a conversation one is not in',
    where: 'workspace_id = :workspace and id = :closed_call',
    select: NOBODY,
    update: ['version = 99', NOBODY],
    delete: NOBODY,
  },
  ...['call_seats', 'call_rings', 'call_quality'].flatMap((table): RowCase[] => [
    {
      table,
      row: 'of a call one sees',
      where: 'workspace_id = :workspace and call_id = :shared_call',
      select: INSIDE,
      update: ['call_id = :closed_call', NOBODY],
      delete: NOBODY,
    },
    {
      table,
      row: 'of a call one does not see',
      where: 'workspace_id = :workspace and call_id = :closed_call',
      select: NOBODY,
      update: ['call_id = :shared_call', NOBODY],
      delete: NOBODY,
    },
  ]),
  {
    table: 'memberships',
    row: 'of somebody with whom the client alone sits in a call',
    where: 'workspace_id = :workspace and id = :caller',
    select: [...INSIDERS, 'client'],
    update: [`title = 'X'`, NOBODY],
    delete: NOBODY,
  },
  {
    table: 'memberships',
    row: 'of somebody who was in that call',
    where: 'workspace_id = :workspace and id = :gone',
    select: INSIDERS,
    update: [`title = 'X'`, NOBODY],
    delete: NOBODY,
  },
  {
    table: 'private.call_signals',
    row: 'any',
    where: 'workspace_id = :workspace',
    select: NOBODY,
    update: ['number = 99', NOBODY],
    delete: NOBODY,
  },
];
