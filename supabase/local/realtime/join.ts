import { randomUUID } from 'node:crypto';

import { isRecord } from './message.ts';

/** What a `phx_join` asks for. Fields that cannot be read count as not given, as in the hosted server. */
export type JoinRequest = {
  private: boolean;
  selfBroadcast: boolean;
  ackBroadcast: boolean;
  replicationReady: boolean;
  /** Null: no replay was asked for. Its fields are checked at use: a wrong one refuses the join. */
  replay: { since: unknown; limit: unknown } | null;
  presenceEnabled: boolean;
  presenceKey: string;
  postgresChanges: Record<string, unknown>[];
  accessToken: string | null;
};

export function parseJoin(payload: unknown): JoinRequest {
  const join = isRecord(payload) ? payload : {};
  const config = recordAt(join, 'config');
  const broadcast = recordAt(config, 'broadcast');
  const presence = recordAt(config, 'presence');
  const replay = broadcast['replay'];
  const changes = config['postgres_changes'];
  return {
    private: flag(config['private']),
    selfBroadcast: flag(broadcast['self']),
    ackBroadcast: flag(broadcast['ack']),
    replicationReady: flag(broadcast['replication_ready']),
    replay: isRecord(replay) ? { since: replay['since'], limit: replay['limit'] } : null,
    presenceEnabled: flag(presence['enabled']),
    presenceKey: presenceKey(presence['key']),
    postgresChanges: Array.isArray(changes) ? changes.filter((change) => isRecord(change)) : [],
    accessToken: text(join['user_token']) ?? text(join['access_token']),
  };
}

function recordAt(value: Record<string, unknown>, key: string): Record<string, unknown> {
  const found = value[key];
  return isRecord(found) ? found : {};
}

function flag(value: unknown): boolean {
  return value === true || value === 'true';
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function presenceKey(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : randomUUID();
}
