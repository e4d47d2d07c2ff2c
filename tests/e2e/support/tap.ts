import type { Page, WebSocketRoute } from '@playwright/test';

/** Everything that passes the realtime sockets of a page, as text; and a way to cut them. */
export class Tap {
  readonly received: string[] = [];
  readonly sent: string[] = [];
  private sockets = new Set<WebSocketRoute>();

  /** Call before the page opens anything. */
  static async of(page: Page): Promise<Tap> {
    const tap = new Tap();
    await page.routeWebSocket(/\/realtime\/v1\/websocket/, (socket) => {
      tap.sockets.add(socket);
      const server = socket.connectToServer();
      socket.onMessage((data) => {
        tap.sent.push(String(data));
        server.send(data);
      });
      server.onMessage((data) => {
        tap.received.push(String(data));
        socket.send(data);
      });
    });
    return tap;
  }

  /** The topics that the page asked to join. */
  get joins(): string[] {
    const joins = this.sent.filter((text) => text.includes('"phx_join"'));
    return joins.map((text) => /realtime:([\w:-]+)/.exec(text)?.[1] ?? text);
  }

  /** Closes the sockets as a broken line would; the page opens new ones. */
  async cut(): Promise<void> {
    const open = [...this.sockets];
    this.sockets = new Set();
    for (const socket of open) await socket.close({ code: 1011, reason: 'cut' });
  }
}
