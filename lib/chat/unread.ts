import type { z } from 'zod';

import type { Conversation, conversationMarked, Hint, Notice, Preview } from './schemas';

type Marked = z.infer<typeof conversationMarked>;

/** A conversation as the screen shows it, and what is known about how right its counts are. */
type Known = {
  shown: Conversation;
  /** Counts that are as of an older version than this are to be asked for again. */
  heard: number;
  /** The same for marks: an event may have told of them before the conversation was known. */
  heardMarks: number;
  /** One's own newest message that was heard of: whoever posts has read. */
  ownSeq: number;
  isDoubtful: boolean;
};

/**
 * A person's conversations in a workspace, with what is unread. Its law: once everything that happened was heard, in
 * whatever order, or asked for where there is doubt, the counts are the server's.
 */
export type Unread = {
  known: readonly Known[];
  /** Of conversations that are not known (yet), such as one just joined: up to where something was heard. */
  strange: ReadonlyMap<string, Pick<Conversation, 'seq' | 'version' | 'marksVersion'>>;
};

/** What the server says; nothing was heard yet. */
export function startUnread(fetched: readonly Conversation[]): Unread {
  return { known: fetched.map((shown) => fresh(shown)), strange: new Map() };
}

const shownOf = new WeakMap<Unread, readonly Conversation[]>();

/** The conversations themselves; the same list for the same state. */
export function conversationsOf(state: Unread): readonly Conversation[] {
  const made = shownOf.get(state) ?? state.known.map(({ shown }) => shown);
  shownOf.set(state, made);
  return made;
}

/** Conversations whose counts are to be asked for again. */
export function doubtsOf({ known }: Unread): string[] {
  return known.filter(({ isDoubtful }) => isDoubtful).map(({ shown }) => shown.id);
}

/** A message came, at `at`. Messages are numbered without gaps: those in between came too. */
export function hearMessage(
  state: Unread,
  { conversationId, seq, isOwn, at }: { conversationId: string; seq: number; isOwn: boolean; at: string },
): Unread {
  return turn(note(state, conversationId, { seq }), conversationId, (entry) => {
    // One's own post comes with marks of its own; ahead of them it is taken to be read.
    if (seq <= entry.shown.seq) return entry;
    return settle({ ...entry, ownSeq: isOwn ? seq : entry.ownSeq, shown: advanced(entry.shown, seq, at) });
  });
}

/** A batch of hints: conversations that moved on, or were counted anew. */
export function hearHint(state: Unread, { conversationId, seq, recounted }: Hint, at: string): Unread {
  const noted = note(state, conversationId, { seq, version: recounted ?? 0 });
  return turn(noted, conversationId, (entry) => {
    const next = seq > entry.shown.seq ? { ...entry, shown: advanced(entry.shown, seq, at) } : entry;
    return recounted === null ? next : doubt(next, recounted);
  });
}

/** A message was deleted, or the mentions in it changed, as version `version` of the conversation. */
export function hearRecount(
  state: Unread,
  { conversationId, seq, version }: { conversationId: string; seq: number; version: number },
): Unread {
  return turn(note(state, conversationId, { version }), conversationId, (entry) =>
    // What was read counts for nothing; but a message may be marked unread again, as of a later version.
    seq <= entry.shown.lastReadSeq
      ? { ...entry, heard: Math.max(entry.heard, version) }
      : doubt(entry, version),
  );
}

/** The person was mentioned, or written to directly. */
export function hearNotice(
  state: Unread,
  { conversationId, kind, seq, version }: Notice,
  at: string,
): Unread {
  return turn(note(state, conversationId, { seq, version }), conversationId, (entry) => {
    const shown = advanced(entry.shown, seq, at);
    if (kind !== 'mention' || version <= entry.heard) return { ...entry, shown };
    if (seq <= shown.lastReadSeq) return { ...entry, shown, heard: version };
    return doubt({ ...entry, shown: { ...shown, mentionCount: shown.mentionCount + 1 } }, version);
  });
}

/** What a message says that was posted or changed. Only the last one's words are kept. */
export function hearPreview(state: Unread, conversationId: string, preview: Preview): Unread {
  return turn(state, conversationId, (entry) => {
    const fresher = fresherOf(entry.shown.preview, preview);
    return fresher === entry.shown.preview
      ? entry
      : { ...entry, shown: { ...entry.shown, preview: fresher } };
  });
}

/** Conversations that moved on without a word of what was said: shown only, no count is in doubt. */
export function silentOf(conversations: readonly Conversation[]): string[] {
  return conversations.filter(({ seq, preview }) => seq > (preview?.seq ?? 0)).map(({ id }) => id);
}

