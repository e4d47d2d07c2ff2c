import { createServer, type IncomingMessage } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';

import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { z } from 'zod';

export type TestMailServer<T> = {
  url: string;
  received: T[];
  /** Answers the next mails with this status of its protocol, instead of taking them. */
  refuse: (status: number | null) => void;
  stop: () => Promise<void>;
};

export async function startSmtp(): Promise<TestMailServer<Email>> {
  const received: Email[] = [];
  let refusal: number | null = null;
  const keep = async (raw: Buffer, done: () => void): Promise<void> => {
    received.push(await PostalMime.parse(raw));
    done();
  };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (refusal !== null) {
          callback(Object.assign(new Error('refused'), { responseCode: refusal }));
          return;
        }
        void keep(Buffer.concat(chunks), callback);
      });
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `smtp://127.0.0.1:${portOf(server.server.address())}`,
    received,
    refuse: (status) => {
      refusal = status;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

const resendMail = z.strictObject({
  from: z.string(),
  to: z.union([z.string(), z.array(z.string())]),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  headers: z.record(z.string(), z.string()),
});
export type ResendMail = z.infer<typeof resendMail>;

const fail = (statusCode: number, name: string): [number, unknown] => [
  statusCode,
  { statusCode, name, message: name },
];

/** Resend's `POST /emails`: bearer key, 200 with an id, 401, 422 and 429 with `{statusCode, name, message}`. */
export async function startResend(key: string): Promise<TestMailServer<ResendMail>> {
  const received: ResendMail[] = [];
  let refusal: number | null = null;
  const answer = async (request: IncomingMessage): Promise<[number, unknown]> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
    if (request.method !== 'POST' || request.url !== '/emails') return fail(404, 'not_found');
    if (request.headers.authorization !== `Bearer ${key}`) return fail(401, 'invalid_api_key');
    if (refusal !== null)
      return fail(refusal, refusal === 429 ? 'rate_limit_exceeded' : 'internal_server_error');
    const parsed = resendMail.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
    if (!parsed.success) return fail(422, 'validation_error');
    received.push(parsed.data);
    return [200, { id: crypto.randomUUID() }];
  };
  const server = createServer((request, response) => {
    void answer(request).then(
      ([status, body]) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `resend://${key}@127.0.0.1:${portOf(server.address())}`,
    received,
    refuse: (status) => {
      refusal = status;
    },
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function portOf(address: string | AddressInfo | null): number {
  if (address === null || typeof address === 'string' || isIP(address.address) === 0)
    throw new Error('not listening');
  return address.port;
}
