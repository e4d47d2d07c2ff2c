import { forbid } from './problem.ts';

/** Each file is one transaction, sent by the CLI and not by psql. */
export const oneTransaction = forbid('code', [
  [
    /^(?:begin|commit|rollback|end|abort|savepoint|release|start\s+transaction|prepare\s+transaction)\b/,
    'a migration is one transaction already',
  ],
  [/\bconcurrently\b/, 'CONCURRENTLY cannot run inside a transaction'],
  [
    /^(?:vacuum|create\s+database|drop\s+database|reindex\s+(?:database|system))\b/,
    'cannot run inside a transaction',
  ],
  [/(?:^|\n)\s*\\\S*/, 'psql’s own commands are unknown to the CLI'],
  [/^copy\b[^;]*\bfrom\s+stdin\b/, 'rows of COPY can only be sent by psql'],
]);
