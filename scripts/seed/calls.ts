import type { PersonKey } from './people.ts';

export type SeedCall = {
  /** Only what its ids are made from. */
  name: string;
  /** The direct message that it belongs to, by its name; else the room of this name. */
  conversation?: string;
  room?: string;
  kind: 'voice' | 'video';
  by: PersonKey;
  others: readonly PersonKey[];
  /** As of messages: `2d 10:00`. */
  at: string;
  minutes: number;
  /** How good the lines were, 1 to 5. */
  score: number;
};

/** Calls of the past: one in a direct message, one in a room with a name. */
export const ACME_CALLS: readonly SeedCall[] = [
  {
    name: 'reserve',
    conversation: 'ada-bo',
    kind: 'voice',
    by: 'ada',
    others: ['bo'],
    at: '6d 09:00',
    minutes: 12,
    score: 4.4,
  },
  {
    name: 'speaker-sync',
    room: 'Speaker sync',
    kind: 'video',
    by: 'ada',
    others: ['mei', 'yuki', 'bo'],
    at: '2d 10:30',
    minutes: 34,
    score: 3.9,
  },
];
