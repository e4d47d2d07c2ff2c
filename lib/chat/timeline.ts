import type { z } from 'zod';

import type { Message, MessagePage, MessageWithReactions, messageChanged, reactionChanged } from './schemas';

/** An event of record of one conversation, as it came over realtime. */
export type TimelineEvent =
  | ({ event: 'message.changed' } & z.infer<typeof messageChanged>)
  | ({ event: 'reaction.changed' } & z.infer<typeof reactionChanged>);

/** What `GET …/changes?since=` answers, with the `since` that was asked. */
export type Changes = Pick<MessagePage, 'messages' | 'version' | 'seq'> & {
  since: number;
  isComplete: boolean;
};

/** A message as the screen shows it. One that is still on its way has version 0 and a provisional seq after the last. */
export type TimelineItem = MessageWithReactions & { state: 'sent' | 'sending' | 'failed'; failure?: string };

/** A message of ours that the record does not show yet; `posted` is the server's answer, once it came. */
export type Outgoing = { item: TimelineItem; posted: Message | null };

/** A change of ours to a message, shown before the record has it. `until`: the version that has it, once known. */
export type Wish = {
  key: string;
  messageId: string;
  change: { body: string } | { isDeleted: true } | { emoji: string; memberId: string; isOn: boolean };
  until: number | null;
};

/** One shown message, as it was at version `asOf` of the conversation, or unchanged since. */
type Known = { item: TimelineItem; asOf: number };

/**
 * A run of messages of one conversation without holes. Everything up to `version` is in it; some messages may be newer.
 * Events apply strictly in the order of their versions: those that come early wait, those that come again do nothing.
 */
export type Timeline = {
  version: number;
  /** The highest version that is known to exist; above `version` something is missing. */
  heard: number;
  /** Number of the conversation's last message. */
  seq: number;
  known: readonly Known[];
  early: readonly TimelineEvent[];
  hasOlder: boolean;
  hasNewer: boolean;
  outgoing: readonly Outgoing[];
  wishes: readonly Wish[];
};

/** More events than this are not kept waiting; a catch-up brings what they said. */
const MAX_EARLY = 500;

/** A timeline that shows one page. */
export function startTimeline(page: MessagePage): Timeline {
  return {
    version: page.version,
    heard: page.version,
    seq: page.seq,
    known: page.messages.map((message) => asKnown(message, page.version)),
    early: [],
    hasOlder: page.hasOlder,
    hasNewer: page.hasNewer,
    outgoing: [],
    wishes: [],
  };
}

/** Whether something is known to have happened that is not in the timeline: time to catch up since `version`. */
export const isBehind = (timeline: Timeline): boolean => timeline.heard > timeline.version;

/** Takes in an event; in any order, and any number of times. */
export function applyEvent(timeline: Timeline, event: TimelineEvent): Timeline {
  if (event.version <= timeline.version) return timeline;
  const heard = Math.max(timeline.heard, event.version);
  if (event.version === timeline.version + 1) return settle(consume({ ...timeline, heard }, event));
  if (timeline.early.some(({ version }) => version === event.version)) return timeline;
  const early = [...timeline.early, event].sort((a, b) => a.version - b.version).slice(0, MAX_EARLY);
  return { ...timeline, heard, early };
}

/** Takes in a catch-up. One that is incomplete or too old for this timeline only tells how far there is to go. */
export function applyChanges(timeline: Timeline, changes: Changes): Timeline {
  const heard = Math.max(timeline.heard, changes.version);
  if (!changes.isComplete || changes.since > timeline.version || changes.version <= timeline.version) {
    return { ...timeline, heard };
  }
  let next: Timeline = {
    ...timeline,
    heard,
    version: changes.version,
    seq: Math.max(timeline.seq, changes.seq),
  };
  for (const message of [...changes.messages].sort((a, b) => a.seq - b.seq))
    next = place(next, message, changes.version);
  return settle(next);
}

/** Puts the page before the first message in front. A page that does not fit there is left out. */
export function applyOlder(timeline: Timeline, page: MessagePage): Timeline {
  const last = page.messages.at(-1);
  const first = timeline.known[0]?.item.seq;
  if (first === undefined || (last && last.seq !== first - 1)) return timeline;
  const next = stepTo(timeline, page);
  const older = page.messages.map((message) => asKnown(message, page.version));
  return settle({ ...next, known: [...older, ...next.known], hasOlder: (older[0]?.item.seq ?? first) > 1 });
}

