import { z } from 'zod';

import { emoji } from '@/lib/chat/schemas';

/** How many people one call may ask about. */
export const MAX_WATCHED = 100;

export const presenceState = z.enum(['online', 'away', 'busy', 'dnd', 'offline']);

/** What a page says of itself: somebody is at it, it is open without anybody at it, it is being closed. */
export const deviceState = z.enum(['active', 'away', 'gone']);

/** `auto` is what the devices say; the others stand instead of it for as long as a device is there. */
export const availability = z.enum(['auto', 'away', 'busy', 'dnd']);

/** How somebody is, of all their devices together; also what `presence.changed` says. */
export const presence = z.object({
  memberId: z.uuid(),
  state: presenceState,
  /** Offline: when a device last called; else when somebody was last at one. Null for people never seen. */
  lastSeenAt: z.iso.datetime().nullable(),
  /** Of the custom status; empty for none, or when it has expired. */
  emoji: z.string(),
  text: z.string(),
  /** When the custom status ends; null: when it is changed. */
  until: z.iso.datetime().nullable(),
});
export type Presence = z.infer<typeof presence>;

/** What the caller has said of themselves and has not expired. */
export const ownStatus = z.object({
  availability,
  availabilityUntil: z.iso.datetime().nullable(),
  emoji: z.string(),
  text: z.string(),
  until: z.iso.datetime().nullable(),
});
export type OwnStatus = z.infer<typeof ownStatus>;

/** End of something, a year ahead at most; null when it has none. */
export const untilInput = z.iso
  .datetime()
  .transform((iso) => new Date(iso))
  .refine((end) => end.getTime() > Date.now(), 'Choose a time to come.')
  .refine((end) => end.getTime() < Date.now() + 366 * 86_400_000, 'At most a year ahead.')
  .nullable();

export const statusEmoji = z.union([z.literal(''), emoji]);

/** One line, in words. */
export const statusText = z
  .string()
  .max(80, 'At most 80 characters.')
  .transform((text) =>
    text
      .replaceAll(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .toWellFormed(),
  );
