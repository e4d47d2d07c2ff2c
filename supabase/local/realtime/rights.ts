import { DatabaseError, Pool } from 'pg';

import type { Log } from '../context.ts';
import { installRightsCheck } from './rights-sql.ts';
import type { Claims } from './tokens.ts';

export type Extension = 'broadcast' | 'presence';

/** One question to the policies on `realtime.messages`. */
export type RightsQuestion = {
  mode: 'read' | 'write';
  /** Without the `realtime:` prefix. */
  topic: string;
  claims: Claims;
  /** The `x-…` headers of the upgrade request, as policies see them in `request.headers`. */
  headers: Record<string, string>;
  extensions: readonly Extension[];
};

export type RightsAnswer = Partial<Record<Extension, boolean>>;

/** The policies could not be asked, or failed. `database`: no connection; `policy`: an error inside a policy. */
export class RightsUnknown extends Error {
  override readonly name = 'RightsUnknown';
  readonly reason: 'database' | 'policy' | 'partition' | 'cancelled';

  constructor(reason: RightsUnknown['reason'], message: string) {
    super(message);
    this.reason = reason;
  }
}

export type Rights = {
  /** @throws RightsUnknown */
  ask(question: RightsQuestion): Promise<RightsAnswer>;
  stop(): Promise<void>;
};

type Waiting = {
  question: RightsQuestion;
  alone: boolean;
  resolve: (answer: RightsAnswer) => void;
  reject: (error: RightsUnknown) => void;
};
type Row = { answer: RightsAnswer & { error?: string; code?: string } };

const connections = 4;
const batchSize = 24;
const statementTimeoutMs = 10_000;
const sqlState = { queryCanceled: '57014', checkViolation: '23514' } as const;

/**
 * Asks the policies over a few connections of its own, several questions per round trip, so that a
 * storm of joins queues here and never takes the database's connections.
 */
export function createRights(adminUrl: string, log: Log): Rights {
  const poolConfig = {
    connectionString: adminUrl,
    max: connections,
    application_name: 'realtime_rights',
    statement_timeout: statementTimeoutMs,
    connectionTimeoutMillis: 5_000,
    onConnect: installRightsCheck,
  };
  const pool = new Pool(poolConfig);
  pool.on('error', (error) => log('warn', 'realtime: idle rights connection lost', { error: error.message }));
  const queue: Waiting[] = [];
  let running = 0;
  let stopped = false;

  function startNext(): void {
    while (running < connections && queue.length > 0) {
      const alone = queue[0]?.alone === true;
      const batch = queue.splice(0, alone ? 1 : batchSize);
      running += 1;
      void answerBatch(batch).finally(() => {
        running -= 1;
        startNext();
      });
    }
  }

  async function answerBatch(batch: Waiting[]): Promise<void> {
    try {
      const questions = JSON.stringify(batch.map(({ question }) => wireForm(question)));
      const { rows } = await pool.query<Row>(
        `select pg_temp.realtime_rights(q.value) as answer
           from jsonb_array_elements($1::jsonb) with ordinality as q(value, place) order by q.place`,
        [questions],
      );
      batch.forEach((waiting, index) => settle(waiting, rows[index]));
    } catch (error) {
      failBatch(batch, error);
    }
  }

  function failBatch(batch: Waiting[], error: unknown): void {
    const cancelled = error instanceof DatabaseError && error.code === sqlState.queryCanceled;
    // One slow policy must not refuse those who only shared its round trip.
    if (cancelled && batch.length > 1 && !stopped) {
      queue.unshift(...batch.map((waiting) => ({ ...waiting, alone: true })));
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    const unknown = new RightsUnknown(cancelled ? 'cancelled' : 'database', message);
    for (const waiting of batch) waiting.reject(unknown);
  }

  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        if (stopped) {
          reject(new RightsUnknown('database', 'stopping'));
          return;
        }
        queue.push({ question, alone: false, resolve, reject });
        startNext();
      }),
    async stop() {
      stopped = true;
      for (const waiting of queue.splice(0)) waiting.reject(new RightsUnknown('database', 'stopping'));
      await pool.end();
    },
  };
}

function wireForm(question: RightsQuestion): Record<string, unknown> {
  const { mode, topic, claims, headers, extensions } = question;
  const claimsText = JSON.stringify(claims);
  const sub = typeof claims['sub'] === 'string' ? claims['sub'] : '';
  return {
    mode,
    topic,
    role: claims.role,
    sub,
    claims: claimsText,
    headers: JSON.stringify(headers),
    extensions,
  };
}

function settle(waiting: Waiting, row: Row | undefined): void {
  if (row === undefined) {
    waiting.reject(new RightsUnknown('database', 'no answer'));
  } else if (row.answer.code !== undefined) {
    const reason = row.answer.code === sqlState.checkViolation ? 'partition' : 'policy';
    waiting.reject(new RightsUnknown(reason, row.answer.error ?? row.answer.code));
  } else {
    waiting.resolve(row.answer);
  }
}
