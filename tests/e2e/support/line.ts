import type { BrowserContext, Page, WebSocketRoute } from '@playwright/test';

/** A person's line to the world: Playwright's offline mode leaves open sockets alone, so these go through here too. */
export class Line {
  private readonly context: BrowserContext;
  private readonly sockets = new Set<WebSocketRoute>();
  private isCut = false;
  /** Sockets before this number hear and say nothing any more, though they are open. */
  private deaf = new Set<WebSocketRoute>();

  private constructor(context: BrowserContext) {
    this.context = context;
  }

  /** Call before the page opens anything. */
  static async of(page: Page): Promise<Line> {
    const line = new Line(page.context());
    await page.routeWebSocket(/\/realtime\/v1\/websocket/, (socket) => line.connect(socket));
    return line;
  }

  /** Everything is gone at once, and what is tried meanwhile fails. */
  async cut(): Promise<void> {
    this.isCut = true;
    await this.context.setOffline(true);
    for (const socket of this.sockets) await socket.close({ code: 1011, reason: 'cut' });
    this.sockets.clear();
  }

  async restore(): Promise<void> {
    this.isCut = false;
    await this.context.setOffline(false);
  }

  /** Open sockets stay open and nothing passes them, as after a sleep. New ones work. */
  deafen(): void {
    this.deaf = new Set(this.sockets);
  }

  private connect(socket: WebSocketRoute): void {
    if (this.isCut) {
      void socket.close({ code: 1011, reason: 'cut' });
      return;
    }
    this.sockets.add(socket);
    const server = socket.connectToServer();
    socket.onMessage((data) => {
      if (!this.deaf.has(socket)) server.send(data);
    });
    server.onMessage((data) => {
      if (!this.deaf.has(socket)) socket.send(data);
    });
  }
}