/** Puts the page after the last message behind. A page that does not fit there is left out. */
export function applyNewer(timeline: Timeline, page: MessagePage): Timeline {
  const [first] = page.messages;
  if (!timeline.hasNewer || (first && first.seq !== lastSeq(timeline) + 1)) return timeline;
  const next = stepTo(timeline, page);
  const newer = page.messages.map((message) => asKnown(message, page.version));
  return settle({ ...next, known: [...next.known, ...newer], hasNewer: page.hasNewer });
}

/** Shows another page instead, and keeps what is on its way. */
export function replaceWindow(timeline: Timeline, page: MessagePage): Timeline {
  const { early, outgoing, wishes } = timeline;
  const heard = Math.max(timeline.heard, page.version);
  const delivered = new Set(page.messages.map(({ id }) => id));
  return settle({
    ...startTimeline(page),
    heard,
    early,
    wishes,
    outgoing: outgoing.filter(({ item }) => !delivered.has(item.id)),
  });
}

/** Shows a message that is about to be posted, or what it says by now. One that the record brought already is there. */
export function addOutgoing(
  timeline: Timeline,
  message: Pick<Message, 'id' | 'conversationId' | 'authorId' | 'body' | 'files' | 'createdAt'>,
) {
  if (find(timeline, message.id)) return timeline;
  const shown = timeline.outgoing.find(({ item }) => item.id === message.id);
  if (shown && (shown.posted || shown.item.body === message.body)) return timeline;
  const item: TimelineItem = {
    ...message,
    seq: 0,
    version: 0,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    state: 'sending',
  };
  const entry = { item, posted: null };
  const { outgoing } = timeline;
  return {
    ...timeline,
    outgoing: shown ? outgoing.map((other) => (other === shown ? entry : other)) : [...outgoing, entry],
  };
}

/** Notes how a post stands: refused with a reason, or under way again. */
export function markOutgoing(timeline: Timeline, id: string, failure: string | null): Timeline {
  const outgoing = timeline.outgoing.map((entry): Outgoing => {
    if (entry.item.id !== id || entry.posted) return entry;
    const { failure: _, ...item } = entry.item;
    return {
      ...entry,
      item: failure === null ? { ...item, state: 'sending' } : { ...item, state: 'failed', failure },
    };
  });
  return { ...timeline, outgoing };
}

/** Notes that the server took a post; it stays shown until the record brings it. */
export function confirmOutgoing(timeline: Timeline, posted: Message): Timeline {
  const outgoing = timeline.outgoing.map((entry): Outgoing => {
    if (entry.item.id !== posted.id) return entry;
    return { item: { ...posted, reactions: [], state: 'sent' }, posted };
  });
  return settle({
    ...timeline,
    outgoing,
    heard: Math.max(timeline.heard, posted.version),
    seq: Math.max(timeline.seq, posted.seq),
  });
}

/** Forgets a message that is not to be posted any more. */
export function dropOutgoing(timeline: Timeline, id: string): Timeline {
  return { ...timeline, outgoing: timeline.outgoing.filter(({ item }) => item.id !== id) };
}

/** Shows a change before the record has it; a later wish with the same key takes its place. */
export function addWish(timeline: Timeline, wish: Wish): Timeline {
  return { ...timeline, wishes: [...timeline.wishes.filter(({ key }) => key !== wish.key), wish] };
}

/** Ends a wish: at once, or when the record has reached the version that holds it. */
export function endWish(timeline: Timeline, key: string, until: number | null): Timeline {
  if (until === null) return { ...timeline, wishes: timeline.wishes.filter((wish) => wish.key !== key) };
  const wishes = timeline.wishes.map((wish) => (wish.key === key ? { ...wish, until } : wish));
  return settle({ ...timeline, wishes, heard: Math.max(timeline.heard, until) });
}

