/** One mail, ready to leave. */
export type Letter = {
  from: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
};

/** Hands a letter on within `timeoutMs`; throws MailFault when nobody took it. */
export type Transport = (letter: Letter, timeoutMs: number) => Promise<void>;

/** Why a mail did not leave, in words safe for logs: no address, no content. */
export class MailFault extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'MailFault';
  }
}
