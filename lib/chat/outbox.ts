import type { Attachment } from '@/lib/files/schemas';

/** What can be asked for while nobody can be reached. */
export type IntentKind = 'post' | 'edit' | 'remove' | 'react' | 'read' | 'mark';

/** Why something was not done: a code of errors.ts with its words, or one of ours, which the screen has words for. */
export type Refusal = { code: string; message: string };

/** Something that the person wants done, exactly once. */
export type Intent = {
  /** UUID v7, the Idempotency-Key of every attempt. */
  id: string;
  kind: IntentKind;
  conversationId: string;
  /** The message that it makes or changes; null where it is about the conversation. */
  messageId: string | null;
  /** Intents of one slot say the same thing anew, such as `read:<conversation>`; null for what stands by itself. */
  slot: string | null;
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below /api/v1. */
  path: string;
  body: Readonly<Record<string, unknown>> | null;
  /** What a message carries, to be shown before the server has it. */
  files?: readonly Attachment[];
  createdAt: string;
  /** Since when it waits, by this machine's clock in milliseconds. */
  sinceMs: number;
  /** Attempts that were begun, counted before each: with 0 the server never saw it. */
  tries: number;
  /** Its order in the outbox. */
  place: number;
  /** Null while it waits. */
  failure: Refusal | null;
};

export type Draft = Omit<Intent, 'place' | 'tries' | 'failure'>;

/** A step from one outbox to the next. Pure: it runs on what this page believes, then on what is stored. */
export type Turn = (intents: readonly Intent[]) => readonly Intent[];

/** Failed with the message that it needs: sent again, and discarded, with that. */
export const NEEDS_POST = 'needs-post';
/** Waited so long that the server may have forgotten an earlier attempt. */
export const LATE = 'late';

/** The server keeps answers for 7 days; a day is left for the way. */
const PATIENCE_MS = 6 * 86_400_000;

/** What the person did not ask for in so many words: dropped when refused, and not counted. */
export const isQuiet = ({ kind }: Intent): boolean => kind === 'read';

const isLate = (intent: Intent, nowMs: number) => nowMs - intent.sinceMs > PATIENCE_MS;

/** Takes an intent in, at the end; what it makes superfluous goes. An intent that is in already changes nothing. */
export function add(draft: Draft): Turn {
  return (intents) => {
    if (intents.some(({ id }) => id === draft.id)) return intents;
    const post = draft.kind === 'post' ? undefined : postOf(intents, draft.messageId);
    // What the server never saw is changed here, and nobody learns that it was ever different.
    if (post?.tries === 0 && draft.kind === 'remove') return discard(post.id)(intents);
    if (post?.tries === 0 && draft.kind === 'edit') {
      const body = { ...post.body, ...draft.body };
      return intents.map((intent) => (intent === post ? { ...intent, body } : intent));
    }
    const place = (intents.at(-1)?.place ?? 0) + 1;
    const failure = post?.failure ? { code: NEEDS_POST, message: '' } : null;
    return [
      ...intents.filter((intent) => !isSuperfluous(intent, draft)),
      { ...draft, place, tries: 0, failure },
    ];
  };
}

/** Whether an intent need not be sent once `next` is there: only where that makes no difference in the end. */
function isSuperfluous(intent: Intent, next: Draft): boolean {
  // One that may be under way somewhere has to be known done before the next.
  if (next.slot === null || intent.slot !== next.slot || intent.tries > 0) return false;
  // Reading only moves on: it covers less reading, but not that something was marked unread before it.
  return (
    !isReadingOn(next) || (isReadingOn(intent) && Number(intent.body?.['seq']) <= Number(next.body?.['seq']))
  );
}

const isReadingOn = ({ kind, body }: Draft) => kind === 'read' && body?.['unread'] !== true;

/** The first of each conversation that waits: only these may be sent. */
export function heads(intents: readonly Intent[]): Intent[] {
  const first = new Map<string, Intent>();
  for (const intent of intents) {
    if (intent.failure === null && !first.has(intent.conversationId))
      first.set(intent.conversationId, intent);
  }
  return [...first.values()];
}

/** Notes an attempt. To be stored before the attempt: a crash must not make it look as if the server never saw it. */
export function begin(id: string): Turn {
  return (intents) =>
    intents.map((intent) => (intent.id === id ? { ...intent, tries: intent.tries + 1 } : intent));
}

/** Takes out what was done. */
export function finish(id: string): Turn {
  return (intents) => intents.filter((intent) => intent.id !== id);
}

/** Notes that the server refused an intent, and with it all that need the same message. */
export function refuse(id: string, failure: Refusal): Turn {
  return (intents) => fail(intents, (intent) => intent.id === id, failure);
}

/** Notes what waited too long to be repeated without asking. */
export function expire(nowMs: number): Turn {
  return (intents) => {
    const over = new Set(intents.filter((intent) => intent.failure === null && isLate(intent, nowMs)));
    const isOver = (intent: Intent) => over.has(intent);
    return over.size > 0 ? fail(intents, isOver, { code: LATE, message: '' }) : intents;
  };
}

function fail(
  intents: readonly Intent[],
  isFailed: (intent: Intent) => boolean,
  failure: Refusal,
): readonly Intent[] {
  const posts = new Set(
    intents.filter((intent) => intent.kind === 'post' && isFailed(intent)).map(messageOf),
  );
  return intents
    .filter((intent) => !(isQuiet(intent) && isFailed(intent)))
    .map((intent) => {
      if (isFailed(intent)) return { ...intent, failure };
      if (intent.failure !== null || !posts.has(intent.messageId)) return intent;
      return { ...intent, failure: { code: NEEDS_POST, message: '' } };
    });
}

/**
 * Has a failed intent sent again, with those that failed with it. The key stays, since an earlier attempt may have arrived
 * after all; what waited too long takes the key that `fresh` gives, the same one whenever it is asked.
 */
export function retry(id: string, nowMs: number, fresh: (id: string) => string): Turn {
  return (intents) => {
    const chosen = intents.find((intent) => intent.id === id);
    if (!chosen) return intents;
    const post = postOf(intents, chosen.messageId);
    const needs = chosen.failure?.code === NEEDS_POST ? post?.id : undefined;
    return intents.map((intent) => {
      const isMeant =
        intent === chosen ||
        intent.id === needs ||
        (post !== undefined &&
          (post === chosen || post.id === needs) &&
          intent.messageId === post.messageId &&
          intent.failure?.code === NEEDS_POST);
      if (!isMeant || intent.failure === null) return intent;
      const again = { ...intent, failure: null };
      return isLate(intent, nowMs) ? { ...again, id: fresh(intent.id), sinceMs: nowMs } : again;
    });
  };
}

/** Forgets an intent; a message with all that need it. */
export function discard(id: string): Turn {
  return (intents) => {
    const gone = intents.find((intent) => intent.id === id);
    if (!gone) return intents;
    const isWhole = gone.kind === 'post';
    return intents.filter((intent) => intent !== gone && !(isWhole && intent.messageId === gone.messageId));
  };
}

const messageOf = ({ messageId }: Intent) => messageId;

const postOf = (intents: readonly Intent[], messageId: string | null) =>
  messageId === null
    ? undefined
    : intents.find((intent) => intent.kind === 'post' && intent.messageId === messageId);
