import type { Relation, Insert, PgValue } from './pgoutput.ts';

/** A row of `realtime.messages` that is to be delivered. `body` is a view: use it at once. */
export type DatabaseMessage = {
  id: string;
  topic: string;
  event: string;
  private: boolean;
  encoding: 'json' | 'binary';
  body: Buffer;
};

/** Null when the row lacks what a delivery needs (event, private or payload), as probes of policies do. */
export function readDatabaseMessage(relation: Relation, insert: Insert): DatabaseMessage | null {
  const column = (name: string): PgValue => insert.values[relation.columns.indexOf(name)] ?? null;
  const id = column('id');
  const topic = column('topic');
  const event = column('event');
  const isPrivate = column('private');
  if (!id || !topic || !event || !isPrivate) return null;
  const content = readPayload(column('binary_payload'), column('payload'));
  if (!content) return null;
  return {
    id: readUuid(id),
    topic: topic.bytes.toString('utf8'),
    event: event.bytes.toString('utf8'),
    private: isPrivate.binary ? isPrivate.bytes[0] === 1 : isPrivate.bytes.toString() === 't',
    ...content,
  };
}

function readPayload(binary: PgValue, json: PgValue): Pick<DatabaseMessage, 'encoding' | 'body'> | null {
  if (binary) {
    const body = binary.binary ? binary.bytes : Buffer.from(binary.bytes.toString().slice(2), 'hex');
    return { encoding: 'binary', body };
  }
  // jsonb's binary form is a version byte and then its text.
  if (json) return { encoding: 'json', body: json.binary ? json.bytes.subarray(1) : json.bytes };
  return null;
}

function readUuid(value: { bytes: Buffer; binary: boolean }): string {
  if (!value.binary) return value.bytes.toString();
  const hex = value.bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