/** The person's marks, as the server has them: from an event, or an answer. Older ones than those known do nothing. */
export function hearMarks(state: Unread, marked: Marked): Unread {
  const { conversationId, marksVersion, seq, version, lastReadSeq, unreadCount, mentionCount } = marked;
  const { isMuted, isPinned, archivedSeq } = marked;
  // Field by field: realtime gives each event an `id` of its own.
  const marks = {
    marksVersion,
    seq,
    version,
    lastReadSeq,
    unreadCount,
    mentionCount,
    isMuted,
    isPinned,
    archivedSeq,
  };
  return turn(note(state, conversationId, marks), conversationId, (entry) =>
    take(entry, { ...entry.shown, ...marks }),
  );
}

/** The person has read up to `seq`, here and now: shown at once, the server's answer follows. */
export function readHere(state: Unread, conversationId: string, seq: number): Unread {
  return turn(state, conversationId, (entry) => ({ ...entry, shown: readUpTo(entry.shown, seq) }));
}

/** The person marked as unread all after `seq`: shown at once, the server's answer follows. */
export function unreadHere(state: Unread, conversationId: string, seq: number): Unread {
  return turn(state, conversationId, (entry) => {
    const unreadCount = Math.max(0, entry.shown.seq - seq);
    return {
      ...entry,
      ownSeq: 0,
      shown: { ...entry.shown, lastReadSeq: seq, unreadCount, archivedSeq: null },
    };
  });
}

export type Choice = Partial<Pick<Conversation, 'isMuted' | 'isPinned'>> & { isArchived?: boolean };

/** The person muted, pinned or archived it: shown at once, the server's answer follows. */
export function markHere(state: Unread, conversationId: string, { isArchived, ...marks }: Choice): Unread {
  return turn(state, conversationId, (entry) => {
    const shown = { ...entry.shown, ...marks };
    if (isArchived) {
      return { ...entry, shown: { ...readUpTo(shown, shown.seq), archivedSeq: shown.seq, isPinned: false } };
    }
    const isBack = isArchived === false || marks.isPinned === true;
    return { ...entry, shown: isBack ? { ...shown, archivedSeq: null } : shown };
  });
}

export function forget({ known, strange }: Unread, conversationId: string): Unread {
  return { strange, known: known.filter(({ shown }) => shown.id !== conversationId) };
}

/**
 * Takes in what the server answered: the whole list, or those asked for (`ids`). Marks that are on their way to the server
 * (`isWaiting`) stay as they are shown.
 */
export function takeFetched(
  state: Unread,
  fetched: readonly Conversation[],
  { ids, isWaiting }: { ids?: readonly string[] | undefined; isWaiting: (id: string) => boolean },
): Unread {
  const before = new Map(state.known.map((entry) => [entry.shown.id, entry]));
  const taken = new Map(
    fetched.map((conversation): [string, Known] => {
      const entry = before.get(conversation.id);
      if (!entry) return [conversation.id, fresh(conversation, state.strange.get(conversation.id))];
      return [
        conversation.id,
        isWaiting(conversation.id) ? aside(entry, conversation) : take(entry, conversation),
      ];
    }),
  );
  const strange = new Map([...state.strange].filter(([id]) => !taken.has(id)));
  if (ids === undefined) return { strange, known: [...taken.values()] };
  const asked = new Set(ids);
  const kept = state.known.flatMap((entry) => {
    const { id } = entry.shown;
    const next = taken.get(id);
    taken.delete(id);
    return next ?? (asked.has(id) ? [] : entry);
  });
  return { strange, known: [...kept, ...taken.values()] };
}

/** Messages that are unread; nothing is where one does not belong. */
export function unreadOf({ isMember, unreadCount }: Conversation): number {
  return isMember ? unreadCount : 0;
}

/** What a person is personally called for: mentions, and every unread direct message, unless muted. */
export function callsOf(conversation: Conversation): number {
  if (!conversation.isMember) return 0;
  const isDirect = conversation.kind === 'direct' && !conversation.isMuted;
  return isDirect ? conversation.unreadCount : conversation.mentionCount;
}

/** Whether it asks to be read: something is unread, and it is not muted, or it mentions the person. */
export function isNews(conversation: Conversation): boolean {
  return callsOf(conversation) > 0 || (unreadOf(conversation) > 0 && !conversation.isMuted);
}

/** Put away by the person; the next message brings it back, where it is muted only one that mentions them. */
export function isPutAway({ archivedSeq, isMuted, mentionCount, seq }: Conversation): boolean {
  return archivedSeq !== null && (seq <= archivedSeq || (isMuted && mentionCount === 0));
}

/** Unread messages of all conversations, and of these the mentions and direct messages. */
export function totalsOf(conversations: readonly Conversation[]): { unread: number; mentions: number } {
  const totals = { unread: 0, mentions: 0 };
  for (const conversation of conversations) {
    totals.unread += conversation.isMuted ? 0 : unreadOf(conversation);
    totals.mentions += callsOf(conversation);
  }
  return totals;
}

