import type { KeptMail } from './mail-files.ts';

/** What a mail must be to be found; what is left out does not matter. */
export type MailFilter = {
  /** One recipient, exactly. */
  to?: string | undefined;
  /** What the subject must contain. */
  subject?: string | undefined;
  /** Each must stand in the sender, a recipient, the subject or the text. */
  words?: readonly string[] | undefined;
  /** Received at or after this moment; ISO 8601. */
  since?: string | undefined;
};

/** The filter that a request asks for: `to`, `subject`, `q` (words) and `since`. */
export function readFilter(params: URLSearchParams): MailFilter {
  return {
    to: params.get('to') ?? undefined,
    subject: params.get('subject') ?? undefined,
    words: wordsOf(params.get('q') ?? ''),
    since: params.get('since') ?? undefined,
  };
}

export function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}

/** Upper and lower case are the same everywhere. */
export function isMatch(mail: KeptMail, { to, subject, words = [], since }: MailFilter): boolean {
  if (to !== undefined && !mail.to.includes(to.toLowerCase())) return false;
  if (subject !== undefined && !mail.subject.toLowerCase().includes(subject.toLowerCase())) return false;
  if (since !== undefined && !(Date.parse(mail.receivedAt) >= Date.parse(since))) return false;
  if (words.length === 0) return true;
  const searched = [mail.from, ...mail.to, mail.subject, mail.text].join('\n').toLowerCase();
  return words.every((word) => searched.includes(word.toLowerCase()));
}
