import { z } from 'zod';

/** Largest attachment, in bytes: what a hosted project takes by default. */
export const MAX_ATTACHMENT_BYTES = 50 * 1024 * 1024;
/** Largest picture of a person, in bytes, before it is made small. */
export const MAX_AVATAR_BYTES = 5 * 1024 * 1024;
/** Most files that one message carries. */
export const MAX_ATTACHMENTS = 10;

/** What a message tells of a file that it carries. */
export const attachment = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Found in its bytes, not claimed. */
  mediaType: z.string(),
  sizeBytes: z.number().int(),
  /** Of a picture, in pixels. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
});
export type Attachment = z.infer<typeof attachment>;

export const file = attachment.extend({
  purpose: z.enum(['attachment', 'avatar']),
  state: z.enum(['waiting', 'ready', 'refused', 'removed']),
  conversationId: z.uuid().nullable(),
  messageId: z.uuid().nullable(),
  uploadedBy: z.uuid(),
  createdAt: z.iso.datetime(),
});

/** Where to upload: POST the bytes to Storage, as oneself. */
export const upload = z.object({ bucket: z.enum(['attachments', 'avatars']), objectName: z.string() });
export type Upload = z.infer<typeof upload>;

/** The last part of whatever path a name pretends to be; without what could make it look like another. */
export const fileName = z
  .string()
  .transform((text) =>
    (text.split(/[/\\]/).at(-1) ?? '')
      // Control characters, and marks that turn the direction of writing: "gnp.exe" shown as "exe.png".
      .replaceAll(/[\p{Cc}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '')
      .toWellFormed()
      .trim()
      .slice(0, 200),
  )
  .pipe(z.string().min(1, 'The file needs a name.'));
