import { uuidv7 } from 'uuidv7';

import {
  describeContent,
  type KeptMail,
  loadMails,
  type MailSummary,
  readSource,
  removeMail,
  writeMail,
} from './mail-files.ts';
import { isMatch, type MailFilter } from './mail-search.ts';
import { readMail } from './read-mail.ts';

export type MailStore = {
  add(mail: { from: string; to: readonly string[]; raw: Buffer }): Promise<MailSummary>;
  /** Newest first. */
  list(): readonly MailSummary[];
  /** Those of `list` that fit. */
  search(filter: MailFilter): readonly MailSummary[];
  find(id: string): MailSummary | undefined;
  /** The mail as it came; null when it is unknown. */
  raw(id: string): Promise<Buffer | null>;
  /** False when it is unknown. */
  remove(id: string): Promise<boolean>;
  clear(): Promise<void>;
};

function summaryOf({ text: _searched, ...summary }: KeptMail): MailSummary {
  return summary;
}

/** Keeps caught mails as files in `dir`, the last `limit` of them. */
export async function openMailStore(dir: string, limit = 500): Promise<MailStore> {
  let mails = await loadMails(dir);

  const search = (filter: MailFilter): MailSummary[] =>
    mails.filter((mail) => isMatch(mail, filter)).map(summaryOf);
  const forget = async (gone: readonly KeptMail[]): Promise<void> => {
    mails = mails.filter((mail) => !gone.includes(mail));
    for (const { id } of gone) await removeMail(dir, id);
  };

  return {
    add: async ({ from, to, raw }) => {
      const content = await readMail(raw);
      const mail: KeptMail = {
        id: uuidv7(),
        receivedAt: new Date().toISOString(),
        from: content.from === '' ? from : content.from,
        to: to.map((address) => address.toLowerCase()),
        sizeBytes: raw.byteLength,
        ...describeContent(content),
      };
      await writeMail(dir, mail, raw);
      mails = [mail, ...mails].sort((a, b) => (a.id < b.id ? 1 : -1));
      await forget(mails.slice(limit));
      return summaryOf(mail);
    },
    list: () => search({}),
    search,
    find: (id) => mails.filter((mail) => mail.id === id).map(summaryOf)[0],
    raw: async (id) => (mails.some((mail) => mail.id === id) ? await readSource(dir, id) : null),
    remove: async (id) => {
      const gone = mails.filter((mail) => mail.id === id);
      await forget(gone);
      return gone.length > 0;
    },
    clear: async () => await forget(mails),
  };
}