/** A conversation that was not known; doubtful, where something later was heard of it already. */
const fresh = (shown: Conversation, heard = { seq: 0, version: 0, marksVersion: 0 }): Known => ({
  shown: advanced(shown, heard.seq, shown.lastMessageAt),
  heard: Math.max(shown.version, heard.version),
  heardMarks: Math.max(shown.marksVersion, heard.marksVersion),
  ownSeq: 0,
  isDoubtful:
    heard.seq > shown.seq || heard.version > shown.version || heard.marksVersion > shown.marksVersion,
});

const doubt = (entry: Known, version: number): Known =>
  version <= entry.heard ? entry : { ...entry, heard: version, isDoubtful: true };

/** Takes the server's counts where they are as new as the marks known here, and lays on top what was heard since. */
function take(entry: Known, server: Conversation): Known {
  const { shown } = entry;
  const heard = Math.max(entry.heard, server.version);
  if (server.marksVersion < shown.marksVersion) {
    return heard > entry.heard ? { ...entry, heard, isDoubtful: true } : entry;
  }
  const preview = fresherOf(shown.preview, server.preview);
  const merged = { ...advanced(server, shown.seq, shown.lastMessageAt), preview };
  // What one posted up to there is in it, and may have been marked unread since.
  const ownSeq = server.seq >= entry.ownSeq ? 0 : entry.ownSeq;
  const heardMarks = Math.max(entry.heardMarks, server.marksVersion);
  const isDoubtful = server.version < heard || server.marksVersion < heardMarks;
  return settle({ shown: same(shown, merged), heard, heardMarks, ownSeq, isDoubtful });
}

/** Takes what is not a mark; marks and counts wait for the answer to what was done here. */
function aside(entry: Known, server: Conversation): Known {
  const { marksVersion, lastReadSeq, unreadCount, mentionCount, isMuted, isPinned, archivedSeq, seq } =
    entry.shown;
  const preview = fresherOf(entry.shown.preview, server.preview);
  const own = {
    marksVersion,
    lastReadSeq,
    unreadCount,
    mentionCount,
    isMuted,
    isPinned,
    archivedSeq,
    preview,
  };
  const shown = advanced({ ...server, ...own, seq }, server.seq, server.lastMessageAt);
  return { ...entry, shown: same(entry.shown, shown) };
}

/** The words of the later message; of one message as it was changed last. */
function fresherOf(before: Preview | null, after: Preview | null): Preview | null {
  if (before === null || after === null) return after ?? before;
  const isFresher = after.seq === before.seq ? after.version > before.version : after.seq > before.seq;
  return isFresher ? after : before;
}

/** Whoever posts has read, and nothing before it is unread. */
function settle(entry: Known): Known {
  const { shown, ownSeq } = entry;
  return ownSeq > shown.lastReadSeq ? { ...entry, shown: readUpTo(shown, ownSeq) } : entry;
}

function advanced(conversation: Conversation, seq: number, at: string | null): Conversation {
  if (seq <= conversation.seq) return conversation;
  const unreadCount = conversation.unreadCount + seq - conversation.seq;
  return { ...conversation, seq, unreadCount, lastMessageAt: at };
}

function readUpTo(conversation: Conversation, seq: number): Conversation {
  if (seq <= conversation.lastReadSeq) return conversation;
  const left = Math.max(0, conversation.seq - seq);
  return {
    ...conversation,
    lastReadSeq: seq,
    unreadCount: Math.min(conversation.unreadCount, left),
    mentionCount: left === 0 ? 0 : conversation.mentionCount,
  };
}

function turn(state: Unread, conversationId: string, change: (entry: Known) => Known): Unread {
  const index = state.known.findIndex(({ shown }) => shown.id === conversationId);
  const before = state.known[index];
  const after = before && change(before);
  return !after || after === before ? state : { ...state, known: state.known.with(index, after) };
}

function note(
  state: Unread,
  conversationId: string,
  heard: Partial<Pick<Conversation, 'seq' | 'version' | 'marksVersion'>>,
): Unread {
  if (state.known.some(({ shown }) => shown.id === conversationId)) return state;
  const before = state.strange.get(conversationId);
  const seq = Math.max(heard.seq ?? 0, before?.seq ?? 0);
  const version = Math.max(heard.version ?? 0, before?.version ?? 0);
  const marksVersion = Math.max(heard.marksVersion ?? 0, before?.marksVersion ?? 0);
  return { ...state, strange: new Map(state.strange).set(conversationId, { seq, version, marksVersion }) };
}

const same = (before: Conversation, after: Conversation) =>
  JSON.stringify(before) === JSON.stringify(after) ? before : after;
