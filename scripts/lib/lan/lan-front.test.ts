import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { request } from 'node:https';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';

import { AUTHORITY_PATH, type LanFront, startLanFront } from './lan-front.ts';
import { type Certificate, makeCertificate } from './make-certificate.ts';

type Answer = { status: number; body: string; headers: IncomingMessage['headers'] };

let certificate: Certificate;
let front: LanFront;
let port: number;
let upstreams: Server[];

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** Says its name, what was asked for and of whom, and what came in the body. */
async function startUpstream(name: string): Promise<Server> {
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      response.setHeader('set-cookie', ['a=1', 'b=2']);
      const { url, method, headers } = incoming;
      response.end(JSON.stringify({ name, url, method, headers, body: Buffer.concat(chunks).toString() }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const free = portOf(server);
  server.close();
  await once(server, 'close');
  return free;
}

beforeEach(async () => {
  certificate = makeCertificate(['127.0.0.1'], Date.now());
  upstreams = [await startUpstream('web'), await startUpstream('gateway')];
  const [web = 0, gateway = 0] = upstreams.map(portOf);
  port = await freePort();
  front = await startLanFront({ address: '127.0.0.1', port, upstream: { web, gateway }, certificate });
});
afterEach(async () => {
  await front.stop();
  for (const server of upstreams) {
    server.closeAllConnections();
    server.close();
  }
});

async function ask(
  path: string,
  options: { method?: string; headers?: object; body?: string } = {},
): Promise<Answer> {
  const { method = 'GET', headers = {}, body } = options;
  const call = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    ca: certificate.authority,
    agent: false,
    headers: { ...headers },
  });
  call.end(body);
  const [response]: IncomingMessage[] = await once(call, 'response');
  if (response === undefined) throw new Error('no answer');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode ?? 0, body: text, headers: response.headers };
}

const whoGot = async (path: string): Promise<{ name: string; url: string }> => {
  const { name, url } = JSON.parse((await ask(path)).body);
  return { name, url };
};

describe('the one HTTPS address for the local network', () => {
  test('leads to the app, and to the services that pages call', async () => {
    expect(await whoGot('/w/acme?x=1')).toEqual({ name: 'web', url: '/w/acme?x=1' });
    expect(await whoGot('/realtime/v1/api/ping')).toEqual({ name: 'gateway', url: '/realtime/v1/api/ping' });
    expect((await whoGot('/storage/v1/object/sign/a')).name).toBe('gateway');
    expect((await whoGot('/auth/v1/health')).name).toBe('gateway');
  });

  test.each([
    '/inbox',
    '/inbox/api/messages',
    '/realtime/v1/../../inbox',
    '/auth/v1/%2e%2e/%2E%2E/inbox/api/messages',
    '//127.0.0.1/inbox',
    '/realtime/v1\\..\\..\\inbox',
    'http://127.0.0.1/inbox',
    '/x/../inbox',
  ])('never leads to the inbox: %s', async (path) => {
    expect((await whoGot(path)).name).toBe('web');
  });

  test('tells the app who called and how, whatever the caller says', async () => {
    const headers = {
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-host': 'evil.example',
      forwarded: 'for=1.2.3.4',
    };
    const { headers: got } = JSON.parse((await ask('/', { headers })).body);
    expect(got).toMatchObject({
      host: `127.0.0.1:${port}`,
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-proto': 'https',
    });
    expect(got).not.toHaveProperty('x-forwarded-host');
    expect(got).not.toHaveProperty('forwarded');
  });

  test('passes bodies and every cookie', async () => {
    const body = 'x'.repeat(300_000);
    const answer = await ask('/api/v1/x', {
      method: 'POST',
      body,
      headers: { 'content-type': 'text/plain' },
    });
    expect(JSON.parse(answer.body)).toMatchObject({ method: 'POST', body });
    expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
  });

  test('passes sockets both ways', async () => {
    const [, gateway] = upstreams;
    const sockets = new WebSocketServer(gateway ? { server: gateway } : {});
    sockets.on('connection', (socket) =>
      socket.on('message', (data: Buffer) => socket.send(`heard ${String(data)}`)),
    );
    const url = `wss://127.0.0.1:${port}/realtime/v1/websocket?vsn=2.0.0`;
    const socket = new WebSocket(url, { ca: certificate.authority });
    await once(socket, 'open');
    socket.send('hello');
    const [data]: Buffer[] = await once(socket, 'message');
    expect(String(data)).toBe('heard hello');
    socket.terminate();
    sockets.close();
  });

  test('says so while the app is away, and goes on when it is back', async () => {
    const [web] = upstreams;
    if (web === undefined) throw new Error('no app');
    const at = portOf(web);
    web.closeAllConnections();
    web.close();
    await once(web, 'close');
    expect((await ask('/')).status).toBe(502);
    web.listen(at, '127.0.0.1');
    await once(web, 'listening');
    expect((await ask('/')).status).toBe(200);
  });

  test('gives out the authority, and serves with a renewed certificate', async () => {
    expect((await ask(AUTHORITY_PATH)).body).toBe(certificate.authority);
    certificate = makeCertificate(['127.0.0.1'], Date.now());
    front.renew(certificate);
    expect((await ask(AUTHORITY_PATH)).body).toBe(certificate.authority);
  });
});
