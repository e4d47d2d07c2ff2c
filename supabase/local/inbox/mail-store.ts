import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { uuidv7 } from 'uuidv7';
import { z } from 'zod';

import { writePrivateFile } from '../data-dir.ts';
import { readMail } from './read-mail.ts';

const summarySchema = z.object({
  id: z.uuid(),
  /** ISO 8601. */
  receivedAt: z.string(),
  from: z.string(),
  /** The envelope's recipients, blind copies among them; lower case. */
  to: z.array(z.string()),
  subject: z.string(),
  preview: z.string(),
  sizeBytes: z.number(),
});

export type MailSummary = z.infer<typeof summarySchema>;

export type MailStore = {
  add(mail: { from: string; to: readonly string[]; raw: Buffer }): Promise<MailSummary>;
  /** Newest first. */
  list(): readonly MailSummary[];
  find(id: string): MailSummary | undefined;
  /** The mail as it came; null when it is unknown. */
  raw(id: string): Promise<Buffer | null>;
  clear(): Promise<void>;
};

async function loadSummaries(dir: string): Promise<MailSummary[]> {
  const names = (await readdir(dir)).filter((name) => name.endsWith('.json'));
  const read = await Promise.all(
    names.map(async (name) => {
      try {
        return summarySchema.parse(JSON.parse(await readFile(join(dir, name), 'utf8')));
      } catch {
        // Damaged by a crash of the machine: the mail is lost, the inbox goes on.
        return null;
      }
    }),
  );
  // Version 7 ids sort by time.
  return read.filter((summary) => summary !== null).sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** Keeps caught mails as files in `dir`, the last `limit` of them. */
export async function openMailStore(dir: string, limit = 500): Promise<MailStore> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  let mails = await loadSummaries(dir);

  const remove = async (id: string): Promise<void> => {
    await rm(join(dir, `${id}.json`), { force: true });
    await rm(join(dir, `${id}.eml`), { force: true });
  };

  return {
    add: async ({ from, to, raw }) => {
      const content = await readMail(raw);
      const summary: MailSummary = {
        id: uuidv7(),
        receivedAt: new Date().toISOString(),
        from: content.from === '' ? from : content.from,
        to: to.map((address) => address.toLowerCase()),
        subject: content.subject,
        preview: content.text.replace(/\s+/g, ' ').trim().slice(0, 160),
        sizeBytes: raw.byteLength,
      };
      await writePrivateFile(join(dir, `${summary.id}.eml`), raw);
      // The summary comes last: a mail that is listed is there.
      await writePrivateFile(join(dir, `${summary.id}.json`), JSON.stringify(summary));
      mails = [summary, ...mails].sort((a, b) => (a.id < b.id ? 1 : -1));
      const surplus = mails.slice(limit);
      mails = mails.slice(0, limit);
      for (const { id } of surplus) await remove(id);
      return summary;
    },
    list: () => mails,
    find: (id) => mails.find((mail) => mail.id === id),
    raw: async (id) => {
      if (!mails.some((mail) => mail.id === id)) return null;
      return await readFile(join(dir, `${id}.eml`));
    },
    clear: async () => {
      const gone = mails;
      mails = [];
      for (const { id } of gone) await remove(id);
    },
  };
}
