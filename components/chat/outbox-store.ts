import { openDB, type DBSchema, type IDBPDatabase } from 'idb';

import type { Intent, Turn } from '@/lib/chat/outbox';

/** Whose outbox: browsers share storage between instances on ports of one host, and between people who sign in. */
export type OutboxOwner = { instance: string; personId: string; workspaceId: string };

type Stored = Intent & { personId: string; workspaceId: string };
type Schema = DBSchema & { intents: { key: [string, string, string]; value: Stored } };
type Database = IDBPDatabase<Schema>;

/** Some browsers never answer the first opening after a start. */
const PATIENCE_MS = 5_000;

function open(instance: string): Promise<Database> {
  return openDB<Schema>(`${instance}-outbox`, 1, {
    upgrade: (db) => {
      db.createObjectStore('intents', { keyPath: ['personId', 'workspaceId', 'id'] });
    },
    blocking: (_, __, event) => {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
}

/** @throws Error when the browser's database does not answer */
async function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the browser’s database does not answer')), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One person's intents in one workspace, kept in the browser; where it keeps nothing, in the memory of the page. */
export class OutboxStore {
  readonly #owner: OutboxOwner;
  #db: Promise<Database> | null = null;
  #last: readonly Intent[] = [];
  #isLasting = true;

  constructor(owner: OutboxOwner) {
    this.#owner = owner;
  }

  /** Whether what is in it outlives the page, as far as is known. */
  get isLasting(): boolean {
    return this.#isLasting;
  }

  /** Takes a step on what is stored, alone among all tabs. @returns what is stored then. Never throws. */
  async change(turn: Turn): Promise<readonly Intent[]> {
    // A connection may be lost, as when a phone puts the page to sleep: a second one mostly works.
    for (let tries = 0; tries < 2 && this.#isLasting; tries += 1) {
      try {
        this.#last = await inTime(this.#changeStored(turn));
        return this.#last;
      } catch {
        this.close();
      }
    }
    this.#isLasting = false;
    this.#last = turn(this.#last);
    return this.#last;
  }

  close(): void {
    void this.#db?.then(
      (db) => db.close(),
      () => undefined,
    );
    this.#db = null;
  }

  async #changeStored(turn: Turn): Promise<readonly Intent[]> {
    const { instance, personId, workspaceId } = this.#owner;
    this.#db ??= open(instance);
    const tx = (await this.#db).transaction('intents', 'readwrite');
    const range = IDBKeyRange.bound([personId, workspaceId], [personId, workspaceId, []]);
    const before = (await tx.store.getAll(range)).sort((a, b) => a.place - b.place);
    const after = turn(before);
    const isKept = new Set(after.map(({ id }) => id));
    const isSame = new Set<Intent>(before);
    await Promise.all([
      ...before
        .filter(({ id }) => !isKept.has(id))
        .map(({ id }) => tx.store.delete([personId, workspaceId, id])),
      ...after
        .filter((intent) => !isSame.has(intent))
        .map((intent) => tx.store.put({ ...intent, personId, workspaceId })),
      tx.done,
    ]);
    return after;
  }
}

/** All that a person's outboxes in this browser hold, of every workspace; nothing where the browser keeps nothing. */
export async function allIntents(instance: string, personId: string): Promise<readonly Intent[]> {
  try {
    const db = await inTime(open(instance));
    const intents = await db.getAll('intents', IDBKeyRange.bound([personId], [personId, []]));
    db.close();
    return intents;
  } catch {
    return [];
  }
}

/** Empties a person's outboxes in this browser, at sign-out. */
export async function forgetIntents(instance: string, personId: string): Promise<void> {
  try {
    const db = await inTime(open(instance));
    await db.delete('intents', IDBKeyRange.bound([personId], [personId, []]));
    db.close();
  } catch {
    // What keeps nothing has nothing to forget.
  }
}
