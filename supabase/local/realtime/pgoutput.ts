/** A decoded column value: null, or its bytes and whether they are in Postgres' binary format. */
export type PgValue = { bytes: Buffer; binary: boolean } | null;
export type Relation = { schema: string; name: string; columns: string[] };
export type Insert = { relationId: number; values: PgValue[] };

export type PgoutputMessage =
  | { type: 'relation'; id: number; relation: Relation }
  | { type: 'insert'; insert: Insert }
  | { type: 'other' };

/**
 * Decodes one pgoutput message (protocol version 1; PostgreSQL manual, "Logical Replication Message
 * Formats") as far as inserts need it. Values are views of `data`: use them before the next message.
 * @throws RangeError when the message is cut short
 */
export function decodePgoutput(data: Buffer): PgoutputMessage {
  const reader = new ByteReader(data);
  const tag = String.fromCharCode(reader.uint8());
  if (tag === 'R') return decodeRelation(reader);
  if (tag === 'I') return decodeInsert(reader);
  return { type: 'other' };
}

function decodeRelation(reader: ByteReader): PgoutputMessage {
  const id = reader.uint32();
  const schema = reader.cstring();
  const name = reader.cstring();
  reader.skip(1); // replica identity
  const columns: string[] = [];
  for (let left = reader.uint16(); left > 0; left -= 1) {
    reader.skip(1); // flags
    columns.push(reader.cstring());
    reader.skip(8); // type and its modifier
  }
  return { type: 'relation', id, relation: { schema, name, columns } };
}

function decodeInsert(reader: ByteReader): PgoutputMessage {
  const relationId = reader.uint32();
  reader.skip(1); // 'N': a new tuple follows
  const values: PgValue[] = [];
  for (let left = reader.uint16(); left > 0; left -= 1) values.push(decodeValue(reader));
  return { type: 'insert', insert: { relationId, values } };
}

function decodeValue(reader: ByteReader): PgValue {
  const format = String.fromCharCode(reader.uint8());
  if (format !== 't' && format !== 'b') return null;
  const bytes = reader.bytes(reader.uint32());
  return { bytes, binary: format === 'b' };
}

class ByteReader {
  readonly #data: Buffer;
  #offset = 0;

  constructor(data: Buffer) {
    this.#data = data;
  }

  uint8(): number {
    return this.#data.readUInt8(this.#advance(1));
  }

  uint16(): number {
    return this.#data.readUInt16BE(this.#advance(2));
  }

  uint32(): number {
    return this.#data.readUInt32BE(this.#advance(4));
  }

  skip(count: number): void {
    this.#advance(count);
  }

  bytes(count: number): Buffer {
    const start = this.#advance(count);
    return this.#data.subarray(start, start + count);
  }

  cstring(): string {
    const end = this.#data.indexOf(0, this.#offset);
    if (end < 0) throw new RangeError('unterminated string in pgoutput message');
    const text = this.#data.toString('utf8', this.#offset, end);
    this.#offset = end + 1;
    return text;
  }

  #advance(count: number): number {
    const start = this.#offset;
    if (start + count > this.#data.length) throw new RangeError('pgoutput message is cut short');
    this.#offset += count;
    return start;
  }
}
