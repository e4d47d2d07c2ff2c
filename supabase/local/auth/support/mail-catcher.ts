import { callbackify } from 'node:util';

import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';

import { listenOnLoopback } from './loopback-server.ts';

export type CaughtMail = {
  to: string;
  subject: string;
  text: string;
  html: string;
  link: URL | null;
  code: string;
};

export type MailCatcher = {
  port: number;
  /** Mails so far, oldest first. */
  mails: CaughtMail[];
  /** The last mail to an address; throws when there is none. */
  last(to: string): CaughtMail;
  close(): Promise<void>;
};

async function parse(raw: AsyncIterable<Buffer>): Promise<CaughtMail> {
  const chunks: Buffer[] = [];
  for await (const chunk of raw) chunks.push(chunk);
  const mail = await PostalMime.parse(Buffer.concat(chunks));
  const text = mail.text ?? '';
  const link = /https?:\/\/\S+/.exec(text)?.[0];
  return {
    to: mail.to?.[0]?.address ?? '',
    subject: mail.subject ?? '',
    text,
    html: mail.html ?? '',
    link: link === undefined ? null : new URL(link),
    code: /Code: (\d{6})/.exec(text)?.[1] ?? '',
  };
}

/** A mail is caught before its sender gets the 250, so a test that has its answer has its mail. */
export async function startMailCatcher(): Promise<MailCatcher> {
  const mails: CaughtMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, _session, done) {
      callbackify(async () => {
        mails.push(await parse(stream));
      })(done);
    },
  });
  const port = await listenOnLoopback(server.server);
  return {
    port,
    mails,
    last(to) {
      const mail = mails.findLast((candidate) => candidate.to === to);
      if (!mail) throw new Error(`no mail to ${to}`);
      return mail;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
