import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands between the service and Postgres, and loses an answer when it is told to. */
export type LossyPath = {
  port: number;
  /**
   * Once these texts were said over one connection, in this order, Postgres hears and does the last of them too, and the
   * connection ends before the answer to it arrives.
   */
  loseAnswerTo(...texts: string[]): void;
  close(): Promise<void>;
};

export async function openLossyPath(toPort: number): Promise<LossyPath> {
  const sockets = new Set<Socket>();
  let awaited: string[] = [];
  const server = createServer((client) => {
    const postgres = connect({ port: toPort, host: '127.0.0.1' });
    const cut = (): void => {
      client.destroy();
      postgres.destroy();
    };
    let heard = 0;
    let losing = false;
    client.on('data', (chunk) => {
      const text = awaited[heard];
      if (text !== undefined && chunk.includes(text)) heard += 1;
      if (awaited.length > 0 && heard === awaited.length) {
        awaited = [];
        losing = true;
      }
      postgres.write(chunk);
    });
    postgres.on('data', (chunk) => {
      if (losing) cut();
      else client.write(chunk);
    });
    for (const socket of [client, postgres]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', cut);
    }
  });
  server.listen({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('There is no port');
  return {
    port: address.port,
    loseAnswerTo(...texts) {
      awaited = texts;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
