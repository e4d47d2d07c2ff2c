import type { PersonKey } from './people.ts';

export type SeedCall = {
  /** Only what its ids are made from. */
  name: string;
  /** Where: in a direct message or channel, or in a room of its own, by its name. */
  place: readonly [kind: 'direct' | 'private' | 'room', name: string];
  kind: 'voice' | 'video';
  by: PersonKey;
  /** Who else was there. */
  others: readonly PersonKey[];
  /** Who was called and did not come: in vain, or declining with these words. */
  absent?: readonly { who: PersonKey; says?: string }[];
  /** As of messages: `2d 10:00`. */
  at: string;
  minutes: number;
  /** How good the lines were, 1 to 5. */
  score: number;
};

/** Calls of the past, of each kind that the history tells apart. */
export const ACME_CALLS: readonly SeedCall[] = [
  {
    name: 'reserve',
    place: ['direct', 'ada-bo'],
    kind: 'voice',
    by: 'ada',
    others: ['bo'],
    at: '6d 09:00',
    minutes: 12,
    score: 4.4,
  },
  {
    name: 'badge-colours',
    place: ['private', 'design'],
    kind: 'video',
    by: 'sofia',
    others: ['noor', 'bo', 'ada'],
    at: '5d 15:00',
    minutes: 21,
    score: 4.2,
  },
  {
    name: 'rehearsal-times',
    place: ['direct', 'mei-yuki-kofi-bo'],
    kind: 'video',
    by: 'mei',
    others: ['yuki', 'kofi'],
    absent: [{ who: 'bo' }],
    at: '4d 09:30',
    minutes: 26,
    score: 3.1,
  },
  {
    name: 'programme-question',
    place: ['direct', 'mei-ada'],
    kind: 'voice',
    by: 'mei',
    others: [],
    absent: [{ who: 'ada' }],
    at: '4d 16:05',
    minutes: 1,
    score: 4,
  },
  {
    name: 'insurance',
    place: ['direct', 'jo-ada'],
    kind: 'voice',
    by: 'jo',
    others: [],
    absent: [{ who: 'ada', says: 'With the insurers now, I call you at three.' }],
    at: '3d 11:15',
    minutes: 1,
    score: 4,
  },
  {
    name: 'speaker-sync',
    place: ['room', 'Speaker sync'],
    kind: 'video',
    by: 'ada',
    others: ['mei', 'yuki', 'bo'],
    at: '2d 10:30',
    minutes: 34,
    score: 3.9,
  },
];