/** What the screen shows, in order; unchanged messages are the same objects as before. */
export function itemsOf({ known, wishes, outgoing, hasNewer, seq }: Timeline): readonly TimelineItem[] {
  const shown = known.map(({ item }) => wishes.reduce(fulfil, item));
  if (hasNewer) return shown;
  const waiting = outgoing.map(({ item, posted }, index) =>
    posted ? item : { ...item, seq: seq + 1 + index },
  );
  return [...shown, ...waiting.map((item) => wishes.reduce(fulfil, item))];
}

function fulfil(item: TimelineItem, { messageId, change }: Wish): TimelineItem {
  if (item.id !== messageId || item.deletedAt) return item;
  if ('body' in change) return { ...item, body: change.body, editedAt: item.editedAt ?? item.createdAt };
  if ('isDeleted' in change) return { ...item, body: '', reactions: [], deletedAt: item.createdAt };
  return { ...item, reactions: withReaction(item.reactions, change) };
}

function consume(timeline: Timeline, event: TimelineEvent): Timeline {
  const next = { ...timeline, version: event.version };
  if (event.event === 'message.changed') {
    const { message } = event;
    const reactions = message.deletedAt ? [] : (find(timeline, message.id)?.item.reactions ?? []);
    const seq = Math.max(next.seq, message.seq);
    return place({ ...next, seq }, { ...message, reactions }, event.version);
  }
  const target = find(timeline, event.messageId);
  if (!target || target.item.deletedAt) return next;
  const reactions = withReaction(target.item.reactions, event);
  return place(next, { ...target.item, reactions, version: event.version }, event.version);
}

/** Puts a message where it belongs, unless what is there is newer, or it is outside of what is shown. */
function place(timeline: Timeline, message: MessageWithReactions, asOf: number): Timeline {
  const { known } = timeline;
  const outgoing = timeline.outgoing.filter(({ item }) => item.id !== message.id);
  const next = outgoing.length === timeline.outgoing.length ? timeline : { ...timeline, outgoing };
  const index = known.findLastIndex(({ item }) => item.id === message.id);
  const present = known[index];
  if (present)
    return present.asOf >= asOf ? next : { ...next, known: known.with(index, asKnown(message, asOf)) };
  if (timeline.hasNewer || message.seq <= lastSeq(timeline)) return next;
  // A hole here would mean that numbers were skipped: what follows is then fetched, not guessed.
  if (message.seq > lastSeq(timeline) + 1) return { ...next, hasNewer: true };
  return { ...next, known: [...known, asKnown(message, asOf)] };
}

/** Applies what waited and has its turn now, and lets go of what the record has reached. */
function settle(timeline: Timeline): Timeline {
  let next = { ...timeline, early: timeline.early.filter(({ version }) => version > timeline.version) };
  for (let [event] = next.early; event?.version === next.version + 1; [event] = next.early) {
    next = { ...consume(next, event), early: next.early.slice(1) };
  }
  const { version, outgoing, wishes } = next;
  return {
    ...next,
    outgoing: outgoing.filter(({ posted }) => !posted || posted.version > version),
    wishes: wishes.filter(({ until }) => until === null || until > version),
  };
}

/** As new as the older of both: the rest is caught up on. Messages that are newer remember it. */
function stepTo(timeline: Timeline, page: MessagePage): Timeline {
  const { version } = timeline;
  const heard = Math.max(timeline.heard, page.version);
  const seq = Math.max(timeline.seq, page.seq);
  if (page.version >= version) return { ...timeline, heard, seq };
  const known = timeline.known.map(({ item, asOf }) => ({ item, asOf: Math.max(asOf, version) }));
  return { ...timeline, heard, seq, known, version: page.version };
}

const asKnown = (message: MessageWithReactions, asOf: number): Known => ({
  item: { ...message, state: 'sent' },
  asOf,
});

const find = ({ known }: Timeline, id: string) => known.findLast(({ item }) => item.id === id);

const lastSeq = ({ known }: Timeline): number => known.at(-1)?.item.seq ?? 0;

function withReaction(
  reactions: MessageWithReactions['reactions'],
  { emoji, memberId, isOn }: { emoji: string; memberId: string; isOn: boolean },
) {
  const others = reactions.filter((reaction) => reaction.emoji !== emoji || reaction.memberId !== memberId);
  if (!isOn) return others;
  return others.length < reactions.length ? reactions : [...reactions, { emoji, memberId }];
}
