import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

import { receiveSendEmailHook } from '@/lib/accounts/send-email-hook';

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  const headers = Object.entries(request.headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const hook = new Request('http://127.0.0.1/', { method: 'POST', headers, body: Buffer.concat(chunks) });
  const answered = await receiveSendEmailHook(hook);
  response.writeHead(answered.status, Object.fromEntries(answered.headers)).end(await answered.text());
}

/** The hook's handler behind a port, as the Auth server reaches it in the web server. */
export async function startHookServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((request, response) => {
    answer(request, response).catch((fault: unknown) =>
      response.destroy(fault instanceof Error ? fault : undefined),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
