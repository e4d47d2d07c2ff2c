import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

import type { Log } from '../context.ts';
import type { MailStore } from './mail-store.ts';

const MAX_MAIL_BYTES = 25 * 1024 * 1024;

export type SmtpCatcher = { port: number; stop: () => Promise<void> };

async function readAll(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) {
    if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Listens for mail on loopback and keeps every one; none leaves this machine. No log-in, no TLS, 25 MB a mail.
 * @param port 0 takes any free one.
 */
export async function startSmtpCatcher(options: {
  port: number;
  store: MailStore;
  log: Log;
}): Promise<SmtpCatcher> {
  const { store, log } = options;

  /** Null when the mail is kept, else what to tell the sender. */
  const keep = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Error | null> => {
    try {
      await add(stream, session);
      return null;
    } catch (error) {
      log('warn', 'a mail was refused', { error: String(error) });
      return error instanceof Error ? error : new Error(String(error));
    }
  };

  const add = async (stream: SMTPServerDataStream, session: SMTPServerSession): Promise<void> => {
    const raw = await readAll(stream);
    if (stream.sizeExceeded) {
      throw Object.assign(new Error('The message is larger than 25 MB'), { responseCode: 552 });
    }
    const { mailFrom, rcptTo } = session.envelope;
    const from = mailFrom === false ? '' : mailFrom.address;
    await store.add({ from, to: rcptTo.map(({ address }) => address), raw });
  };

  const server = new SMTPServer({
    banner: 'Parley inbox',
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: MAX_MAIL_BYTES,
    closeTimeout: 300,
    onData: (stream, session, callback) => {
      const answer = async (): Promise<void> => {
        callback(await keep(stream, session));
      };
      void answer();
    },
  });
  // Broken connections of clients; without a listener they would end the process.
  server.on('error', (error) => {
    log('warn', 'smtp', { error: String(error) });
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      server.server.off('error', reject);
      const address = server.server.address();
      if (address === null || typeof address === 'string') reject(new Error('The mail catcher has no port'));
      else resolve(address.port);
    });
  });
  return {
    port,
    stop: async () => {
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
      });
    },
  };
}
