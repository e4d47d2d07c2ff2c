import { expect } from '@playwright/test';
import { z } from 'zod';

import { sharedPlace } from './place';

const listSchema = z.object({ messages: z.array(z.object({ id: z.string(), subject: z.string() })) });
const mailSchema = z.object({ subject: z.string(), text: z.string(), links: z.array(z.string()) });
export type Mail = z.infer<typeof mailSchema>;

async function read(path: string): Promise<unknown> {
  const response = await fetch(`${sharedPlace().inboxUrl}/api/messages${path}`);
  return await response.json();
}

/** The newest mail to an address once `count` have come, from the inbox of the installation. */
export async function receiveMail(to: string, count = 1): Promise<Mail> {
  const list = async () => listSchema.parse(await read(`?to=${encodeURIComponent(to)}`)).messages;
  await expect.poll(async () => (await list()).length, { message: `mails to ${to}` }).toBe(count);
  const [newest] = await list();
  return mailSchema.parse(await read(`/${newest?.id ?? ''}`));
}

/** The only link of a mail that leads to a page of ours. @throws Error when there is none. */
export function linkIn(mail: Mail, path: string): string {
  const link = mail.links.find((address) => address.startsWith(`${sharedPlace().url}${path}`));
  if (link === undefined)
    throw new Error(`"${mail.subject}" has no link to ${path}: ${mail.links.join(' ')}`);
  return link;
}

/** The six digits of a mail. @throws Error when there are none. */
export function codeIn(mail: Mail): string {
  const digits = /\b(\d{6}|\d{3} \d{3})\b/.exec(mail.text)?.[1];
  if (digits === undefined) throw new Error(`"${mail.subject}" has no code: ${mail.text}`);
  return digits.replace(' ', '');
}
