import type { Conversation, Hint, Notice } from '@/lib/chat/schemas';
import { aConversation } from '@/tests/support/conversation';

const AT = '2026-01-01T00:00:00.000Z';
const ID = 'c';

type Said = { isOwn: boolean; isDeleted: boolean; mentions: boolean };

/** What a device may hear. */
export type Heard =
  | { event: 'message'; seq: number; version: number; isOwn: boolean; isDeleted: boolean }
  | { event: 'hint'; hint: Hint }
  | { event: 'notice'; notice: Notice }
  | { event: 'marked'; marks: Conversation }
  | { event: 'left' }
  | { event: 'joined' };

/** One conversation and one person's marks of it, as the database keeps them; `tell` hears its events in their order. */
export class UnreadModel {
  readonly #said: Said[] = [];
  readonly #tell: (heard: Heard) => void;
  #version = 0;
  #marksVersion = 1;
  #lastReadSeq = 0;
  #isMuted = false;
  #archivedSeq: number | null = null;
  #isMember = true;
  #hint: Hint | null = null;
  #late: { to: number; told: Conversation } | null = null;

  constructor(tell: (heard: Heard) => void) {
    this.#tell = tell;
  }

  get seq() {
    return this.#said.length;
  }

  /** The truth, as an answer of the server. */
  list(): Conversation[] {
    return this.#isMember ? [this.#snapshot(this.#lastReadSeq)] : [];
  }

  post(isOwn: boolean, mentions: boolean): void {
    if (isOwn && !this.#isMember) return;
    this.#said.push({ isOwn, isDeleted: false, mentions: mentions && !isOwn && this.#isMember });
    this.#version += 1;
    if (isOwn) this.mark({ lastReadSeq: this.seq });
    this.#tell({ event: 'message', seq: this.seq, version: this.#version, isOwn, isDeleted: false });
    this.#addHint(null);
    if (this.#said.at(-1)?.mentions === true) this.#notice(this.seq);
  }

  delete(index: number): void {
    const { seq, said } = this.#pick(index);
    if (!said || said.isDeleted) return;
    said.isDeleted = true;
    said.mentions = false;
    this.#version += 1;
    this.#tell({ event: 'message', seq, version: this.#version, isOwn: said.isOwn, isDeleted: true });
    this.#addHint(this.#version);
  }

  /** An edit that names the person, or does not any more. */
  edit(index: number): void {
    const { seq, said } = this.#pick(index);
    if (!said || said.isDeleted || said.isOwn || !this.#isMember) return;
    said.mentions = !said.mentions;
    this.#version += 1;
    this.#tell({ event: 'message', seq, version: this.#version, isOwn: false, isDeleted: false });
    this.#tell({
      event: 'hint',
      hint: { conversationId: ID, seq: this.seq, recounted: this.#version },
    });
  }

  mark({ lastReadSeq, isMuted }: { lastReadSeq?: number; isMuted?: boolean }): Conversation | null {
    if (!this.#isMember) return null;
    this.commitLate();
    this.#lastReadSeq = Math.min(lastReadSeq ?? this.#lastReadSeq, this.seq);
    this.#isMuted = isMuted ?? this.#isMuted;
    this.#marksVersion += 1;
    const marks = this.#snapshot(this.#lastReadSeq);
    this.#tell({ event: 'marked', marks });
    return marks;
  }

  /** A read whose transaction counts now and commits later: its event is as of now. */
  beginLate(to: number): void {
    if (!this.#isMember || this.#late) return;
    const lastReadSeq = Math.min(to, this.seq);
    this.#late = {
      to: lastReadSeq,
      told: { ...this.#snapshot(lastReadSeq), marksVersion: this.#marksVersion + 1 },
    };
  }

  commitLate(): void {
    const late = this.#late;
    this.#late = null;
    if (!late || !this.#isMember) return;
    this.#lastReadSeq = late.to;
    this.#marksVersion += 1;
    this.#tell({ event: 'marked', marks: late.told });
  }

  /** Sends what waits for the next batch of hints. */
  flush(): void {
    if (this.#hint) this.#tell({ event: 'hint', hint: this.#hint });
    this.#hint = null;
  }

  leave(): void {
    this.commitLate();
    if (this.#isMember) this.#tell({ event: 'left' });
    this.#isMember = false;
  }

  join(): void {
    if (this.#isMember) return;
    this.#isMember = true;
    this.#marksVersion += 1;
    this.#lastReadSeq = this.seq;
    this.#isMuted = false;
    this.#archivedSeq = null;
    this.#tell({ event: 'joined' });
  }

  #pick(index: number): { seq: number; said: Said | undefined } {
    const place = index % Math.max(1, this.seq);
    return { seq: place + 1, said: this.#said[place] };
  }

  #addHint(recounted: number | null): void {
    this.#hint = {
      conversationId: ID,
      seq: this.seq,
      recounted: recounted ?? this.#hint?.recounted ?? null,
    };
  }

  #notice(seq: number): void {
    const notice: Notice = {
      kind: 'mention',
      workspaceId: 'w',
      conversationId: ID,
      messageId: String(seq),
      seq,
      version: this.#version,
      authorId: 'a',
      preview: '',
    };
    this.#tell({ event: 'notice', notice });
  }

  #snapshot(lastReadSeq: number): Conversation {
    const after = this.#said.slice(lastReadSeq);
    return aConversation({
      id: ID,
      seq: this.seq,
      version: this.#version,
      marksVersion: this.#marksVersion,
      lastReadSeq,
      unreadCount: after.filter(({ isOwn, isDeleted }) => !isOwn && !isDeleted).length,
      mentionCount: after.filter(({ mentions }) => mentions).length,
      isMuted: this.#isMuted,
      archivedSeq: this.#archivedSeq,
      lastMessageAt: AT,
    });
  }
}
