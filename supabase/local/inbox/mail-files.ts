import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { z } from 'zod';

import { writePrivateFile } from '../data-dir.ts';
import { type MailContent, readMail } from './read-mail.ts';

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
  attachmentCount: z.number(),
});
const keptSchema = summarySchema.extend({
  /** The beginning of the text, which search looks at. */
  text: z.string(),
});

export type MailSummary = z.infer<typeof summarySchema>;
export type KeptMail = z.infer<typeof keptSchema>;

const SEARCHED_LENGTH = 20_000;
const PREVIEW_LENGTH = 160;

/** What is told about a mail by its content. */
export function describeContent(
  content: MailContent,
): Pick<KeptMail, 'subject' | 'preview' | 'attachmentCount' | 'text'> {
  const text = content.text.replace(/\s+/g, ' ').trim();
  return {
    subject: content.subject,
    preview: text.slice(0, PREVIEW_LENGTH),
    attachmentCount: content.attachments.length,
    text: text.slice(0, SEARCHED_LENGTH),
  };
}

const summaryPath = (dir: string, id: string): string => join(dir, `${id}.json`);
const sourcePath = (dir: string, id: string): string => join(dir, `${id}.eml`);

export async function writeMail(dir: string, mail: KeptMail, raw: Buffer): Promise<void> {
  await writePrivateFile(sourcePath(dir, mail.id), raw);
  // The summary comes last: a mail that is listed is there.
  await writePrivateFile(summaryPath(dir, mail.id), JSON.stringify(mail));
}

export async function readSource(dir: string, id: string): Promise<Buffer> {
  return await readFile(sourcePath(dir, id));
}

export async function removeMail(dir: string, id: string): Promise<void> {
  await rm(summaryPath(dir, id), { force: true });
  await rm(sourcePath(dir, id), { force: true });
}

async function summaryFiles(dir: string): Promise<string[]> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return (await readdir(dir)).filter((name) => name.endsWith('.json'));
}

/** Newest first. */
export async function loadMails(dir: string): Promise<KeptMail[]> {
  const read = await Promise.all(
    (await summaryFiles(dir)).map(async (name) => {
      try {
        return keptSchema.parse(JSON.parse(await readFile(join(dir, name), 'utf8')));
      } catch {
        // Damaged by a crash of the machine: the mail is lost, the inbox goes on.
        return null;
      }
    }),
  );
  // Version 7 ids sort by time.
  return read.filter((mail) => mail !== null).sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** Makes the summaries anew from the mails themselves; what only the envelope knew stays as it is. */
export async function renewSummaries(dir: string): Promise<void> {
  const envelope = summarySchema.pick({ id: true, receivedAt: true, from: true, to: true, sizeBytes: true });
  for (const name of await summaryFiles(dir)) {
    const known = envelope.safeParse(JSON.parse(await readFile(join(dir, name), 'utf8')));
    if (!known.success) continue;
    const content = await readMail(await readSource(dir, known.data.id));
    const mail: KeptMail = { ...known.data, ...describeContent(content) };
    await writePrivateFile(summaryPath(dir, mail.id), JSON.stringify(mail));
  }
}
