import type { SeedFile } from './papers.ts';
import type { PersonKey } from './people.ts';

export type SeedMessage = {
  by: PersonKey;
  /** `9d 09:12`: that time, nine working days before today; `52m`: minutes before now. */
  at: string;
  /** Markdown; `@{key}` names a person. */
  body: string;
  /** What it said before it was edited. */
  was?: string;
  isDeleted?: true;
  reactions?: Readonly<Record<string, readonly PersonKey[]>>;
  files?: readonly SeedFile[];
};

type Marks = { isMuted?: true; isPinned?: true; isArchived?: true };

export type SeedConversation = {
  kind: 'public' | 'private' | 'direct';
  /** Of a channel; of a direct message only what its messages' ids are made from. */
  name: string;
  topic: string;
  /** Makes it, and is in it. `general` is there before. */
  by: PersonKey;
  /** The others in it; 'insiders' for everybody but clients and consultants. */
  others: readonly PersonKey[] | 'insiders';
  /** How many of the last messages somebody has not read; everyone else has read all. */
  unread: Readonly<Partial<Record<PersonKey, number>>>;
  /** What somebody has muted, pinned or archived of it for themselves. */
  marks?: Readonly<Partial<Record<PersonKey, Marks>>>;
  /** In the order in which they were said. */
  messages: readonly SeedMessage[];
};

/** One message, written as it reads. */
export function say(
  by: PersonKey,
  at: string,
  body: string,
  more: Pick<SeedMessage, 'was' | 'isDeleted' | 'reactions' | 'files'> = {},
): SeedMessage {
  return { by, at, body, ...more };
}
