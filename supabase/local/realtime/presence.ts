import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

/** One tracked presence as clients see it: what was tracked, plus the reference of this version of it. */
export type PresenceMeta = Record<string, unknown> & { phx_ref: string };
/** Presences by key; several may share one, since keys are not unique. */
export type PresenceState = Record<string, { metas: PresenceMeta[] }>;
export type PresenceDiff = { joins: PresenceState; leaves: PresenceState };

type Entry = { key: string; tracked: Record<string, unknown>; meta: PresenceMeta };

/** Who is present on one topic. `Owner` is a channel: each has at most one presence. */
export class PresenceList<Owner> {
  readonly #entries = new Map<Owner, Entry>();

  get size(): number {
    return this.#entries.size;
  }

  has(owner: Owner): boolean {
    return this.#entries.has(owner);
  }

  /** Whether tracking this would change nothing. */
  isTracked(owner: Owner, tracked: Record<string, unknown>): boolean {
    const entry = this.#entries.get(owner);
    return entry !== undefined && isDeepStrictEqual(entry.tracked, tracked);
  }

  /** Adds or replaces the owner's presence; null when nothing changed. Replacing is a leave and a join in one. */
  track(owner: Owner, key: string, tracked: Record<string, unknown>): PresenceDiff | null {
    if (this.isTracked(owner, tracked)) return null;
    const before = this.#entries.get(owner);
    const previous = before ? { phx_ref_prev: before.meta.phx_ref } : {};
    const meta = { ...tracked, ...previous, phx_ref: randomBytes(9).toString('base64url') };
    this.#entries.set(owner, { key, tracked, meta });
    return {
      joins: single(key, meta),
      leaves: before ? single(before.key, before.meta) : {},
    };
  }

  /** Null when the owner tracked nothing. */
  untrack(owner: Owner): PresenceDiff | null {
    const entry = this.#entries.get(owner);
    if (!entry) return null;
    this.#entries.delete(owner);
    return { joins: {}, leaves: single(entry.key, entry.meta) };
  }

  state(): PresenceState {
    const metasByKey = new Map<string, PresenceMeta[]>();
    for (const { key, meta } of this.#entries.values()) {
      const metas = metasByKey.get(key);
      if (metas) metas.push(meta);
      else metasByKey.set(key, [meta]);
    }
    return Object.fromEntries([...metasByKey].map(([key, metas]) => [key, { metas }]));
  }
}

function single(key: string, meta: PresenceMeta): PresenceState {
  return Object.fromEntries([[key, { metas: [meta] }]]);
}
